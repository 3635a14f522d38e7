-- What several rules need, derived once. Order matters: later views stand on earlier ones.

-- officials: one row a person with a public post. kind: official, or village_cadre where that is all.
CREATE TABLE officials AS
WITH held AS (
    SELECT person, kind, title, org_name AS unit, org, record, start, "end" FROM posts
    WHERE kind IN ('official', 'village_cadre') AND person IS NOT NULL
    UNION ALL
    SELECT person, 'official', title, unit, NULL, record, NULL, NULL FROM people WHERE is_official AND person IS NOT NULL
)
SELECT person, min(kind) AS kind, list(title ORDER BY coalesce("end", DATE '9999-12-31') DESC, start DESC NULLS LAST, title)[1] AS title, min(org) AS org,
       list(DISTINCT record ORDER BY record) AS records
FROM held GROUP BY person;

-- serving: the posts of officials as dated rows.
CREATE TABLE serving AS
SELECT person, org, title, start AS since, "end" AS until, record FROM posts
WHERE kind IN ('official', 'village_cadre') AND person IS NOT NULL;

-- members: one row a gang and person. A cleared gang is no gang.
CREATE TABLE members AS
SELECT gang_id, person, min(m.role) AS role, min(since) AS since, list(m.record ORDER BY m.record) AS records
FROM gang_members m LEFT JOIN gangs g USING (gang_id)
WHERE person IS NOT NULL AND gang_id IS NOT NULL AND coalesce(g.status, '') <> 'cleared'
GROUP BY gang_id, person;

-- held: who holds or runs which company. party: person or organisation.
CREATE TABLE held AS
SELECT coalesce(holder_person, holder_org) AS party, org, role, share_pct, paid_in_yuan, start AS since, "end" AS until, record
FROM holdings WHERE org IS NOT NULL AND coalesce(holder_person, holder_org) IS NOT NULL
UNION ALL
SELECT legal_rep_person, org, 'legal_rep', NULL, NULL, founded_on, closed_on, record FROM organizations
WHERE legal_rep_person IS NOT NULL AND org IS NOT NULL;

-- gang_parties: members and the companies that members hold or run, with the member it goes through.
CREATE TABLE gang_parties AS
SELECT gang_id, person AS party, person AS member, 'member' AS kind, role, []::VARCHAR[] AS records FROM members
UNION ALL
SELECT m.gang_id, h.org, min(m.person), 'company', min(m.role), list(DISTINCT h.record ORDER BY h.record)
FROM members m JOIN held h ON h.party = m.person
WHERE h.role IN ('legal_rep', 'controller', 'manager', 'director') OR coalesce(h.share_pct, 30) >= 20
GROUP BY m.gang_id, h.org;

-- kin_of: relatives both ways; relation is what `relative` is to `person`, or NULL on the way back.
CREATE TABLE kin_of AS
SELECT a_person AS person, b_person AS relative, relation, basis, record FROM kin
WHERE a_person IS NOT NULL AND b_person IS NOT NULL AND a_person <> b_person
UNION ALL
SELECT b_person, a_person, NULL, basis, record FROM kin
WHERE a_person IS NOT NULL AND b_person IS NOT NULL AND a_person <> b_person;

-- official_parties: the official, the relatives on record (one step), and the companies that either holds or runs.
CREATE TABLE official_parties AS
WITH near AS (
    SELECT person AS official, person AS party, 'self' AS kind, []::VARCHAR[] AS records, NULL AS through FROM officials
    UNION ALL
    SELECT o.person, k.relative, 'kin', list(DISTINCT k.record ORDER BY k.record), NULL
    FROM officials o JOIN kin_of k ON k.person = o.person GROUP BY o.person, k.relative
)
SELECT * FROM near
UNION ALL
SELECT n.official, h.org, 'company', list_sort(list_distinct(flatten(list(n.records)) || list(h.record))), min(n.party)
FROM near n JOIN held h ON h.party = n.party
WHERE h.role IN ('legal_rep', 'controller') OR coalesce(h.share_pct, 50) >= 30
GROUP BY n.official, h.org;

-- contacts: calls between two persons, one row a call.
CREATE TABLE contacts AS
SELECT from_person AS caller, to_person AS called, "at", seconds, record FROM calls
WHERE from_person IS NOT NULL AND to_person IS NOT NULL AND from_person <> to_person AND "at" IS NOT NULL;

-- circle: with how many different persons each person speaks on the telephone: hubs say little.
CREATE TABLE circle AS
SELECT person, count(DISTINCT other) AS others, count(*) AS calls FROM (
    SELECT caller AS person, called AS other FROM contacts UNION ALL SELECT called, caller FROM contacts
) GROUP BY person;

-- official_calls: calls of an official with a gang member, either way, one row a call.
CREATE TABLE official_calls AS
SELECT o.person AS official, m.gang_id, m.person AS member, m.role, c."at", c.seconds, c.record
FROM contacts c JOIN officials o ON o.person = c.caller JOIN members m ON m.person = c.called WHERE o.person <> m.person
UNION ALL
SELECT o.person, m.gang_id, m.person, m.role, c."at", c.seconds, c.record
FROM contacts c JOIN officials o ON o.person = c.called JOIN members m ON m.person = c.caller WHERE o.person <> m.person;

-- guests: who was at an event (the one who paid was there, too), and how many guests are on record.
CREATE TABLE guests AS
WITH everyone AS (
    SELECT event_id, person, record FROM event_people WHERE person IS NOT NULL
    UNION ALL
    SELECT event_id, payer_person, record FROM events WHERE payer_person IS NOT NULL
)
SELECT e.event_id, x.person, list(DISTINCT x.record ORDER BY x.record) AS records, any_value(e.kind) AS kind, any_value(e."at") AS "at",
       any_value(s.size) AS size, any_value(e.record) AS event_record,
       any_value(coalesce(e.payer_person, e.payer_org)) AS payer
FROM everyone x JOIN events e USING (event_id)
JOIN (SELECT event_id, count(DISTINCT person) AS size FROM everyone GROUP BY event_id) s USING (event_id)
GROUP BY e.event_id, x.person;

-- paid: money between parties (person or organisation), one row a transfer.
CREATE TABLE paid AS
SELECT coalesce(payer_person, payer_org) AS payer, coalesce(payee_person, payee_org) AS payee, "at", amount_yuan, memo, record
FROM transfers WHERE "at" IS NOT NULL;

-- tied: ties both ways.
CREATE TABLE tied AS
SELECT a_person AS a, b_person AS b, kind, strength, start, "end", record FROM ties WHERE a_person IS NOT NULL AND b_person IS NOT NULL
UNION ALL
SELECT b_person, a_person, kind, strength, start, "end", record FROM ties WHERE a_person IS NOT NULL AND b_person IS NOT NULL;
