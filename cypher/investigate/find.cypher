// 按姓名、名称、号码找人员、单位、团伙、案件、电话……，取得其他查询所需的 id
// Find people, organisations, gangs, cases, phones … by name or number; the other questions want their ids
//
// 参数 parameters:
//   text   两个字以上的姓名或名称（可只写一部分），或整个号码 / part of a name, two characters or more; or a whole number
//   :param {text: '王建国'}
// 列 columns: id; 种类 kind; 名称 label; 身份 status of a person, legal status of a gang; 号码 numbers; 单位 units;
//   关系数 number of relations
// 最多 50 行，同名在前。 At most 50 rows, equal names first.

WITH '"' + replace($text, '"', ' ') + '"' AS phrase
CALL (phrase) {
  CALL db.index.fulltext.queryNodes('netinv_text', 'label:' + phrase + ' names:' + phrase, {limit: 1000}) YIELD node AS n
  RETURN n
  UNION
  WITH phrase WHERE $text =~ '.*[0-9].*'
  CALL db.index.fulltext.queryNodes('netinv_search', toLower(phrase), {limit: 1000}) YIELD node AS n
  RETURN n
}
WITH n, n.label = $text OR $text IN coalesce(n.names, []) AS equal
ORDER BY equal DESC, n.label, n.id
LIMIT 50
RETURN n.id AS id, n.kind AS 种类, n.label AS 名称,
       CASE WHEN n:Gang THEN {suspected: '涉嫌', charged: '起诉', convicted: '判决', cleared: '排除'}[n.status]
            ELSE {official: '公职', village_cadre: '村干部'}[n.status] END AS 身份,
       coalesce(n.id_numbers, n.uscc, n.numbers, []) AS 号码, coalesce(n.units, []) AS 单位,
       COUNT { (n)--() } AS 关系数
