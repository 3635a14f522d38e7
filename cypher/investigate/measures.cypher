// 对团伙成员采取、变更过哪些强制措施，由谁决定
// Measures taken against members of a gang, and who decided them
//
// 参数 parameters:
//   gang   团伙编号 / number of the gang
//   :param {gang: 'TH0001'}
// 列 columns: 成员 member; 成员id; 措施 measure; 日期 first time; 末次 last time; 决定人 who decided; 决定人id; 决定人身份 status;
//   团伙 gang; 团伙状态 its legal status; 来源 records (the first 20)
// 变更为取保可能有法定理由（疾病、期限）。 Bail may have its reason in law (illness, time limits). 最多 200 行 rows.

MATCH (g:Gang) WHERE $gang IN g.numbers
MATCH (g)<-[:MEMBER_OF]-(m:Person)<-[d:DECIDED_MEASURE]-(o:Person)
WITH DISTINCT g, m, d, o
RETURN m.label AS 成员, m.id AS 成员id, d.role AS 措施, d.since AS 日期, d.until AS 末次, o.label AS 决定人, o.id AS 决定人id,
       {official: '公职', village_cadre: '村干部'}[o.status] AS 决定人身份, g.label AS 团伙,
       {suspected: '涉嫌', charged: '起诉', convicted: '判决', cleared: '排除'}[g.status] AS 团伙状态, d.records[..20] AS 来源
ORDER BY 成员id, 日期, d.id
LIMIT 200
