// 两人共同的联系人、电话、案件、聚会、公司……，关系少的（更说明问题的）在前
// What two people have in common (people, phones, cases, events, companies …), what is shared by few first
//
// 参数 parameters:
//   a, b   由 find 取得 / from find
//   :param {a: 'P22CCYV425SGR', b: 'P23RVZOKMGSEZ'}
// 列 columns: 共同点 what they share; 种类 its kind; 共同点id; 团伙状态 legal status if it is a gang; 关系数 its number of
//   relations: the more, the less it says; 与a the relations of a with it; 与b those of b; 来源 records (the first 20)
// 最多 200 行。 At most 200 rows.

MATCH (a:Entity {id: $a})-[r]-(x)
WITH a, x, collect(DISTINCT type(r)) AS with_a, collect(r.records) AS left
MATCH (x)-[r]-(b:Entity {id: $b}) WHERE x <> a AND x <> b
WITH x, with_a, left, collect(DISTINCT type(r)) AS with_b, collect(r.records) AS right
RETURN x.label AS 共同点, x.kind AS 种类, x.id AS 共同点id,
       CASE WHEN x:Gang THEN {suspected: '涉嫌', charged: '起诉', convicted: '判决', cleared: '排除'}[x.status] END AS 团伙状态,
       COUNT { (x)--() } AS 关系数, COLLECT { UNWIND with_a AS t RETURN t ORDER BY t } AS 与a,
       COLLECT { UNWIND with_b AS t RETURN t ORDER BY t } AS 与b,
       COLLECT { UNWIND left + right AS some UNWIND some AS record RETURN DISTINCT record ORDER BY record LIMIT 20 } AS 来源
ORDER BY 关系数, 共同点id
LIMIT 200
