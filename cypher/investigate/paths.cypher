// 两人之间最短的路，每一步附来源；经过“谁都认识”的点（关系过多）不算
// The shortest ways between two people, each step with its records; ways through what everybody shares do not count
//
// 参数 parameters:
//   a, b   两端的 id，由 find 取得 / ids of the two ends, from find
//   hub    中间点的关系多于此数则不经过 / no way through what has more relations
//   :param {a: 'P22CCYV425SGR', b: 'P23RVZOKMGSEZ', hub: 40}
// 列 columns: 步数 steps; 路径 the way (names with the relation types between); 最弱一步 least confidence on it;
//   团伙状态 gangs on the way with their legal status; 来源 records of each step (the first 5)
// 最多 6 步、20 条。相识不等于共谋：路径是问题，不是结论。 At most 6 steps and 20 ways. A way is a question, not a finding.

MATCH (a:Entity {id: $a})
MATCH (b:Entity {id: $b})
MATCH p = allShortestPaths((a)-[*..6]-(b))
WHERE none(n IN nodes(p) WHERE n <> a AND n <> b AND COUNT { (n)--() } > $hub)
WITH p, relationships(p) AS rs, nodes(p) AS ns
ORDER BY length(p), [r IN rs | r.id]
LIMIT 20
RETURN length(p) AS 步数,
       reduce(way = ns[0].label, i IN range(0, size(rs) - 1) |
              way + ' —' + type(rs[i]) + '— ' + ns[i + 1].label) AS 路径,
       reduce(least = 1.0, r IN rs | CASE WHEN r.confidence < least THEN r.confidence ELSE least END) AS 最弱一步,
       [n IN ns WHERE n:Gang | n.label + '：' +
        coalesce({suspected: '涉嫌', charged: '起诉', convicted: '判决', cleared: '排除'}[n.status], '不明')] AS 团伙状态,
       [r IN rs | r.records[..5]] AS 来源
