// The layout of the drawing library: large, and seldom needed, so it comes when it is asked for.

const PARTS = ["layout-base.js", "cose-base.js", "cytoscape-fcose.js"]; // in this order
let loading = null;

export function loadLayout() {
  loading ??= PARTS.reduce((before, name) => before.then(() => script(name)), Promise.resolve())
    .then(() => globalThis.cytoscapeFcose);
  return loading;
}

function script(name) {
  return new Promise((resolve, reject) => {
    const part = document.createElement("script");
    part.onload = resolve;
    part.onerror = () => reject(new Error(name));
    part.src = `/static/vendor/${name}`;
    document.head.append(part);
  });
}
