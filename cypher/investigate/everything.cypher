// 一人（或一单位、一电话……）的全部关系，逐条附来源记录
// Everything about one person (or organisation, phone …), each relation with the records behind it
//
// 参数 parameters:
//   id   由 find 取得 / from find
//   :param {id: 'P22CCYV425SGR'}
// 列 columns: 关系 relation; 方向 direction (→ from this one, ← to it); 对方 the other; 对方种类 its kind; 对方id its id;
//   团伙状态 legal status if it is a gang; 作用 role; 起 since; 止 until; 次数 count; 金额 amount in yuan;
//   可信度 confidence; 来源 records (the first 20, table:record_id)
// 最多 1000 行。 At most 1000 rows.

MATCH (n:Entity {id: $id})-[r]-(other)
RETURN type(r) AS 关系, CASE WHEN startNode(r) = n THEN '→' ELSE '←' END AS 方向,
       other.label AS 对方, other.kind AS 对方种类, other.id AS 对方id,
       CASE WHEN other:Gang
            THEN {suspected: '涉嫌', charged: '起诉', convicted: '判决', cleared: '排除'}[other.status] END AS 团伙状态,
       r.role AS 作用, r.since AS 起, r.until AS 止, r.count AS 次数, r.amount_yuan AS 金额,
       r.confidence AS 可信度, r.records[..20] AS 来源
ORDER BY 关系, 起, r.id
LIMIT 1000
