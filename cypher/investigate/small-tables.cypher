// 谁与团伙成员同席：人数不多的宴请、出行、赌博、会面
// Who sat at one small table with members of a gang: banquets, trips, gambling, meetings
//
// 参数 parameters:
//   gang   团伙编号 / number of the gang
//   most   参加者多于此数则不说明什么（婚宴、丧事、培训也不算）/ with more people it says nothing (nor do weddings, funerals, training)
//   :param {gang: 'TH0001', most: 8}
// 列 columns: 聚会 event; 类型 type; 日期 date; 地点 place; 人数 people; 成员 members there; 公职人员 officials there;
//   公职人员id; 付款人 who paid; 团伙 gang; 团伙状态 its legal status; 来源 records of the officials (the first 20)
// 最多 200 行，新的在前。 At most 200 rows, latest first.

MATCH (g:Gang) WHERE $gang IN g.numbers
MATCH (g)<-[:MEMBER_OF]-(m:Person)-[:ATTENDED]->(e:Event)
WHERE NOT e.type IN ['wedding', 'funeral', 'training']
WITH g, e, collect(DISTINCT m) AS members, COUNT { (e)<-[:ATTENDED]-() } AS people
WHERE people <= $most
MATCH (e)<-[a:ATTENDED]-(o:Person)
WHERE o.status IN ['official', 'village_cadre'] AND NOT o IN members
WITH g, e, members, people, o, a ORDER BY o.id
WITH g, e, members, people, collect(o.label) AS officials, collect(o.id) AS ids, collect(a.records) AS records
RETURN e.label AS 聚会, e.type AS 类型, e.since AS 日期, e.place AS 地点, people AS 人数,
       COLLECT { UNWIND members AS m RETURN m.label ORDER BY m.id } AS 成员, officials AS 公职人员, ids AS 公职人员id,
       COLLECT { MATCH (e)<-[:PAID_FOR]-(payer) RETURN payer.label ORDER BY payer.id } AS 付款人, g.label AS 团伙,
       {suspected: '涉嫌', charged: '起诉', convicted: '判决', cleared: '排除'}[g.status] AS 团伙状态,
       reduce(all = [], each IN records | all + each)[..20] AS 来源
ORDER BY 日期 DESC, e.id
LIMIT 200
