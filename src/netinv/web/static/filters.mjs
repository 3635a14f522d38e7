// Which nodes and links pass the filters. What has no date is never shut out by dates.

export function passes(link, filters) {
  if (filters.relationsOff.includes(link.kind)) return false;
  if (link.confidence < filters.confidence - 1e-9) return false;
  if (filters.since && link.until && last(link.until) < filters.since) return false;
  if (filters.until && link.since && link.since > last(filters.until)) return false;
  return true;
}

export function isOn(kind, filters) {
  return !filters.entitiesOff.includes(kind);
}

export function isFiltering(filters) {
  return Boolean(
    filters.entitiesOff.length || filters.relationsOff.length || filters.confidence || filters.since || filters.until,
  );
}

// A date known to the month or year reaches to its end.
function last(date) {
  return date.length === 4 ? `${date}-12-31` : date.length === 7 ? `${date}-31` : date;
}

// Links counted by month, from the first to the last: [["2021-03", 4], …].
export function byMonth(links) {
  const counts = new Map();
  for (const link of links) {
    for (const date of new Set([link.since, link.until])) {
      if (date && date.length >= 7) counts.set(date.slice(0, 7), (counts.get(date.slice(0, 7)) ?? 0) + 1);
    }
  }
  const months = [...counts.keys()].sort();
  if (!months.length) return [];
  const all = [];
  for (let month = months[0]; month <= months.at(-1); month = next(month)) all.push([month, counts.get(month) ?? 0]);
  return all;
}

function next(month) {
  const [year, number] = month.split("-").map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
}
