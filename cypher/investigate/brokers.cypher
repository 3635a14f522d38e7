// 居间人：既非成员也非公职，却同时与团伙成员和公职人员直接往来的人
// Brokers: neither members nor officials, yet in direct dealings with both
//
// 参数 parameters:
//   gang   团伙编号 / number of the gang
//   hub    关系多于此数的人（店主、司机……）不列 / people with more relations (shopkeepers, drivers …) are left out
//   calls  通话不少于此数才算往来 / so many calls count as dealings
//   :param {gang: 'TH0001', hub: 60, calls: 3}
// 列 columns: 居间人 broker; 居间人id; 成员数 members; 成员 their names; 公职人数 officials; 公职人员 their names;
//   往来 kinds of dealings; 关系数 number of all relations; 团伙 gang; 团伙状态 its legal status
// 只看往来（通话、资金、交往、生意、同住），不看亲属、同学。 Dealings only; kinship and school say nothing here. 最多 100 行 rows.

MATCH (g:Gang) WHERE $gang IN g.numbers
MATCH (g)<-[:MEMBER_OF]-(m:Person)-[r:CALLED|PAID|ASSOCIATE|BUSINESS|COHABITANT]-(x:Person)
WHERE (type(r) <> 'CALLED' OR r.count >= $calls) AND x.status IS NULL AND NOT EXISTS { (x)-[:MEMBER_OF]->(:Gang) }
WITH g, x, collect(DISTINCT m) AS members, collect(DISTINCT type(r)) AS inward
WHERE COUNT { (x)--() } <= $hub
MATCH (x)-[r:CALLED|PAID|ASSOCIATE|BUSINESS|COHABITANT]-(o:Person)
WHERE (type(r) <> 'CALLED' OR r.count >= $calls)
  AND o.status IN ['official', 'village_cadre'] AND NOT o IN members
WITH g, x, members, inward, collect(DISTINCT o) AS officials, collect(DISTINCT type(r)) AS outward
RETURN x.label AS 居间人, x.id AS 居间人id, size(members) AS 成员数,
       COLLECT { UNWIND members AS m RETURN m.label ORDER BY m.id } AS 成员, size(officials) AS 公职人数,
       COLLECT { UNWIND officials AS o RETURN o.label ORDER BY o.id LIMIT 20 } AS 公职人员,
       COLLECT { UNWIND inward + outward AS t RETURN DISTINCT t ORDER BY t } AS 往来, COUNT { (x)--() } AS 关系数,
       g.label AS 团伙, {suspected: '涉嫌', charged: '起诉', convicted: '判决', cleared: '排除'}[g.status] AS 团伙状态
ORDER BY 成员数 DESC, 公职人数 DESC, 居间人id
LIMIT 100
