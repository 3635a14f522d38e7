// 行动前几天，知道行动的人与团伙成员有无通话
// Calls between those who knew of a raid and members of the gang in the days before it
//
// 参数 parameters:
//   gang   团伙编号 / number of the gang      days   行动前多少天 / days before the raid
//   :param {gang: 'TH0001', days: 3}
// 列 columns: 行动 operation; 日期 its date; 结果 its result; 人员 who knew; 人员id; 知情方式 how; 成员 member; 成员id;
//   把握 certain (first or last call falls into these days) or possible (the calls span them: look at the records);
//   通话起 first call; 通话止 last call; 次数 calls in all; 团伙 gang; 团伙状态 its legal status; 来源 records (the first 20)
// 图中每两人一条通话关系，只有首末日期。平日也通话者，须与平日比较。 One relation for all calls of two people, with the first and the
// last day; who calls every week must be compared with other weeks. 最多 200 行 rows.

MATCH (g:Gang) WHERE $gang IN g.numbers
MATCH (g)<-[:OPERATION_AGAINST]-(op:Operation) WHERE size(op.since) = 10
WITH g, op, toString(date(op.since) - duration({days: $days})) AS first
MATCH (op)<-[k:PLANNED|INFORMED_OF|EXECUTED|JOINED_OPERATION]-(o:Person)
MATCH (o)-[c:CALLED]-(m:Person)-[:MEMBER_OF]->(g)
WHERE c.since <= op.since AND c.until >= first
WITH DISTINCT g, op, first, o, k, c, m
RETURN op.label AS 行动, op.since AS 日期, op.result AS 结果, o.label AS 人员, o.id AS 人员id, type(k) AS 知情方式,
       m.label AS 成员, m.id AS 成员id,
       CASE WHEN first <= c.since OR c.until <= op.since THEN '确定 certain' ELSE '可能 possible' END AS 把握,
       c.since AS 通话起, c.until AS 通话止, c.count AS 次数, g.label AS 团伙,
       {suspected: '涉嫌', charged: '起诉', convicted: '判决', cleared: '排除'}[g.status] AS 团伙状态, c.records[..20] AS 来源
ORDER BY 日期 DESC, op.id, 人员id, k.id, c.id
LIMIT 200
