// Where new nodes go: on rings around the node that brought them, wherever there is room. Nothing else moves.

const APART = 112;
const ASIDE = 46; // from a line, so that a node hides neither it nor what it says
const CLEAR_RINGS = 3; // so far out places clear of all lines are looked for; farther, any place does
const RINGS = 14;
const GOLDEN = Math.PI * (3 - Math.sqrt(5));
export const SAID = 150; // as long as what a line says, with a margin

// positions: {x, y} of what is placed already; lines: pairs of these that are linked; returns `count` new ones.
export function around(anchor, positions, count, lines = []) {
  const taken = [...positions];
  const found = [];
  const free = (spot) => taken.every((other) => Math.hypot(other.x - spot.x, other.y - spot.y) >= APART);
  const clearOf = (spot) => lines.every(([a, b]) => apart(a, b, spot) >= ASIDE)
    && taken.every((other) => (other.x === anchor.x && other.y === anchor.y) || apart(anchor, spot, other) >= ASIDE);
  const away = outward(anchor, positions);
  for (const [rings, fits] of [[CLEAR_RINGS, (spot) => free(spot) && clearOf(spot)], [RINGS + count, free]]) {
    for (const spot of slots(anchor, away, rings)) {
      if (found.length === count) return found;
      if (!fits(spot)) continue;
      taken.push(spot);
      found.push(spot);
    }
  }
  return found;
}

// Places on so many rings around the anchor, on each from the outward direction to both sides in turn.
function* slots(anchor, away, rings) {
  for (let ring = 1; ring <= rings; ring += 1) {
    const radius = ring * 150;
    const many = Math.floor((2 * Math.PI * radius) / APART);
    for (let n = 0; n < many; n += 1) {
      const turn = away + (n % 2 ? 1 : -1) * Math.ceil(n / 2) * ((2 * Math.PI) / many);
      yield { x: Math.round(anchor.x + radius * Math.cos(turn)), y: Math.round(anchor.y + radius * Math.sin(turn)) };
    }
  }
}

// Places along a path whose ends are placed (null where there is none yet): on a bow between the two, so that no step runs
// over what stands there.
export function along(way, positions) {
  const found = [...way];
  const taken = [...positions];
  for (let start = 0; start < way.length - 1; start += 1) {
    if (!way[start] || way[start + 1]) continue;
    const end = way.findIndex((at, n) => n > start && at);
    const [a, b] = [way[start], way[end]];
    const others = taken.filter((each) => each !== a && each !== b);
    const spots = bows(a, b, end - start).find((bow) => clear([a, ...bow, b], others)) ?? around(b, taken, end - start - 1);
    spots.forEach((spot, n) => {
      found[start + 1 + n] = spot;
      taken.push(spot);
    });
  }
  return found;
}

const OUT = [0, 1, 2, 3, 4, 5].flatMap((n) => [170 + n * 130, -170 - n * 130]);
const WIDE = [1, 1.7, 2.5, 3.3];
const SHIFT = [0, 190, -190, 380, -380];

// Bows from a to b in so many steps, the shortest first: how far out, how wide, how far to one side.
function bows(a, b, steps) {
  const far = Math.max(1, Math.hypot(b.x - a.x, b.y - a.y));
  const to = { x: (b.x - a.x) / far, y: (b.y - a.y) / far };
  // never nearer to one another than names need: a short way is drawn wider than it is
  const least = Math.max(far, steps * 280);
  const bow = (out, wide, shift) => Array.from({ length: steps - 1 }, (_, n) => {
    const on = least * wide * ((n + 1) / steps - 0.5) + shift;
    return {
      x: Math.round((a.x + b.x) / 2 + to.x * on - to.y * out),
      y: Math.round((a.y + b.y) / 2 + to.y * on + to.x * out),
    };
  });
  const all = OUT.flatMap((out) => (steps > 2 ? WIDE : [1]).flatMap((wide) => SHIFT.map((shift) => bow(out, wide, shift))));
  return all.map((spots) => [reach([a, ...spots, b]), spots]).sort(([one], [other]) => one - other).map(([, spots]) => spots);
}

function reach(line) {
  return line.slice(1).reduce((sum, b, n) => sum + Math.hypot(b.x - line[n].x, b.y - line[n].y), 0);
}

// Whether new spots have room and the steps between them pass nothing.
function clear(line, others) {
  return line.slice(1).every((b, n) => others.every((each) => apart(line[n], b, each) >= APART / 2))
    && line.slice(1, -1).every((spot) => others.every((each) => Math.hypot(each.x - spot.x, each.y - spot.y) >= APART));
}

function apart(a, b, point) {
  const length = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
  const t = length ? Math.max(0, Math.min(1, ((point.x - a.x) * (b.x - a.x) + (point.y - a.y) * (b.y - a.y)) / length)) : 0;
  return Math.hypot(a.x + t * (b.x - a.x) - point.x, a.y + t * (b.y - a.y) - point.y);
}

// Places of groups so wide, the first in the middle, each as near to it as there is room for what their lines say; together
// as wide as a screen is.
export function spread(sizes) {
  const found = [];
  for (const size of sizes) {
    const free = ({ x, y }) => found.every((other) => Math.hypot(x - other.x, y - other.y) >= (size + other.size) / 2 + SAID);
    let spot = { x: 0, y: 0 };
    for (let n = 1; !free(spot); n += 1) {
      const [radius, turn] = [24 * Math.sqrt(n), n * GOLDEN];
      spot = { x: Math.round(1.5 * radius * Math.cos(turn)), y: Math.round(radius * Math.sin(turn)) };
    }
    found.push({ ...spot, size });
  }
  return found.map(({ x, y }) => ({ x, y }));
}

// The direction from the middle of the picture to the node; to the right where it stands alone.
function outward(anchor, positions) {
  if (positions.length < 2) return 0;
  const x = positions.reduce((sum, each) => sum + each.x, 0) / positions.length;
  const y = positions.reduce((sum, each) => sum + each.y, 0) / positions.length;
  return Math.hypot(anchor.x - x, anchor.y - y) < 1 ? 0 : Math.atan2(anchor.y - y, anchor.x - x);
}

// Right of everything that is there.
export function beside(positions) {
  if (!positions.length) return { x: 0, y: 0 };
  const ys = positions.map((each) => each.y);
  return {
    x: Math.max(...positions.map((each) => each.x)) + 180,
    y: Math.round((Math.min(...ys) + Math.max(...ys)) / 2),
  };
}
