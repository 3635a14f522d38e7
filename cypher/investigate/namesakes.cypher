// 同名者：叫这个名字的有几个人，各有什么可以区分
// Namesakes: how many bear this name, and what tells them apart
//
// 参数 parameters:
//   name   完整的姓名或名称，也含曾用名、绰号 / a whole name; former names and nicknames too
//   :param {name: '王建国'}
// 列 columns: id; 名称 label; 其他名称 other names; 证件号 id_numbers; 出生 birth date; 电话 phones; 单位 units; 职务 titles;
//   住址 addresses; 身份 status; 团伙 gangs with their legal status; 关系数 number of relations
// 同名不是同一人。 A name is not an identity. 最多 100 行 rows.

WITH '"' + replace($name, '"', ' ') + '"' AS phrase
CALL db.index.fulltext.queryNodes('netinv_text', 'label:' + phrase + ' names:' + phrase, {limit: 2000}) YIELD node AS n
WHERE (n:Person OR n:Organization) AND (n.label = $name OR $name IN coalesce(n.names, []))
RETURN n.id AS id, n.label AS 名称, [name IN coalesce(n.names, []) WHERE name <> n.label] AS 其他名称,
       coalesce(n.id_numbers, n.uscc, []) AS 证件号, n.birth_date AS 出生, coalesce(n.phones, [])[..5] AS 电话,
       coalesce(n.units, [])[..5] AS 单位, coalesce(n.titles, [])[..5] AS 职务, coalesce(n.addresses, [])[..3] AS 住址,
       {official: '公职', village_cadre: '村干部'}[n.status] AS 身份,
       COLLECT { MATCH (n)-[:MEMBER_OF]->(g:Gang)
                 RETURN DISTINCT g.label + '：' +
                   coalesce({suspected: '涉嫌', charged: '起诉', convicted: '判决', cleared: '排除'}[g.status], '不明') AS gang
                 ORDER BY gang } AS 团伙,
       COUNT { (n)--() } AS 关系数
ORDER BY 关系数 DESC, id
LIMIT 100
