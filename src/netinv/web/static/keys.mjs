// Everything by keys. In a field, keys write; everywhere else they act on the selection.

import { byId } from "./dom.mjs";

export function register(bench) {
  const { actions, canvas } = bench;
  const to = (tab, field) => () => {
    bench.tab(tab);
    byId(field)?.focus();
  };
  const plain = {
    "/": () => byId("find").focus(),
    l: to("list", "nodes"),
    e: () => bench.openExpand(),
    g: () => bench.openPaths(),
    d: to("detail", "facts"),
    t: to("filters", "filter-since"),
    v: to("views", "view-name"),
    m: to("detail", "note"),
    p: () => actions.pin(),
    h: () => actions.hide(),
    H: () => actions.hideOthers(),
    R: () => byId("restore-all").click(),
    n: () => actions.selectNeighbours(),
    a: () => actions.selectAll(),
    r: () => actions.arrange(),
    f: () => canvas.fit(),
    b: () => bench.boxMode(),
    o: () => bench.lasso.toggle(),
    w: () => bench.paste.open(),
    k: () => bench.brush.play(),
    i: () => bench.identity.open(),
    y: () => byId("group").click(),
    c: () => bench.grouping.fold(),
    x: () => bench.grouping.unfold(),
    u: () => bench.purpose.ask(),
    "+": () => canvas.zoomBy(1.25),
    "=": () => canvas.zoomBy(1.25),
    "-": () => canvas.zoomBy(0.8),
    Delete: () => actions.remove(),
    Escape: () => actions.select([]),
    "?": () => byId("keys").showModal(),
  };
  const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  document.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, altKey, shiftKey, target } = event;
    if (document.querySelector("dialog[open]")) return;
    const writing = target.matches("input:not([type=checkbox]):not([type=radio]):not([type=range]), textarea, select");
    if (writing) {
      if (key === "Escape") target.blur();
      return;
    }
    let act = null;
    if (ctrlKey || metaKey) {
      const letter = key.toLowerCase();
      if (letter === "z") act = () => (shiftKey ? actions.redo() : actions.undo());
      else if (letter === "y") act = () => actions.redo();
      else if (letter === "s") act = to("views", "view-name");
      else if (letter === "a") act = () => actions.selectAll();
    } else if (altKey && key in arrows) {
      act = () => actions.nudge(...arrows[key].map((n) => n * (shiftKey ? 100 : 20)));
    } else if (!altKey && key in arrows && target.id === "canvas") {
      act = () => canvas.panBy(...arrows[key].map((n) => -60 * n));
    } else if (!altKey) act = plain[key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
