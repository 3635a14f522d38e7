// 团伙成员的公司中标、获批了什么，由谁审批
// Contracts, permits and subsidies of companies of gang members, and who approved them
//
// 参数 parameters:
//   gang   团伙编号 / number of the gang
//   :param {gang: 'TH0001'}
// 列 columns: 事项 award; 类型 type; 日期 date; 金额 yuan; 投标家数 bidders; 公司 company; 公司id; 成员 members behind it;
//   审批人 who approved; 审批人id; 审批单位 authority; 团伙 gang; 团伙状态 its legal status; 来源 records
// 公开招标、投标者众，是平常之事。 An open tender with several bidders is the usual thing. 最多 200 行，新的在前 rows, latest first.

MATCH (g:Gang) WHERE $gang IN g.numbers
MATCH (g)<-[:MEMBER_OF]-(m:Person)-[:HOLDS|LEGAL_REP_OF]->(c:Organization)
WITH g, c, collect(DISTINCT m) AS members
MATCH (c)-[won:WON]->(w:Award)
OPTIONAL MATCH (w)<-[ok:APPROVED]-(o:Person)
RETURN w.label AS 事项, w.type AS 类型, w.since AS 日期, w.amount_yuan AS 金额, w.bidders AS 投标家数,
       c.label AS 公司, c.id AS 公司id, COLLECT { UNWIND members AS m RETURN m.label ORDER BY m.id } AS 成员,
       o.label AS 审批人, o.id AS 审批人id, w.authority AS 审批单位, g.label AS 团伙,
       {suspected: '涉嫌', charged: '起诉', convicted: '判决', cleared: '排除'}[g.status] AS 团伙状态,
       [r IN [won, ok] WHERE r IS NOT NULL | r.records[..5]] AS 来源
ORDER BY 日期 DESC, w.id, won.id, ok.id
LIMIT 200
