// Where the library does more than a picture of thousands can bear.

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

// The first style of nodes without lines. For every property of every node the library would forget, and tell its
// renderer to forget, bounds that nobody has asked for yet: half of the time that the style takes.
export function styleFresh(cy, nodes) {
  const style = cy.style();
  style.checkTriggers = () => {};
  try {
    nodes.cleanStyle();
  } finally {
    delete style.checkTriggers; // the library's own again
  }
  nodes.dirtyStyleCache();
}
