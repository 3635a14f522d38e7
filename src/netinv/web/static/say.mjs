// Words in the visitor's language, and the live region that says what changed.

import { byId } from "./dom.mjs";

let words = {};
let waiting = 0;

export function learn(given) {
  words = given;
}

// {n} is what is filled in; {n|node|nodes} the first word where that is 1, else the second.
export function say(key, filled = {}) {
  const text = words[key];
  if (text === undefined) throw new Error(`no word ${key}`);
  return text.replace(/\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g, (whole, name, one, more) => {
    if (!(name in filled)) return whole;
    const value = String(filled[name]);
    if (one === undefined) return value;
    return value === "1" ? one : more;
  });
}

// One sentence at a time, the last of those that come together; the same one twice is said twice.
export function tell(sentence, isError = false) {
  const place = byId("live");
  place.classList.toggle("failed", isError);
  place.textContent = "";
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    place.textContent = sentence;
  }, 30);
}
