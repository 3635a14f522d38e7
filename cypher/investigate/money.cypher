// 团伙成员或其公司付给公职人员、其亲属的钱
// Money from members of a gang or their companies to officials or their kin
//
// 参数 parameters:
//   gang    团伙编号 / number of the gang
//   least   合计不少于多少元 / total of at least so many yuan
//   :param {gang: 'TH0001', least: 1000}
// 列 columns: 付款方 payer; 付款方id; 成员 the member behind it; 收款方 payee; 收款方id; 公职人员 the official; 公职人员id;
//   亲属 kinship if the payee is kin; 金额 total in yuan; 笔数 payments; 起 first; 止 last; 团伙 gang; 团伙状态 its legal status;
//   来源 records (the first 20)
// 正常往来（工资、货款、亲友借款）须先排除。 Wages, goods and family loans come first. 最多 200 行 rows.

MATCH (g:Gang) WHERE $gang IN g.numbers
MATCH (g)<-[:MEMBER_OF]-(m:Person)
WITH DISTINCT g, m
CALL (m) {
  RETURN m AS payer
  UNION
  MATCH (m)-[:HOLDS|LEGAL_REP_OF]->(payer:Organization) RETURN payer
}
MATCH (payer)-[p:PAID]->(payee:Person)
WHERE p.amount_yuan >= $least AND NOT EXISTS { (payee)-[:MEMBER_OF]->(g) }
CALL (payee) {
  WITH payee WHERE payee.status IN ['official', 'village_cadre']
  RETURN payee AS o, null AS kin
  UNION
  MATCH (payee)-[k:KIN]-(o:Person) WHERE o.status IN ['official', 'village_cadre']
  RETURN o, k AS kin
}
RETURN payer.label AS 付款方, payer.id AS 付款方id, m.label AS 成员, payee.label AS 收款方, payee.id AS 收款方id,
       o.label AS 公职人员, o.id AS 公职人员id, kin.role AS 亲属,
       p.amount_yuan AS 金额, p.count AS 笔数, p.since AS 起, p.until AS 止, g.label AS 团伙,
       {suspected: '涉嫌', charged: '起诉', convicted: '判决', cleared: '排除'}[g.status] AS 团伙状态, p.records[..20] AS 来源
ORDER BY 金额 DESC, p.id, 公职人员id, m.id, kin.id
LIMIT 200
