// Where new nodes go: on rings around the node that brought them, wherever there is room. Nothing else moves.

const APART = 112;
const RINGS = 14;

// positions: {x, y} of what is placed already; returns `count` new ones.
export function around(anchor, positions, count) {
  const taken = [...positions];
  const found = [];
  const away = outward(anchor, positions);
  for (let ring = 1; ring <= RINGS + count && found.length < count; ring += 1) {
    const radius = ring * 150;
    const slots = Math.floor((2 * Math.PI * radius) / APART);
    for (let n = 0; n < slots && found.length < count; n += 1) {
      // from the outward direction to both sides in turn
      const turn = (n % 2 ? 1 : -1) * Math.ceil(n / 2) * ((2 * Math.PI) / slots);
      const spot = {
        x: Math.round(anchor.x + radius * Math.cos(away + turn)),
        y: Math.round(anchor.y + radius * Math.sin(away + turn)),
      };
      if (taken.every((other) => Math.hypot(other.x - spot.x, other.y - spot.y) >= APART)) {
        taken.push(spot);
        found.push(spot);
      }
    }
  }
  return found;
}

// Places of so many groups, the largest first in the middle, as wide as a screen is.
export function spread(count) {
  const turn = Math.PI * (3 - Math.sqrt(5));
  return Array.from({ length: count }, (_, n) => ({
    x: Math.round(310 * Math.sqrt(n) * Math.cos(n * turn)), y: Math.round(180 * Math.sqrt(n) * Math.sin(n * turn)),
  }));
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
