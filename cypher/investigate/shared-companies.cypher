// 公职人员的亲属（或本人）与团伙成员同在其中持股、任职的公司
// Companies in which kin of an official (or the official) and a member of a gang both hold shares or office
//
// 参数 parameters:
//   gang   团伙编号 / number of the gang
//   :param {gang: 'TH0001'}
// 列 columns: 公司 company; 公司id; 成员 member; 成员id; 成员身份 his role and share; 持有人 the other holder; 持有人id;
//   持有人身份 role and share; 公职人员 the official; 公职人员id; 亲属 kinship if the holder is kin; 团伙 gang;
//   团伙状态 its legal status; 来源 records
// 最多 200 行。 At most 200 rows.

MATCH (g:Gang) WHERE $gang IN g.numbers
MATCH (g)<-[:MEMBER_OF]-(m:Person)-[a:HOLDS|LEGAL_REP_OF]->(c:Organization)
WITH DISTINCT g, m, a, c
MATCH (c)<-[b:HOLDS|LEGAL_REP_OF]-(x:Person)
WHERE x <> m AND NOT EXISTS { (x)-[:MEMBER_OF]->(g) }
CALL (x) {
  WITH x WHERE x.status IN ['official', 'village_cadre']
  RETURN x AS o, null AS kin
  UNION
  MATCH (x)-[k:KIN]-(o:Person) WHERE o.status IN ['official', 'village_cadre']
  RETURN o, k AS kin
}
RETURN c.label AS 公司, c.id AS 公司id, m.label AS 成员, m.id AS 成员id,
       coalesce(a.role, 'legal_rep') + coalesce(' ' + a.share_pct + '%', '') AS 成员身份,
       x.label AS 持有人, x.id AS 持有人id, coalesce(b.role, 'legal_rep') + coalesce(' ' + b.share_pct + '%', '') AS 持有人身份,
       o.label AS 公职人员, o.id AS 公职人员id, kin.role AS 亲属, g.label AS 团伙,
       {suspected: '涉嫌', charged: '起诉', convicted: '判决', cleared: '排除'}[g.status] AS 团伙状态,
       [r IN [a, b, kin] WHERE r IS NOT NULL | r.records[..5]] AS 来源
ORDER BY 公司id, 成员id, 持有人id, 公职人员id, a.id, b.id, kin.id
LIMIT 200
