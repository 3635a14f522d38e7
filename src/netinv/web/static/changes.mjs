// What changed of a piece of work since the server last had it: so much less than all of it that a step gets through
// however large the picture is, also when the page is being left. The server makes the same work of it
// (`workspace/exploring/changes.py`).

import { SECTIONS } from "./work.mjs";

const STEPS = ["done", "undone"];

// A body as it is now. Sections and steps are never altered where they stand, but for the lists that hold them.
export function snapshot(body) {
  const sections = SECTIONS.map((name) => [name, { ...body[name] }]);
  const steps = STEPS.map((name) => [name, [...(body[name] ?? [])]]);
  return { ...body, ...Object.fromEntries([...sections, ...steps]) };
}

export function changeOf(before, after) {
  const parts = {};
  for (const name of SECTIONS) {
    const [was, is] = [before[name], after[name]];
    const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((key) => was[key] !== is[key]);
    if (keys.length) parts[name] = Object.fromEntries(keys.map((key) => [key, is[key] ?? null]));
  }
  const steps = Object.fromEntries(STEPS.map((name) => [name, stepsOf(before[name], after[name])]));
  const whole = { purpose: after.purpose, caseNo: after.caseNo, saved: after.saved };
  return { parts, steps, whole };
}

// A run of the steps that were there, and those that came after.
function stepsOf(before, after) {
  const start = Math.max(0, before.indexOf(after[0]));
  let stop = start;
  while (stop < before.length && before[stop] === after[stop - start]) stop += 1;
  return { start, stop, added: after.slice(stop - start) };
}
