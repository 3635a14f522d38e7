// 登记在团伙成员或其公司名下，由公职人员或其亲属使用的车辆、房产；以及反过来的
// Cars and houses owned by members of a gang or their companies and used by officials or their kin, or the other way round
//
// 参数 parameters:
//   gang   团伙编号 / number of the gang
//   :param {gang: 'TH0001'}
// 列 columns: 财产 asset; 种类 type; 登记人 owner; 登记人id; 使用人 user; 使用人id; 团伙一方 the side of the gang (owner, user);
//   公职人员 the official; 公职人员id; 亲属 kinship if it is kin; 价格 price; 市价 market price in yuan; 起 since; 止 until;
//   团伙 gang; 团伙状态 its legal status; 来源 records
// 最多 200 行。 At most 200 rows.

MATCH (g:Gang) WHERE $gang IN g.numbers
MATCH (g)<-[:MEMBER_OF]-(m:Person)
WITH DISTINCT g, m
CALL (m) {
  RETURN m AS side
  UNION
  MATCH (m)-[:HOLDS|LEGAL_REP_OF]->(side:Organization) RETURN side
}
WITH DISTINCT g, side
MATCH (side)-[r:OWNS|USES_ASSET]->(s:Asset)<-[q:OWNS|USES_ASSET]-(x:Person)
WHERE type(r) <> type(q) AND NOT EXISTS { (x)-[:MEMBER_OF]->(g) }
CALL (x) {
  WITH x WHERE x.status IN ['official', 'village_cadre']
  RETURN x AS o, null AS kin
  UNION
  MATCH (x)-[k:KIN]-(o:Person) WHERE o.status IN ['official', 'village_cadre']
  RETURN o, k AS kin
}
WITH g, s, o, kin, r, q, x, side, type(r) = 'OWNS' AS owning
RETURN s.label AS 财产, s.type AS 种类,
       CASE WHEN owning THEN side.label ELSE x.label END AS 登记人, CASE WHEN owning THEN side.id ELSE x.id END AS 登记人id,
       CASE WHEN owning THEN x.label ELSE side.label END AS 使用人, CASE WHEN owning THEN x.id ELSE side.id END AS 使用人id,
       CASE WHEN owning THEN '登记人 owner' ELSE '使用人 user' END AS 团伙一方,
       o.label AS 公职人员, o.id AS 公职人员id, kin.role AS 亲属, s.price_yuan AS 价格, s.market_price_yuan AS 市价,
       CASE WHEN owning THEN q.since ELSE r.since END AS 起, CASE WHEN owning THEN q.until ELSE r.until END AS 止,
       g.label AS 团伙, {suspected: '涉嫌', charged: '起诉', convicted: '判决', cleared: '排除'}[g.status] AS 团伙状态,
       [each IN [r, q, kin] WHERE each IS NOT NULL | each.records[..5]] AS 来源
ORDER BY s.id, 公职人员id, r.id, q.id, kin.id
LIMIT 200
