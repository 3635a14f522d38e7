-- What names a gang. Look-alikes are added to these tables (lookalikes.py) before the later ones are made (parties.sql).

-- members: one row a gang and person. A cleared gang is no gang.
CREATE TABLE members AS
SELECT gang_id, person, min(m.role) AS role, min(since) AS since, list(m.record ORDER BY m.record) AS records
FROM gang_members m LEFT JOIN gangs g USING (gang_id)
WHERE person IS NOT NULL AND gang_id IS NOT NULL AND coalesce(g.status, '') <> 'cleared'
GROUP BY gang_id, person;

-- insiders: the members of real gangs. Nobody of them is a broker or a nominee.
CREATE TABLE insiders AS SELECT DISTINCT person FROM members;

-- case_gangs: whose case it is: the case says so (no further record), or a member is a suspect in it (the record that says so).
CREATE TABLE case_gangs AS
SELECT case_id, gang_id, CASE WHEN bool_or(stated) THEN [] ELSE list(record ORDER BY record)[:1] END AS records FROM (
    SELECT c.case_id, c.gang_id, true AS stated, NULL AS record FROM cases c LEFT JOIN gangs g USING (gang_id)
    WHERE c.gang_id IS NOT NULL AND coalesce(g.status, '') <> 'cleared'
    UNION ALL
    SELECT x.case_id, m.gang_id, false, x.record FROM case_people x JOIN members m USING (person) WHERE x.role = 'suspect')
GROUP BY case_id, gang_id;

-- firms: the companies that a member holds or runs, with the member.
CREATE VIEW firms AS
SELECT gang_id, org, min(person) FILTER (runs) AS member, min(role) FILTER (runs) AS role, min(since) FILTER (runs) AS since,
       -- beside those who run it, members with a small share show whose company it is
       list(DISTINCT record ORDER BY record) AS records
FROM (SELECT m.gang_id, h.org, m.person, m.role, h.since, h.record,
             h.role IN ('legal_rep', 'controller', 'manager', 'director') OR coalesce(h.share_pct, 30) >= 20 AS runs
      FROM members m JOIN held h ON h.party = m.person)
GROUP BY gang_id, org HAVING bool_or(runs);

-- trade_names: what a registered company is called without place and legal form, where no other is called so.
CREATE TABLE trade_names AS
SELECT org, core FROM (
    SELECT DISTINCT org, regexp_replace(regexp_replace(name, '^[^省市县区]{2,4}[省市县区]', ''), '(股份有限公司|有限责任公司|有限公司|公司|集团)$', '') AS core
    FROM organizations WHERE org IS NOT NULL AND name IS NOT NULL)
WHERE length(core) >= 4 QUALIFY count(*) OVER (PARTITION BY core) = 1;

-- full_names: members by names that nobody else on the register bears, with where their gang is.
CREATE TABLE full_names AS
SELECT m.gang_id, m.person, p.name, g.region FROM members m JOIN gangs g USING (gang_id) JOIN people p USING (person)
JOIN (SELECT name FROM people GROUP BY name HAVING count(DISTINCT person) = 1) u ON u.name = p.name WHERE length(p.name) >= 2 AND g.region IS NOT NULL;

-- lead_gangs: the leads that name a member or a company of members, as a subject or in the text. In a text a company is known by a trade name,
-- a member by a name that is nobody else's, where the lead comes from the gang's place.
CREATE TABLE lead_gangs AS
SELECT lead_id, gang_id, min(party) AS party FROM (
    SELECT l.lead_id, p.gang_id, p.party FROM (
        SELECT lead_id, coalesce(person, org) AS party FROM lead_subjects
        UNION ALL
        SELECT lead_id, org FROM leads JOIN trade_names ON contains("text", core) WHERE org IN (SELECT org FROM firms)) l
    JOIN (SELECT gang_id, person AS party FROM members UNION ALL SELECT gang_id, org FROM firms) p USING (party)
    UNION ALL
    SELECT l.lead_id, n.gang_id, n.person FROM leads l JOIN full_names n ON n.region = l.region AND contains(l."text", n.name))
GROUP BY lead_id, gang_id;

-- raids: operations against a gang.
CREATE TABLE raids AS
SELECT op_id, gang_id, planned_at, executed_at, result, record FROM operations
WHERE gang_id IS NOT NULL AND planned_at IS NOT NULL AND executed_at IS NOT NULL;

-- relaxed: measures against members that were relaxed, and by whom.
CREATE TABLE relaxed AS
SELECT m.gang_id, x.person, x.by_person, x.measure, x."at", x.record FROM measures x JOIN members m USING (person)
WHERE x.measure IN ('bail', 'none') AND x.by_person IS NOT NULL AND x.by_person <> x.person;

-- approached: interventions in cases or leads of a gang.
CREATE TABLE approached AS
SELECT DISTINCT g.gang_id, x.by_person, x.handler_person, x."at", x.record FROM interventions x
JOIN (SELECT case_id, NULL AS lead_id, gang_id FROM case_gangs UNION ALL SELECT NULL, lead_id, gang_id FROM lead_gangs) g
    ON g.case_id = x.case_id OR g.lead_id = x.lead_id
WHERE x.by_person IS NOT NULL;
