"""The investigators' questions answered once more, in SQL over the embedded store's own tables.

Nothing here is shared with `cypher/investigate`: where both give the same rows, both are right or wrong alike.
`PARAMETERS` finds, in whatever graph it is given, what to ask; `ANSWERS` says the rows, by the same column names
(a column of several values as JSON). `paths` is answered over the exported arrays instead.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from netinv.graph.embedded import EmbeddedStore
from netinv.graph.protocol import Node, Relation

Row = dict[str, Any]

_SETUP = """
CREATE TEMP VIEW node AS SELECT * FROM graph_node;
CREATE TEMP VIEW relation AS SELECT * FROM graph_relation;
CREATE TEMP TABLE degree AS
  SELECT id, count(*) AS n FROM (SELECT source AS id FROM relation UNION ALL SELECT target FROM relation) GROUP BY id;
CREATE UNIQUE INDEX temp.degree_id ON degree (id);
CREATE TEMP TABLE link AS
  SELECT id, kind, source AS me, target AS other, since, until, records, props, 1 AS outward FROM relation
  UNION ALL SELECT id, kind, target, source, since, until, records, props, 0 FROM relation;
CREATE INDEX temp.link_me ON link (me, kind);
CREATE TEMP TABLE person AS
  SELECT id, label, CASE props ->> '$.status' WHEN 'official' THEN '公职' WHEN 'village_cadre' THEN '村干部' END AS status
  FROM node WHERE kind = 'person';
CREATE UNIQUE INDEX temp.person_id ON person (id);
CREATE TEMP TABLE gang AS
  SELECT g.id, g.label, each.value AS number, CASE g.props ->> '$.status' WHEN 'suspected' THEN '涉嫌'
    WHEN 'charged' THEN '起诉' WHEN 'convicted' THEN '判决' WHEN 'cleared' THEN '排除' END AS status
  FROM node g, json_each(g.props, '$.numbers') each WHERE g.kind = 'gang';
CREATE TEMP TABLE member AS
  SELECT DISTINCT g.id AS g, g.number AS gang, g.label AS 团伙, g.status AS 团伙状态, p.id, p.label
  FROM gang g JOIN relation r ON r.kind = 'member_of' AND r.target = g.id JOIN person p ON p.id = r.source;
CREATE TEMP TABLE near AS
  SELECT id AS x, id AS o, label, NULL AS role, NULL AS records FROM person WHERE status IS NOT NULL
  UNION ALL SELECT k.other, p.id, p.label, k.props ->> '$.role', k.records
  FROM person p JOIN link k ON k.me = p.id AND k.kind = 'kin' WHERE p.status IS NOT NULL;
CREATE INDEX temp.near_x ON near (x);
CREATE TEMP TABLE side AS
  SELECT *, id AS s FROM member UNION ALL
  SELECT DISTINCT m.*, h.target FROM member m JOIN relation h ON h.source = m.id AND h.kind IN ('holds', 'legal_rep_of')
  JOIN node n ON n.id = h.target AND n.kind = 'organization';
"""

_USES = "('uses_phone', 'uses_account', 'located_at', 'owns', 'uses_asset')"
_DEALINGS = "('called', 'paid', 'associate', 'business', 'cohabitant')"
_PERSONAL = (
    "('kin', 'classmate', 'comrade', 'colleague', 'associate', 'neighbour', 'cohabitant', 'business', 'online', "
    "'co_offender', 'called', 'paid', 'holds', 'legal_rep_of', 'uses_phone', 'uses_account', 'located_at', "
    "'attended', 'paid_for', 'owns', 'uses_asset')"
)
_NUMBERS = "'$.numbers', '$.id_numbers', '$.uscc', '$.phones', '$.accounts'"
_HOLDING = "coalesce({0}.props ->> '$.role', 'legal_rep') || coalesce(' ' || ({0}.props ->> '$.share_pct') || '%', '')"

PARAMETERS: Mapping[str, str] = {
    "find": """SELECT text FROM (SELECT label AS text FROM person WHERE length(label) BETWEEN 2 AND 3
               GROUP BY label ORDER BY count(*) DESC, label LIMIT 3) UNION ALL SELECT number FROM (SELECT number FROM gang LIMIT 1)
               UNION ALL SELECT label FROM (SELECT label FROM node WHERE kind = 'phone' ORDER BY id LIMIT 1)""",
    "everything": "SELECT id FROM member ORDER BY id LIMIT 3",
    "gang-and-unit": """SELECT g.number AS gang, w.target AS unit, y.value AS year, 40 AS hub, 3 AS calls
               FROM gang g, json_each('[2023, 2024]') y, (SELECT r.target FROM relation r JOIN person p ON p.id = r.source
                 WHERE r.kind = 'works_at' AND p.status IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 3) w""",
    "leads-routed-home": "SELECT '2020' AS \"from\", '2030' AS \"to\" UNION ALL SELECT '2024-02', '2024-06'",
    "paths": """SELECT m.id AS a, p.id AS b, 40 AS hub FROM (SELECT id FROM member ORDER BY id LIMIT 2) m,
               (SELECT id FROM person WHERE status IS NOT NULL ORDER BY id LIMIT 3) p""",
    "common": """SELECT DISTINCT x.me AS a, y.other AS b FROM member m JOIN link x ON x.me = m.id AND x.kind = 'suspect_of'
               JOIN link y ON y.me = x.other AND y.kind IN ('handler_of', 'suspect_of') AND y.other <> x.me
               ORDER BY 1, 2 LIMIT 6""",
    "namesakes": """SELECT label AS name FROM person WHERE length(label) BETWEEN 2 AND 3
               GROUP BY label HAVING count(*) > 1 ORDER BY count(*) DESC, label LIMIT 3""",
    "timeline": """SELECT o.id AS official, o.gang FROM (SELECT DISTINCT p.id, m.gang FROM member m
                 JOIN link l ON l.me = m.id AND l.kind IN ('called', 'paid') JOIN person p ON p.id = l.other
                 WHERE p.status IS NOT NULL) o ORDER BY o.id, o.gang LIMIT 8""",
    "": """SELECT number AS gang, 8 AS most, 1000 AS least, 3 AS days, 60 AS hub, 40 AS many, 3 AS calls
           FROM gang ORDER BY number""",
}

ANSWERS: Mapping[str, str] = {
    "find": f"""
SELECT n.id, n.kind AS 种类, n.label AS 名称, coalesce(g.status, p.status) AS 身份,
       coalesce(n.props -> '$.id_numbers', n.props -> '$.uscc', n.props -> '$.numbers', '[]') AS 号码,
       coalesce(n.props -> '$.units', '[]') AS 单位, coalesce(d.n, 0) AS 关系数
FROM node n LEFT JOIN degree d ON d.id = n.id LEFT JOIN person p ON p.id = n.id
LEFT JOIN (SELECT DISTINCT id, status FROM gang) g ON g.id = n.id
WHERE instr(n.label, :text) OR EXISTS (SELECT 1 FROM json_tree(n.props) t WHERE t.type = 'text'
  AND (t.path = '$.names' AND instr(t.value, :text) OR t.path IN ({_NUMBERS}) AND lower(t.value) = lower(:text)))""",
    "everything": """
SELECT upper(r.kind) AS 关系, CASE outward WHEN 1 THEN '→' ELSE '←' END AS 方向, n.label AS 对方, n.kind AS 对方种类,
       n.id AS 对方id, g.status AS 团伙状态, r.props ->> '$.role' AS 作用, r.since AS 起, r.until AS 止,
       r.props ->> '$.count' AS 次数, r.props ->> '$.amount_yuan' AS 金额, rec(r.records, 20) AS 来源
FROM link r JOIN node n ON n.id = r.other LEFT JOIN (SELECT DISTINCT id, status FROM gang) g ON g.id = n.id
WHERE r.me = :id""",
    "gang-and-unit": f"""
WITH staff AS (SELECT p.id, p.label, max(w.props ->> '$.title') AS title FROM relation w JOIN person p ON p.id = w.source
  WHERE w.kind = 'works_at' AND w.target = :unit AND coalesce(w.since, '') < CAST(:year + 1 AS TEXT)
    AND coalesce(w.until, '9999') >= CAST(:year AS TEXT) GROUP BY p.id),
l AS (SELECT *, upper(kind) AS type FROM link WHERE kind IN {_PERSONAL} AND coalesce(since, '') < CAST(:year + 1 AS TEXT)
  AND coalesce(until, since, '9999') >= CAST(:year AS TEXT) AND (kind <> 'called' OR props ->> '$.count' >= :calls))
SELECT s.label AS 人员, s.id AS 人员id, s.title AS 职务, s.label || ' —' || l.type || '— ' || m.label AS 路径,
       m.label AS 成员, m.id AS 成员id, m.团伙, m.团伙状态, json_array(json(rec(l.records, 5))) AS 来源
FROM staff s JOIN l ON l.me = s.id JOIN member m ON m.id = l.other WHERE m.gang = :gang AND m.id <> s.id
UNION ALL
SELECT s.label, s.id, s.title, s.label || ' —' || l.type || '— ' || n.label || ' —' || k.type || '— ' || m.label,
       m.label, m.id, m.团伙, m.团伙状态, json_array(json(rec(l.records, 5)), json(rec(k.records, 5)))
FROM staff s JOIN l ON l.me = s.id JOIN node n ON n.id = l.other JOIN degree d ON d.id = n.id AND d.n <= :hub
JOIN l k ON k.me = n.id AND k.id <> l.id JOIN member m ON m.id = k.other WHERE m.gang = :gang AND m.id <> s.id""",
    "shared-things": f"""
WITH sharers AS (SELECT target AS id, count(*) AS n FROM relation WHERE kind IN {_USES} GROUP BY 1)
SELECT t.label AS 共用物, t.kind AS 种类, s.n AS 共用人数, m.label AS 成员, m.id AS 成员id, x.label AS 共用者,
       x.id AS 共用者id, near.label AS 公职人员, near.o AS 公职人员id, near.role AS 亲属, m.团伙, m.团伙状态,
       lists(rec(a.records, 5), rec(b.records, 5), rec(near.records, 5)) AS 来源
FROM member m JOIN relation a ON a.source = m.id AND a.kind IN {_USES} JOIN node t ON t.id = a.target
JOIN sharers s ON s.id = t.id JOIN relation b ON b.target = t.id AND b.kind IN {_USES} JOIN person x ON x.id = b.source
JOIN near ON near.x = x.id
WHERE m.gang = :gang AND s.n <= :most AND x.id NOT IN (SELECT id FROM member o WHERE o.g = m.g)""",
    "money": """
SELECT payer.label AS 付款方, payer.id AS 付款方id, m.label AS 成员, x.label AS 收款方, x.id AS 收款方id,
       near.label AS 公职人员, near.o AS 公职人员id, near.role AS 亲属, p.props ->> '$.amount_yuan' AS 金额,
       p.props ->> '$.count' AS 笔数, p.since AS 起, p.until AS 止, m.团伙, m.团伙状态, rec(p.records, 20) AS 来源
FROM side m JOIN node payer ON payer.id = m.s JOIN relation p ON p.kind = 'paid' AND p.source = m.s
JOIN person x ON x.id = p.target JOIN near ON near.x = x.id
WHERE m.gang = :gang AND p.props ->> '$.amount_yuan' >= :least AND x.id NOT IN (SELECT id FROM member o WHERE o.g = m.g)""",
    "small-tables": """
WITH there AS (SELECT a.target AS e, a.source AS id, a.records FROM relation a WHERE a.kind = 'attended'),
inside AS (SELECT DISTINCT t.e, m.g, m.gang, m.团伙, m.团伙状态, m.id, m.label FROM there t JOIN member m ON m.id = t.id)
SELECT e.label AS 聚会, e.props ->> '$.type' AS 类型, e.props ->> '$.since' AS 日期, e.props ->> '$.place' AS 地点,
       (SELECT count(*) FROM there t WHERE t.e = e.id) AS 人数,
       (SELECT json_group_array(i.label) FROM inside i WHERE i.e = e.id AND i.gang = :gang) AS 成员,
       json_group_array(p.label) AS 公职人员, json_group_array(p.id) AS 公职人员id,
       (SELECT json_group_array(y.label) FROM relation f JOIN node y ON y.id = f.source
        WHERE f.kind = 'paid_for' AND f.target = e.id) AS 付款人, g.label AS 团伙, g.status AS 团伙状态
FROM gang g JOIN node e ON e.kind = 'event' JOIN there t ON t.e = e.id JOIN person p ON p.id = t.id
WHERE g.number = :gang AND p.status IS NOT NULL AND e.props ->> '$.type' NOT IN ('wedding', 'funeral', 'training')
  AND e.id IN (SELECT i.e FROM inside i WHERE i.gang = :gang)
  AND p.id NOT IN (SELECT i.id FROM inside i WHERE i.e = e.id AND i.gang = :gang)
GROUP BY e.id HAVING 人数 <= :most""",
    "calls-before-raid": """
SELECT op.label AS 行动, op.props ->> '$.since' AS 日期, op.props ->> '$.result' AS 结果, o.label AS 人员, o.id AS 人员id,
       upper(k.kind) AS 知情方式, m.label AS 成员, m.id AS 成员id,
       CASE WHEN c.since >= date(op.props ->> '$.since', '-' || :days || ' days') OR c.until <= op.props ->> '$.since'
            THEN '确定 certain' ELSE '可能 possible' END AS 把握,
       c.since AS 通话起, c.until AS 通话止, c.props ->> '$.count' AS 次数, m.团伙, m.团伙状态, rec(c.records, 20) AS 来源
FROM member m JOIN relation a ON a.kind = 'operation_against' AND a.target = m.g JOIN node op ON op.id = a.source
JOIN relation k ON k.target = op.id AND k.kind IN ('planned', 'informed_of', 'executed', 'joined_operation')
JOIN person o ON o.id = k.source JOIN link c ON c.me = o.id AND c.other = m.id AND c.kind = 'called'
WHERE m.gang = :gang AND length(op.props ->> '$.since') = 10 AND c.since <= op.props ->> '$.since'
  AND c.until >= date(op.props ->> '$.since', '-' || :days || ' days')""",
    "shared-companies": f"""
SELECT c.label AS 公司, c.id AS 公司id, m.label AS 成员, m.id AS 成员id, {_HOLDING.format("a")} AS 成员身份,
       x.label AS 持有人, x.id AS 持有人id, {_HOLDING.format("b")} AS 持有人身份, near.label AS 公职人员,
       near.o AS 公职人员id, near.role AS 亲属, m.团伙, m.团伙状态,
       lists(rec(a.records, 5), rec(b.records, 5), rec(near.records, 5)) AS 来源
FROM member m JOIN relation a ON a.source = m.id AND a.kind IN ('holds', 'legal_rep_of') JOIN node c ON c.id = a.target
JOIN relation b ON b.target = c.id AND b.kind IN ('holds', 'legal_rep_of') JOIN person x ON x.id = b.source
JOIN near ON near.x = x.id WHERE m.gang = :gang AND x.id NOT IN (SELECT id FROM member o WHERE o.g = m.g)""",
    "leads-routed-home": """
SELECT l.label AS 线索, l.props ->> '$.since' AS 接收, o.label AS 公职人员, o.id AS 公职人员id, u.label AS 单位, u.id AS 单位id,
       x.label AS 经办人, x.id AS 经办人id, h.props ->> '$.role' AS 环节, h.since AS 经办日期,
       lists(rec(a.records, 5), rec(h.records, 5), rec(p.records, 5), rec(q.records, 5)) AS 来源
FROM node l JOIN relation a ON a.target = l.id AND a.kind IN ('official_in', 'reported_in') JOIN person o ON o.id = a.source
JOIN relation h ON h.target = l.id AND h.kind = 'handled_lead' JOIN person x ON x.id = h.source
JOIN relation p ON p.source = o.id AND p.kind = 'works_at' JOIN relation q ON q.source = x.id AND q.kind = 'works_at'
  AND q.target = p.target JOIN node u ON u.id = p.target
WHERE l.kind = 'lead' AND l.props ->> '$.since' >= :from AND l.props ->> '$.since' < :to AND o.status IS NOT NULL
  AND x.id <> o.id AND coalesce(p.since, '') <= h.since AND coalesce(p.until, '9999') >= h.since
  AND coalesce(q.since, '') <= h.since AND coalesce(q.until, '9999') >= h.since""",
    "common": """
SELECT n.label AS 共同点, n.kind AS 种类, n.id AS 共同点id, g.status AS 团伙状态, d.n AS 关系数,
       (SELECT json_group_array(DISTINCT upper(l.kind)) FROM link l WHERE l.me = :a AND l.other = n.id) AS 与a,
       (SELECT json_group_array(DISTINCT upper(l.kind)) FROM link l WHERE l.me = :b AND l.other = n.id) AS 与b
FROM node n JOIN degree d ON d.id = n.id LEFT JOIN (SELECT DISTINCT id, status FROM gang) g ON g.id = n.id
WHERE n.id IN (SELECT other FROM link WHERE me = :a) AND n.id IN (SELECT other FROM link WHERE me = :b)
  AND n.id NOT IN (:a, :b)""",
    "brokers": f"""
WITH deal AS (SELECT * FROM link WHERE kind IN {_DEALINGS} AND (kind <> 'called' OR props ->> '$.count' >= :calls)),
inward AS (SELECT d.me AS x, m.id, m.label, d.kind FROM deal d JOIN member m ON m.id = d.other AND m.gang = :gang),
outward AS (SELECT d.me AS x, p.id, p.label, d.kind FROM deal d JOIN person p ON p.id = d.other AND p.status IS NOT NULL
  WHERE NOT EXISTS (SELECT 1 FROM inward i WHERE i.x = d.me AND i.id = p.id))
SELECT x.label AS 居间人, x.id AS 居间人id, (SELECT count(DISTINCT id) FROM inward i WHERE i.x = x.id) AS 成员数,
       (SELECT json_group_array(label) FROM (SELECT DISTINCT id, label FROM inward i WHERE i.x = x.id)) AS 成员,
       (SELECT count(DISTINCT id) FROM outward i WHERE i.x = x.id) AS 公职人数, d.n AS 关系数,
       (SELECT json_group_array(DISTINCT upper(kind)) FROM
         (SELECT kind FROM inward i WHERE i.x = x.id UNION SELECT kind FROM outward i WHERE i.x = x.id)) AS 往来,
       g.label AS 团伙, g.status AS 团伙状态
FROM gang g, person x JOIN degree d ON d.id = x.id
WHERE g.number = :gang AND x.status IS NULL AND d.n <= :hub AND x.id NOT IN (SELECT id FROM member)
  AND x.id IN (SELECT i.x FROM inward i) AND x.id IN (SELECT i.x FROM outward i)""",
    "gang-cases": """
WITH c AS (SELECT DISTINCT n.id, n.props, h.source AS handler FROM gang g JOIN relation r ON r.kind = 'case_of_gang'
  AND r.target = g.id JOIN node n ON n.id = r.source LEFT JOIN relation h ON h.kind = 'handler_of' AND h.target = n.id
  WHERE g.number = :gang)
SELECT p.label AS 承办人, p.id AS 承办人id, c.props ->> '$.outcome' AS 结果, count(*) AS 案件数,
       json_group_array(c.props ->> '$.numbers[0]') AS 案号, max(c.props ->> '$.severity') AS 最重情节,
       g.label AS 团伙, g.status AS 团伙状态
FROM gang g, c LEFT JOIN person p ON p.id = c.handler WHERE g.number = :gang GROUP BY p.id, 结果""",
    "hubs": """
SELECT n.label AS 点, n.kind AS 种类, n.id, d.n AS 关系数, count(DISTINCT m.id) AS 成员数,
       json_group_array(DISTINCT upper(l.kind)) AS 经由
FROM member m JOIN link l ON l.me = m.id JOIN node n ON n.id = l.other JOIN degree d ON d.id = n.id
WHERE m.gang = :gang AND n.id <> m.g AND d.n > :many GROUP BY n.id""",
    "namesakes": """
SELECT n.id, n.label AS 名称, coalesce(n.props -> '$.id_numbers', n.props -> '$.uscc', '[]') AS 证件号,
       n.props ->> '$.birth_date' AS 出生, p.status AS 身份, coalesce(d.n, 0) AS 关系数,
       (SELECT json_group_array(gang) FROM (SELECT DISTINCT 团伙 || '：' || coalesce(团伙状态, '不明') AS gang
        FROM member m WHERE m.id = n.id)) AS 团伙
FROM node n LEFT JOIN person p ON p.id = n.id LEFT JOIN degree d ON d.id = n.id
WHERE n.kind IN ('person', 'organization')
  AND (n.label = :name OR :name IN (SELECT value FROM json_each(n.props, '$.names')))""",
    "awards": """
SELECT w.label AS 事项, w.props ->> '$.type' AS 类型, w.props ->> '$.since' AS 日期, w.props ->> '$.amount_yuan' AS 金额,
       w.props ->> '$.bidders' AS 投标家数, c.label AS 公司, c.id AS 公司id, json_group_array(m.label) AS 成员,
       o.label AS 审批人, o.id AS 审批人id, w.props ->> '$.authority' AS 审批单位, m.团伙, m.团伙状态,
       lists(rec(won.records, 5), rec(ok.records, 5), NULL) AS 来源
FROM side m JOIN node c ON c.id = m.s AND c.kind = 'organization' JOIN relation won ON won.kind = 'won' AND won.source = c.id
JOIN node w ON w.id = won.target LEFT JOIN relation ok ON ok.kind = 'approved' AND ok.target = w.id
LEFT JOIN person o ON o.id = ok.source WHERE m.gang = :gang GROUP BY won.id, ok.id""",
    "interventions": """
WITH x AS (SELECT r.source AS id FROM gang g JOIN relation r ON r.kind = 'case_of_gang' AND r.target = g.id
  WHERE g.number = :gang UNION SELECT r.target FROM member m JOIN relation r ON r.source = m.id
  AND r.kind IN ('suspect_of', 'reported_in') WHERE m.gang = :gang)
SELECT o.label AS 过问人, o.id AS 过问人id, o.status AS 身份, i.props ->> '$.role' AS 方式, i.since AS 日期,
       n.props ->> '$.numbers[0]' AS 对象, n.kind AS 对象种类, g.label AS 团伙, g.status AS 团伙状态,
       (SELECT json_group_array(DISTINCT h.label) FROM relation r JOIN person h ON h.id = r.source
        WHERE r.target = n.id AND r.kind IN ('handler_of', 'handled_lead')) AS 承办人, rec(i.records, 20) AS 来源
FROM gang g, x JOIN node n ON n.id = x.id JOIN relation i ON i.kind = 'intervened_in' AND i.target = n.id
JOIN person o ON o.id = i.source WHERE g.number = :gang""",
    "assets-used": """
SELECT DISTINCT s.label AS 财产, s.props ->> '$.type' AS 种类,
       CASE r.kind WHEN 'owns' THEN y.label ELSE x.label END AS 登记人, CASE r.kind WHEN 'owns' THEN y.id ELSE x.id END AS 登记人id,
       CASE r.kind WHEN 'owns' THEN x.label ELSE y.label END AS 使用人, CASE r.kind WHEN 'owns' THEN x.id ELSE y.id END AS 使用人id,
       CASE r.kind WHEN 'owns' THEN '登记人 owner' ELSE '使用人 user' END AS 团伙一方, near.label AS 公职人员,
       near.o AS 公职人员id, near.role AS 亲属, s.props ->> '$.price_yuan' AS 价格, s.props ->> '$.market_price_yuan' AS 市价,
       CASE r.kind WHEN 'owns' THEN q.since ELSE r.since END AS 起, CASE r.kind WHEN 'owns' THEN q.until ELSE r.until END AS 止,
       m.团伙, m.团伙状态, lists(rec(r.records, 5), rec(q.records, 5), rec(near.records, 5)) AS 来源
FROM side m JOIN node y ON y.id = m.s JOIN relation r ON r.source = m.s AND r.kind IN ('owns', 'uses_asset')
JOIN node s ON s.id = r.target JOIN relation q ON q.target = s.id AND q.kind IN ('owns', 'uses_asset') AND q.kind <> r.kind
JOIN person x ON x.id = q.source JOIN near ON near.x = x.id
WHERE m.gang = :gang AND x.id NOT IN (SELECT id FROM member o WHERE o.g = m.g)""",
    "measures": """
SELECT m.label AS 成员, m.id AS 成员id, d.props ->> '$.role' AS 措施, d.since AS 日期, d.until AS 末次, o.label AS 决定人,
       o.id AS 决定人id, o.status AS 决定人身份, m.团伙, m.团伙状态, rec(d.records, 20) AS 来源
FROM member m JOIN relation d ON d.kind = 'decided_measure' AND d.target = m.id JOIN person o ON o.id = d.source
WHERE m.gang = :gang""",
    "timeline": """
WITH m AS (SELECT * FROM member WHERE gang = :gang), found AS (
  SELECT l.id, m.id AS other, NULL AS via FROM m JOIN link l ON l.me = m.id AND l.other = :official
  UNION SELECT r.id, r.target, m.id FROM relation r JOIN relation s ON s.target = r.target AND s.kind IN ('attended', 'paid_for')
    JOIN m ON m.id = s.source WHERE r.source = :official AND r.kind IN ('attended', 'paid_for') AND m.id <> :official
  UNION SELECT r.id, r.target, NULL FROM relation r JOIN relation c ON c.kind = 'case_of_gang' AND c.source = r.target
    JOIN gang g ON g.id = c.target AND g.number = :gang WHERE r.source = :official AND r.kind IN ('handler_of', 'approver_of',
    'prosecutor_of', 'judge_of', 'counsel_of', 'intervened_in')
  UNION SELECT r.id, r.target, NULL FROM relation r JOIN relation c ON c.kind = 'operation_against' AND c.source = r.target
    JOIN gang g ON g.id = c.target AND g.number = :gang
    WHERE r.source = :official AND r.kind IN ('planned', 'informed_of', 'executed', 'joined_operation')
  UNION SELECT r.id, r.target, s.id FROM relation r JOIN relation w ON w.kind = 'won' AND w.target = r.target
    JOIN side s ON s.s = w.source AND s.gang = :gang WHERE r.source = :official AND r.kind = 'approved')
SELECT r.since AS 日期, r.until AS 止, upper(r.kind) AS 事, n.label AS 对方, n.id AS 对方id, v.label AS 经由,
       g.label AS 团伙, g.status AS 团伙状态, rec(r.records, 5) AS 来源
FROM gang g, found f JOIN relation r ON r.id = f.id JOIN node n ON n.id = f.other LEFT JOIN person v ON v.id = f.via
WHERE g.number = :gang AND r.since IS NOT NULL""",
}


class Reference:
    """The embedded store of a workspace, asked in SQL and over its relations."""

    def __init__(self, graph: Path) -> None:
        self._store = EmbeddedStore(graph)
        self._connection = sqlite3.connect(f"file:{graph}?mode=ro", uri=True)
        self._connection.row_factory = sqlite3.Row
        self._connection.create_function("rec", 2, _first_records, deterministic=True)
        self._connection.create_function("lists", -1, _lists, deterministic=True)
        self._connection.executescript(_SETUP)

    def close(self) -> None:
        self._connection.close()
        self._store.close()

    def everything(self) -> tuple[list[Node], list[Relation]]:
        """All nodes and relations, to be put into another store."""
        ids = [row["id"] for row in self._connection.execute("SELECT id FROM node")]
        return list(self._store.get(ids).values()), self._store.relations(ids, inner=True)

    def parameters(self, question: str) -> list[Row]:
        """What to ask of this graph."""
        return [dict(row) for row in self._connection.execute(PARAMETERS.get(question, PARAMETERS[""]))]

    def answer(self, question: str, parameters: Mapping[str, Any]) -> list[Row]:
        """The rows, in no particular order."""
        if question == "paths":
            return list(self._paths(parameters["a"], parameters["b"], parameters["hub"]))
        rows = self._connection.execute(ANSWERS[question], parameters)
        return [{name: _value(row[name]) for name in row.keys()} for row in rows]  # noqa: SIM118

    def _paths(self, a: str, b: str, hub: int) -> Iterator[Row]:
        """All shortest ways, breadth first, the first twenty by the ids of their relations."""
        links: dict[str, Relation] = {}
        ways: dict[tuple[str, ...], str] = {(): a}  # ids of relations -> where they lead
        seen = {a}
        for _ in range(6):
            around = self._around(set(ways.values()))
            links |= {link.id: link for found in around.values() for link, _ in found}
            ways = {
                (*way, link.id): other
                for way, end in ways.items()
                for link, other in around[end]
                if other not in seen
            }
            if found := sorted(way for way, end in ways.items() if end == b):
                yield from (self._told(a, [links[id] for id in way]) for way in found[:20])
                return
            degrees = self._degrees(set(ways.values()))
            seen |= degrees.keys()
            ways = {way: end for way, end in ways.items() if degrees[end] <= hub}

    def _around(self, ids: set[str]) -> dict[str, list[tuple[Relation, str]]]:
        found: dict[str, list[tuple[Relation, str]]] = defaultdict(list)
        for link in self._store.relations(ids):
            for me, other in ((link.source, link.target), (link.target, link.source)):
                if me in ids:
                    found[me].append((link, other))
        return found

    def _degrees(self, ids: set[str]) -> dict[str, int]:
        query = "SELECT id, n FROM degree WHERE id IN (SELECT value FROM json_each(?))"
        return dict(self._connection.execute(query, [json.dumps(sorted(ids))]).fetchall())

    def _told(self, a: str, way: list[Relation]) -> Row:
        ids = [a]
        for link in way:
            ids.append(link.target if link.source == ids[-1] else link.source)
        nodes = self._store.get(ids)
        told = nodes[a].label
        for link, id in zip(way, ids[1:], strict=True):
            told += f" —{link.kind.upper()}— {nodes[id].label}"
        return {
            "步数": len(way),
            "路径": told,
            "最弱一步": min(link.confidence for link in way),
            "来源": [list(link.records[:5]) for link in way],
        }


def _first_records(text: str | None, count: int) -> str | None:
    return None if text is None else json.dumps(text.split("\n")[:count])


def _lists(*texts: str | None) -> str:
    return json.dumps([json.loads(text) for text in texts if text is not None])


def _value(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) and value.startswith("[") else value
