-- What several rules need and what names no gang, derived once. Order matters: later views stand on earlier ones.

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

-- held: who holds or runs which company. party: person or organisation.
CREATE TABLE held AS
SELECT coalesce(holder_person, holder_org) AS party, org, role, share_pct, paid_in_yuan, start AS since, "end" AS until, record
FROM holdings WHERE org IS NOT NULL AND coalesce(holder_person, holder_org) IS NOT NULL
UNION ALL
SELECT legal_rep_person, org, 'legal_rep', NULL, NULL, founded_on, closed_on, record FROM organizations
WHERE legal_rep_person IS NOT NULL AND org IS NOT NULL;

-- kin_of: relatives both ways; relation is what `relative` is to `person`, or NULL on the way back.
CREATE TABLE kin_of AS
SELECT a_person AS person, b_person AS relative, relation, basis, record FROM kin
WHERE a_person IS NOT NULL AND b_person IS NOT NULL AND a_person <> b_person
UNION ALL
SELECT b_person, a_person, NULL, basis, record FROM kin
WHERE a_person IS NOT NULL AND b_person IS NOT NULL AND a_person <> b_person;

-- spouses: both ways.
CREATE TABLE spouses AS
SELECT k.person, k.relative, k.record FROM kin_of k
WHERE k.record IN (SELECT record FROM kin WHERE relation IN ('配偶', '丈夫', '妻子', '爱人', '夫', '妻', '老公', '老婆', '夫妻'));

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

-- latest: the last day of which the records speak. What ended long before it says less.
CREATE TABLE latest AS
SELECT coalesce(greatest((SELECT max("at") FROM contacts), (SELECT max("at") FROM paid), (SELECT max(opened_at)::TIMESTAMP FROM cases),
                         (SELECT max("at") FROM events)), TIMESTAMP '1970-01-01') AS "at";

-- firm_income: what a company receives from each payer, and the payer's share of all that it receives.
CREATE TABLE firm_income AS
SELECT payee AS org, payer, count(*) AS times, sum(amount_yuan) AS yuan, sum(amount_yuan) / sum(sum(amount_yuan)) OVER (PARTITION BY payee) AS share
FROM paid WHERE payee LIKE 'O%' AND amount_yuan > 0 GROUP BY payee, payer;

-- handled: one row an official and case, with what the official did in it.
CREATE TABLE handled AS
SELECT x.person AS official, c.case_id, min(x.role) AS role, any_value(c.record) AS record, list(x.record ORDER BY x.record) AS records,
       any_value(c.charge) AS charge, any_value(c.severity) AS severity, any_value(c.region) AS region, any_value(c.outcome) AS outcome,
       any_value(c.opened_at) AS opened_at, any_value(c.outcome_at) AS outcome_at, any_value(c.title) AS title
FROM case_people x JOIN cases c USING (case_id)
WHERE x.role IN ('handler', 'approver', 'prosecutor', 'judge') AND x.person IN (SELECT person FROM officials)
GROUP BY x.person, c.case_id;

-- unit_names: how units are called in the records, where no two are called so.
CREATE TABLE unit_names AS
SELECT name, min(org) AS org FROM (
    SELECT org_name AS name, org FROM posts UNION ALL SELECT name, org FROM organizations)
WHERE name IS NOT NULL AND org IS NOT NULL GROUP BY name HAVING count(DISTINCT org) = 1;

-- lead_held: which officials knew of a lead from when on. how: hand, who took a step of it before its end; unit, who served where it lay.
-- Where the hour is not on record, from the next day on.
CREATE TABLE lead_held AS
WITH hands AS (
    SELECT lead_id, by_person AS person, min("at") AS "at", arg_min(record, ("at", record)) AS record FROM lead_steps
    WHERE by_person IN (SELECT person FROM officials) AND "at" IS NOT NULL AND step NOT IN ('closed', 'returned') AND result IS NULL
    GROUP BY lead_id, by_person
), units AS (
    SELECT s.lead_id, v.person, min(s."at") AS "at", arg_min(s.record, (s."at", s.record)) AS record
    FROM lead_steps s JOIN unit_names u ON u.name IN (s.by_unit, s.to_unit)
    JOIN serving v ON v.org = u.org AND coalesce(s."at" >= v.since, true) AND coalesce(s."at" < v.until + INTERVAL 1 DAY, true)
    WHERE s."at" IS NOT NULL GROUP BY s.lead_id, v.person
)
SELECT lead_id, person, record, how, CASE WHEN "at" = date_trunc('day', "at") THEN "at" + INTERVAL 1 DAY ELSE "at" END AS since FROM (
    SELECT *, 'hand' AS how FROM hands
    UNION ALL
    SELECT *, 'unit' FROM units WHERE (lead_id, person) NOT IN (SELECT (lead_id, person) FROM hands));
