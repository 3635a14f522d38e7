// While nodes follow the mouse only they and their lines are drawn; the rest stands as it was drawn before.
//
// The library would draw everything anew whenever one of its textures is ready, which is nearly every frame of
// a drag over a large picture.

export function drawOnlyMoved(cy) {
  const renderer = cy.renderer();
  const hint = renderer.redrawHint.bind(renderer);
  let dragging = false;
  let resting = false;
  renderer.redrawHint = (group, on) => {
    if (!(resting && group === "eles" && on)) hint(group, on);
  };
  cy.on("drag", "node", () => {
    if (dragging) return;
    dragging = true;
    cy.one("render", () => {
      resting = dragging; // the moved have left the layer of the others
    });
  });
  cy.on("free", "node", () => {
    dragging = false;
    resting = false;
    hint("eles", true);
  });
}
