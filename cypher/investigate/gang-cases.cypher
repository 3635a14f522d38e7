// 团伙的案件：由谁承办，结果如何
// Cases of a gang by handler and outcome
//
// 参数 parameters:
//   gang   团伙编号 / number of the gang
//   :param {gang: 'TH0001'}
// 列 columns: 承办人 handler; 承办人id; 结果 outcome; 案件数 cases; 案号 their numbers; 案由 charges; 最重情节 highest severity;
//   单位 units; 团伙 gang; 团伙状态 its legal status
// 承办多数案件只是分工，不是行为：要看的是与常例不同的结果。 Holding most cases is a desk, not an act; what counts is an
// outcome other than usual. 最多 200 行 rows.

MATCH (g:Gang) WHERE $gang IN g.numbers
MATCH (g)<-[:CASE_OF_GANG]-(c:Case)
OPTIONAL MATCH (c)<-[:HANDLER_OF]-(h:Person)
WITH g, h, c.outcome AS outcome, c ORDER BY c.id
WITH g, h, outcome, count(DISTINCT c) AS cases, collect(DISTINCT c.numbers[0]) AS numbers,
     collect(DISTINCT c.charge) AS charges, max(c.severity) AS severity, collect(DISTINCT c.unit) AS units
RETURN h.label AS 承办人, h.id AS 承办人id, outcome AS 结果, cases AS 案件数, numbers AS 案号, charges AS 案由,
       severity AS 最重情节, units AS 单位, g.label AS 团伙,
       {suspected: '涉嫌', charged: '起诉', convicted: '判决', cleared: '排除'}[g.status] AS 团伙状态
ORDER BY 案件数 DESC, 承办人id, 结果
LIMIT 200
