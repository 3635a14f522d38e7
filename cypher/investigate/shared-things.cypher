// 团伙成员与公职人员（或其亲属）共用的电话、账户、住址、财产
// Phones, accounts, addresses and assets that members of a gang share with officials or their kin
//
// 参数 parameters:
//   gang   团伙编号 / number of the gang
//   most   共用者多于此数则不说明什么 / shared by more than this it says nothing
//   :param {gang: 'TH0001', most: 4}
// 列 columns: 共用物 the thing; 种类 its kind; 共用人数 sharers; 成员 member; 成员id; 共用者 who shares it; 共用者id;
//   公职人员 the official; 公职人员id; 亲属 kinship if the sharer is kin; 团伙 gang; 团伙状态 its legal status; 来源 records
// 最多 200 行。 At most 200 rows.

MATCH (g:Gang) WHERE $gang IN g.numbers
MATCH (g)<-[:MEMBER_OF]-(m:Person)-[a:USES_PHONE|USES_ACCOUNT|LOCATED_AT|OWNS|USES_ASSET]->(thing)
WITH DISTINCT g, m, a, thing
WHERE COUNT { (thing)<-[:USES_PHONE|USES_ACCOUNT|LOCATED_AT|OWNS|USES_ASSET]-() } <= $most
MATCH (thing)<-[b:USES_PHONE|USES_ACCOUNT|LOCATED_AT|OWNS|USES_ASSET]-(x:Person)
WHERE x <> m AND NOT EXISTS { (x)-[:MEMBER_OF]->(g) }
CALL (x) {
  WITH x WHERE x.status IN ['official', 'village_cadre']
  RETURN x AS o, null AS kin
  UNION
  MATCH (x)-[k:KIN]-(o:Person) WHERE o.status IN ['official', 'village_cadre']
  RETURN o, k AS kin
}
RETURN thing.label AS 共用物, thing.kind AS 种类,
       COUNT { (thing)<-[:USES_PHONE|USES_ACCOUNT|LOCATED_AT|OWNS|USES_ASSET]-() } AS 共用人数,
       m.label AS 成员, m.id AS 成员id, x.label AS 共用者, x.id AS 共用者id, o.label AS 公职人员, o.id AS 公职人员id,
       kin.role AS 亲属, g.label AS 团伙,
       {suspected: '涉嫌', charged: '起诉', convicted: '判决', cleared: '排除'}[g.status] AS 团伙状态,
       [r IN [a, b, kin] WHERE r IS NOT NULL | r.records[..5]] AS 来源
ORDER BY thing.id, 成员id, 共用者id, 公职人员id, a.id, b.id, kin.id
LIMIT 200
