// Which lines are drawn for which links: data for the canvas.

import { passes } from "./filters.mjs";
import { say } from "./say.mjs";

const SEPARATE = 3; // parallel relations up to here have a line each; more share one that lists them
const DOUBTFUL = 0.75;
const KINDS = 4; // of a line that stands for many, so many kinds are named
const ROW = 24; // so wide is a row of what a line says; a sign of Latin letters is 1 wide, one of Chinese 2

// Links as lines: each its own, or one for many between the same two.
export function lines(links, filters) {
  const pairs = new Map();
  for (const link of links) {
    const key = link.source < link.target ? `${link.source} ${link.target}` : `${link.target} ${link.source}`;
    if (!pairs.has(key)) pairs.set(key, []);
    pairs.get(key).push({ link, on: passes(link, filters) });
  }
  const made = [];
  for (const [key, all] of pairs) {
    // filtered ones never stand in the way of readable ones
    for (const group of [all.filter((each) => each.on), all.filter((each) => !each.on)]) {
      if (group.length > SEPARATE || group[0]?.link.grouped) made.push(bundle(key, group));
      else made.push(...group.map(({ link, on }) => line(link, on)));
    }
  }
  return made.filter(Boolean);
}

function line(link, on) {
  const { id, source, target, directed, label, strength, confidence } = link;
  const width = 1 + 2 * strength;
  return {
    group: "edges", on, data: { id, source, target, directed, text: label, width, doubtful: confidence < DOUBTFUL },
  };
}

function bundle(key, group) {
  const [source, target] = key.split(" ");
  const titles = [...new Set(group.map(({ link }) => link.title))];
  const text = [say("bundle", { n: group.length }), ...rows(titles)].join("\n");
  return {
    group: "edges", on: group[0].on,
    data: {
      id: `${group[0].on ? "+" : "-"}${key}`, source, target, directed: false, text, count: group.length, doubtful: false,
      width: Math.min(9, 2.5 + Math.log2(group.length) / 2),
    },
  };
}

// Kinds in rows, none of them broken.
function rows(titles) {
  const comma = say("comma");
  const made = [];
  titles.slice(0, KINDS).forEach((title, n) => {
    const said = title + (n < titles.length - 1 ? comma : "") + (n === KINDS - 1 && titles.length > KINDS ? "…" : "");
    if (made.length && wide(made.at(-1) + said.trimEnd()) <= ROW) made.push(made.pop() + said);
    else made.push(said);
  });
  return made.map((row) => row.trimEnd());
}

function wide(text) {
  return [...text].reduce((sum, sign) => sum + (sign.codePointAt(0) > 0x2e7f ? 2 : 1), 0);
}
