// The JSON API. Purpose and case number go with every question, into the audit.

import { tell } from "./say.mjs";

const BASE = "/api/workbench/";
let work = { purpose: "", caseNo: "" };

export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export function asFor(purpose, caseNo) {
  work = { purpose, caseNo };
}

async function ask(method, path, body, options = {}) {
  return (await answered(method, path, body, options)).json();
}

async function answered(method, path, body, options) {
  const answer = await fetch(BASE + path, {
    ...options,
    method,
    headers: {
      "content-type": "application/json",
      "x-purpose": encodeURIComponent(work.purpose),
      "x-case-no": encodeURIComponent(work.caseNo),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (answer.ok) return answer;
  let message = answer.statusText;
  try {
    message = (await answer.json()).error ?? message;
  } catch {
    // no JSON: whatever stands before the server said it
  }
  throw new Refused(answer.status, message);
}

export const api = {
  opening: () => ask("GET", "opening"),
  alert: (id) => ask("POST", "alert", { id }),
  search: (text) => ask("POST", "search", { text }),
  node: (id) => ask("POST", "node", { id }),
  content: (ids, known, inside) => ask("POST", "content", { ids, known, inside }),
  groups: (ids, by) => ask("POST", "groups", { ids, by }),
  counts: (id, known) => ask("POST", "counts", { id, known }),
  expand: (question) => ask("POST", "expand", question),
  links: (a, b) => ask("POST", "links", { a, b }),
  two: (a, b) => ask("POST", "identity/two", { a, b }),
  judge: (decision) => ask("POST", "identity/judge", decision),
  parts: (id) => ask("POST", "identity/parts", { id }),
  foreseeSplit: (mentions) => ask("POST", "identity/split/preview", { mentions }),
  split: (mentions, reason) => ask("POST", "identity/split", { mentions, reason }),
  undo: (decision) => ask("POST", "identity/undo", { decision }),
  job: async () => (await fetch("/api/job")).json(),
  update: () => ask("POST", "identity/update", {}),
  paths: (question) => ask("POST", "paths", question),
  picture: (ids, format) => ask("POST", "picture", { ids, format }),
  report: async (seen) => (await answered("POST", "report", seen, {})).blob(),
  file: async (seen) => (await answered("POST", "export", seen, {})).blob(),
  list: (texts) => ask("POST", "list", { texts }),
  // `leaving`: the page goes, the request stays; browsers carry no more than 64 KB that way
  change: (revision, changes, leaving = false) => ask("PATCH", "draft", { revision, changes }, { keepalive: leaving }),
  views: () => ask("GET", "views"),
  save: (name, body, id = "") => ask("POST", "views", { name, body, id }),
  view: (id) => ask("GET", `views/${encodeURIComponent(id)}`),
  remove: (id) => ask("DELETE", `views/${encodeURIComponent(id)}`),
};

// What a click does: whatever goes wrong is said, never swallowed.
export function doing(action) {
  return async (...given) => {
    try {
      return await action(...given);
    } catch (error) {
      tell(error.message || String(error), true);
      if (!(error instanceof Refused) && !(error instanceof TypeError && /fetch/i.test(error.message))) throw error;
      return undefined;
    }
  };
}
