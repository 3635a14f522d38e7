// 谁过问过团伙及其成员的案件，或举报其成员的线索
// Who intervened in cases of a gang or its members, or in leads that report its members
//
// 参数 parameters:
//   gang   团伙编号 / number of the gang
//   :param {gang: 'TH0001'}
// 列 columns: 过问人 who; 过问人id; 身份 status; 方式 manner; 日期 when; 对象 case or lead; 对象种类 its kind;
//   承办人 handlers of it; 团伙 gang; 团伙状态 its legal status; 来源 records
// 依规登记的过问也可能是职责所在。 A registered intervention may be duty. 最多 200 行，新的在前 rows, latest first.

MATCH (g:Gang) WHERE $gang IN g.numbers
CALL (g) {
  MATCH (g)<-[:CASE_OF_GANG]-(x:Case) RETURN x
  UNION
  MATCH (g)<-[:MEMBER_OF]-(:Person)-[:SUSPECT_OF]->(x:Case) RETURN x
  UNION
  MATCH (g)<-[:MEMBER_OF]-(:Person)-[:REPORTED_IN]->(x:Lead) RETURN x
}
MATCH (x)<-[i:INTERVENED_IN]-(o:Person)
RETURN o.label AS 过问人, o.id AS 过问人id, {official: '公职', village_cadre: '村干部'}[o.status] AS 身份,
       i.role AS 方式, i.since AS 日期, x.numbers[0] AS 对象, x.kind AS 对象种类,
       COLLECT { MATCH (x)<-[:HANDLER_OF|HANDLED_LEAD]-(h) RETURN DISTINCT h.label AS name ORDER BY name } AS 承办人,
       g.label AS 团伙, {suspected: '涉嫌', charged: '起诉', convicted: '判决', cleared: '排除'}[g.status] AS 团伙状态,
       i.records[..20] AS 来源
ORDER BY 日期 DESC, i.id
LIMIT 200
