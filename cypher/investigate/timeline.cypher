// 一名公职人员与一个团伙之间有日期的一切，按时间排列
// Everything dated between one official and one gang, in the order of time
//
// 参数 parameters:
//   official   由 find 取得 / id, from find      gang   团伙编号 / number of the gang
//   :param {official: 'P22CCYV425SGR', gang: 'TH0001'}
// 列 columns: 日期 date; 止 until; 事 what (relation type); 对方 with whom or what; 对方id; 经由 through whom (a member of the gang);
//   团伙 gang; 团伙状态 its legal status; 来源 records (the first 5)
// 含直接往来、同席、其承办审批的案件、参与的行动、审批的事项。 Direct dealings, shared tables, cases handled, raids known of,
// awards approved. 最多 500 行 rows.

MATCH (o:Entity:Person {id: $official})
MATCH (g:Gang) WHERE $gang IN g.numbers
CALL (o, g) {
  MATCH (g)<-[:MEMBER_OF]-(m:Person)-[r]-(o) RETURN r, m AS other, null AS member
  UNION
  MATCH (o)-[r:ATTENDED|PAID_FOR]->(other:Event)<-[:ATTENDED|PAID_FOR]-(m:Person)-[:MEMBER_OF]->(g) WHERE m <> o
  RETURN r, other, m AS member
  UNION
  MATCH (o)-[r:HANDLER_OF|APPROVER_OF|PROSECUTOR_OF|JUDGE_OF|COUNSEL_OF|INTERVENED_IN]->(other:Case)-[:CASE_OF_GANG]->(g)
  RETURN r, other, null AS member
  UNION
  MATCH (o)-[r:PLANNED|INFORMED_OF|EXECUTED|JOINED_OPERATION]->(other:Operation)-[:OPERATION_AGAINST]->(g)
  RETURN r, other, null AS member
  UNION
  MATCH (o)-[r:APPROVED]->(other:Award)<-[:WON]-(:Organization)<-[:HOLDS|LEGAL_REP_OF]-(m:Person)-[:MEMBER_OF]->(g)
  RETURN r, other, m AS member
}
WITH g, r, other, member WHERE r.since IS NOT NULL
RETURN r.since AS 日期, r.until AS 止, type(r) AS 事, other.label AS 对方, other.id AS 对方id, member.label AS 经由, g.label AS 团伙,
       {suspected: '涉嫌', charged: '起诉', convicted: '判决', cleared: '排除'}[g.status] AS 团伙状态, r.records[..5] AS 来源
ORDER BY 日期, 止, r.id, member.id
LIMIT 500
