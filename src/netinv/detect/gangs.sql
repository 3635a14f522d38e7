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
SELECT m.gang_id, h.org, min(m.person) AS member, min(m.role) AS role, min(h.since) AS since, list(DISTINCT h.record ORDER BY h.record) AS records
FROM members m JOIN held h ON h.party = m.person
WHERE h.role IN ('legal_rep', 'controller', 'manager', 'director') OR coalesce(h.share_pct, 30) >= 20
GROUP BY m.gang_id, h.org;

-- lead_gangs: the leads that name a member or a company of members.
CREATE TABLE lead_gangs AS
SELECT l.lead_id, p.gang_id, min(p.party) AS party FROM lead_subjects l
JOIN (SELECT gang_id, person AS party FROM members UNION ALL SELECT gang_id, org FROM firms) p ON p.party = coalesce(l.person, l.org)
GROUP BY l.lead_id, p.gang_id;

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
