// A drawing as it comes: nodes as columns in the order of the content's, members of groups as places among them.

export function unpacked({ body, content: { nodes: ids }, groups }) {
  const named = (group) => ({ ...group, members: group.members.map((place) => ids[place]) });
  const { x = [], y = [], more = {} } = body.nodes ?? {};
  return {
    body: {
      ...body,
      nodes: Object.fromEntries(x.map((_, n) => [ids[n], { x: x[n], y: y[n], ...more[n] }])),
      groups: Object.fromEntries(Object.entries(body.groups ?? {}).map(([id, group]) => [id, named(group)])),
    },
    groups: groups.map(named),
  };
}
