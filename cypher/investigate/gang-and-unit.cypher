// 某年之中，某单位的人通过谁、什么与团伙成员相连（一步或两步）
// Who of a unit was linked to members of a gang in a year, directly or through one thing or person between
//
// 参数 parameters:
//   gang   团伙编号 / number of the gang      unit   单位 id，由 find 取得 / id of the unit, from find
//   year   年 / year                           hub    中间点的关系多于此数则不经过 / no way through what has more relations
//   calls  两人通话不少于此数才算 / so many calls between two count
//   :param {gang: 'TH0001', unit: 'O22FJCDBOYMSO', year: 2023, hub: 40, calls: 3}
// 列 columns: 人员 person of the unit; 人员id; 职务 title; 路径 the way (relation types between names); 成员 member;
//   成员id; 团伙 gang; 团伙状态 its legal status; 来源 records of each step (the first 5)
// 日期不明的关系视为可能在当年。 A relation without dates counts as possible in that year. 最多 200 行 rows.

MATCH (g:Gang) WHERE $gang IN g.numbers
MATCH (u:Entity:Organization {id: $unit})<-[w:WORKS_AT]-(o:Person)
WHERE coalesce(w.since, '') < toString($year + 1) AND coalesce(w.until, '9999') >= toString($year)
WITH DISTINCT g, o, max(w.title) AS title
MATCH (g)<-[:MEMBER_OF]-(m:Person) WHERE m <> o
WITH DISTINCT g, o, title, m
MATCH p = (o)-[rs:KIN|CLASSMATE|COMRADE|COLLEAGUE|ASSOCIATE|NEIGHBOUR|COHABITANT|BUSINESS|ONLINE|CO_OFFENDER|CALLED|PAID
               |HOLDS|LEGAL_REP_OF|USES_PHONE|USES_ACCOUNT|LOCATED_AT|ATTENDED|PAID_FOR|OWNS|USES_ASSET*1..2]-(m)
WHERE all(r IN rs WHERE coalesce(r.since, '') < toString($year + 1) AND coalesce(r.until, r.since, '9999') >= toString($year)
                    AND (type(r) <> 'CALLED' OR r.count >= $calls))
  AND all(n IN nodes(p)[1..-1] WHERE COUNT { (n)--() } <= $hub)
RETURN o.label AS 人员, o.id AS 人员id, title AS 职务,
       reduce(way = o.label, i IN range(0, length(p) - 1) |
              way + ' —' + type(rs[i]) + '— ' + nodes(p)[i + 1].label) AS 路径,
       m.label AS 成员, m.id AS 成员id, g.label AS 团伙,
       {suspected: '涉嫌', charged: '起诉', convicted: '判决', cleared: '排除'}[g.status] AS 团伙状态,
       [r IN rs | r.records[..5]] AS 来源
ORDER BY 人员id, 成员id, length(p), [r IN rs | r.id]
LIMIT 200
