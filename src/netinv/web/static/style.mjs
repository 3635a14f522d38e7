// How nodes and lines look: data for the canvas, from the ontology and the page's own colours.

const FONTS =
  '"Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Micro Hei", SimSun, sans-serif';

// Pictures leave on white whatever the screen shows: they are printed, and put into documents.
export const ON_PAPER = { ink: "#1d2530", muted: "#58626e", paper: "#ffffff", line: "#8b939c", chosen: "#b25a00" };

export function palette() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: colour("ink"), muted: colour("muted"), paper: colour("paper"), line: colour("edge"), chosen: colour("focus"),
  };
}

// What lines say is in the page's language: Chinese breaks anywhere, words of English do not.
const brokenWhere = () => (document.documentElement.lang.startsWith("zh") ? "anywhere" : "whitespace");

// `large`: many nodes and lines, drawn plainly: every property costs time for every element. Names and icons have
// those nodes that are `named`; lines that are elements then are told of, with all they say.
export function styleOf(entities, colours, large = false) {
  const named = large ? ".named" : "";
  return [
    { selector: "node", style: { width: 44, height: 44, "border-width": 2 } },
    {
      selector: `node${named}`,
      style: {
        "background-fit": "none", "background-width": "58%",
        "background-height": "58%", label: "data(text)", color: colours.ink, "font-family": FONTS, "font-size": 13,
        "text-valign": "bottom", "text-margin-y": 5, "text-wrap": "wrap", "text-max-width": 118,
        "text-overflow-wrap": "anywhere", "line-height": 1.25, "text-background-color": colours.paper,
        "text-background-opacity": 0.82, "text-background-padding": 1, "min-zoomed-font-size": 7,
        "overlay-opacity": 0, "z-index": 2,
      },
    },
    ...entities.flatMap(({ kind, colour, shape }) => [
      { selector: `node[kind = "${kind}"]`, style: { shape, "background-color": tint(colour), "border-color": colour } },
      { selector: `node${named}[kind = "${kind}"]`, style: { "background-image": `/static/kinds/${kind}.svg` } },
    ]),
    { selector: 'node[kind = "gang"]', style: { width: 54, height: 54, "font-weight": 700, "text-max-width": 196 } },
    {
      selector: 'node[kind = "group"]',
      style: {
        label: "data(text)", "font-family": FONTS, color: colours.ink, "text-wrap": "wrap", "text-max-width": "data(wide)",
        "text-overflow-wrap": "anywhere", "line-height": 1.25, width: "data(size)", height: "data(size)",
        shape: "round-octagon", "background-color": colours.paper, "background-opacity": 0.9,
        "background-image": "none", "border-color": colours.muted, "border-width": 4,
        "text-valign": "center", "text-margin-y": 0, "font-weight": 700, "font-size": "data(font)", "min-zoomed-font-size": 5,
      },
    },
    { selector: "node[?official]", style: { "font-weight": 700 } },
    { selector: "node.pinned", style: { "border-style": "double", "border-width": 6 } },
    {
      selector: "edge",
      style: {
        width: "data(width)", "line-color": colours.line, "target-arrow-color": colours.line, "curve-style": "bezier", label: "data(text)",
        "control-point-step-size": 46, "arrow-scale": 0.9, color: colours.muted,
        "font-family": FONTS, "font-size": 11, "line-height": 1.25, "text-rotation": "autorotate", "text-wrap": "wrap",
        "text-max-width": 150, "text-overflow-wrap": brokenWhere(), "text-background-color": colours.paper,
        "text-background-opacity": 0.9, "text-background-padding": 1, "min-zoomed-font-size": 8,
        "overlay-opacity": 0,
      },
    },
    { selector: "edge[?directed]", style: { "target-arrow-shape": "triangle" } },
    { selector: "edge[?close]", style: { "z-compound-depth": "top" } },
    {
      selector: "edge[offset > 0]",
      style: {
        label: "", "source-label": "data(text)", "source-text-offset": "data(offset)", "source-text-rotation": "autorotate",
      },
    },
    { selector: "edge[?doubtful]", style: { "line-style": "dashed" } },
    { selector: ".ghost", style: { opacity: 0.14, "text-opacity": 0 } },
    { selector: ".gone", style: { display: "none" } },
    {
      selector: "node:selected",
      style: { "border-color": colours.chosen, "border-width": 5, "z-index": 9, opacity: 1, "text-opacity": 1 },
    },
    {
      selector: "edge:selected",
      style: { "line-color": colours.chosen, "target-arrow-color": colours.chosen, color: colours.ink, "z-index": 8 },
    },
    { selector: "core", style: { "selection-box-color": colours.chosen, "selection-box-opacity": 0.15 } },
  ];
}

// The colour on white: icons are drawn dark and must stand out in both themes.
function tint(colour) {
  const part = (at) => Number.parseInt(colour.slice(at, at + 2), 16);
  const light = [1, 3, 5].map((at) => Math.round(255 - (255 - part(at)) * 0.3));
  return `rgb(${light.join(",")})`;
}
