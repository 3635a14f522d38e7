// 转回被举报人自己单位经办的线索
// Leads handled by somebody of the accused official's own unit
//
// 参数 parameters:
//   from, to   接收日期的起止（含起不含止）/ received from (included) to (not included)
//   :param {from: '2023', to: '2025'}
// 列 columns: 线索 lead; 接收 received; 公职人员 the official named; 公职人员id; 单位 the unit of both; 单位id;
//   经办人 handler; 经办人id; 环节 step; 经办日期 when; 来源 records
// 两人须在经办当日都任职于该单位，起止不明的视为可能。 Both held posts there that day; unknown dates count as possible.
// 最多 200 行，新的在前。 At most 200 rows, latest first.

MATCH (l:Lead) WHERE $from <= l.since < $to
MATCH (l)<-[a:OFFICIAL_IN|REPORTED_IN]-(o:Person) WHERE o.status IN ['official', 'village_cadre']
MATCH (l)<-[h:HANDLED_LEAD]-(x:Person) WHERE x <> o
MATCH (o)-[p:WORKS_AT]->(u:Organization)<-[q:WORKS_AT]-(x)
WHERE all(post IN [p, q] WHERE coalesce(post.since, '') <= h.since AND coalesce(post.until, '9999') >= h.since)
RETURN l.label AS 线索, l.since AS 接收, o.label AS 公职人员, o.id AS 公职人员id, u.label AS 单位, u.id AS 单位id,
       x.label AS 经办人, x.id AS 经办人id, h.role AS 环节, h.since AS 经办日期,
       [r IN [a, h, p, q] | r.records[..5]] AS 来源
ORDER BY 接收 DESC, l.id, 公职人员id, h.id, p.id, q.id, a.id
LIMIT 200
