// 团伙周围关系特别多的点：经过它们的“联系”几乎不说明什么
// Hubs around a gang: what has so many relations that a link through it says next to nothing
//
// 参数 parameters:
//   gang   团伙编号 / number of the gang      many   关系多于此数 / more relations than this
//   :param {gang: 'TH0001', many: 40}
// 列 columns: 点 the hub; 种类 its kind; id; 关系数 its number of relations; 成员数 members linked to it; 经由 by which relations
// 最多 100 行，最大的在前。 At most 100 rows, largest first.

MATCH (g:Gang) WHERE $gang IN g.numbers
MATCH (g)<-[:MEMBER_OF]-(m:Person)-[r]-(x)
WHERE x <> g
WITH x, count(DISTINCT m) AS members, collect(DISTINCT type(r)) AS types, COUNT { (x)--() } AS relations
WHERE relations > $many
RETURN x.label AS 点, x.kind AS 种类, x.id AS id, relations AS 关系数, members AS 成员数,
       COLLECT { UNWIND types AS t RETURN t ORDER BY t } AS 经由
ORDER BY 关系数 DESC, id
LIMIT 100
