-- What stands on gangs and their look-alikes alike.

-- gang_parties: members, the companies they hold or run, and those that a member's spouse runs, with the member it goes through.
CREATE TABLE gang_parties AS
SELECT gang_id, person AS party, person AS member, 'member' AS kind, role, []::VARCHAR[] AS records, NULL::DATE AS since FROM members
UNION ALL
SELECT gang_id, org, member, 'company', role, records, since FROM firms
UNION ALL
SELECT m.gang_id, h.org, min(m.person), 'house', min(m.role), list(DISTINCT h.record ORDER BY h.record) || list(DISTINCT k.record ORDER BY k.record), min(h.since)
FROM members m JOIN spouses k ON k.person = m.person
JOIN held h ON h.party = k.relative AND (h.role IN ('legal_rep', 'controller') OR coalesce(h.share_pct, 0) >= 30)
WHERE (m.gang_id, h.org) NOT IN (SELECT (gang_id, org) FROM firms)
GROUP BY m.gang_id, h.org;

-- own_firms: companies of which the official and relatives who are no members hold more than half. A member's small share makes none the gang's.
CREATE TABLE own_firms AS
SELECT n.official, h.org
FROM (SELECT official, party FROM official_parties WHERE kind <> 'company' AND party NOT IN (SELECT person FROM insiders)) n
JOIN (SELECT party, org, arg_max(share_pct, coalesce(since, DATE '0001-01-01')) AS share FROM held WHERE share_pct IS NOT NULL AND "until" IS NULL GROUP BY party, org) h
    ON h.party = n.party
GROUP BY n.official, h.org HAVING sum(h.share) > 50;

-- official_calls: calls of an official with a gang member, either way, one row a call. duty: in office hours.
CREATE TABLE official_calls AS
SELECT *, hour("at") BETWEEN 8 AND 18 AND isodow("at") <= 5 AS duty FROM (
    SELECT o.person AS official, m.gang_id, m.person AS member, m.role, c."at", c.seconds, c.record
    FROM contacts c JOIN officials o ON o.person = c.caller JOIN members m ON m.person = c.called WHERE o.person <> m.person
    UNION ALL
    SELECT o.person, m.gang_id, m.person, m.role, c."at", c.seconds, c.record
    FROM contacts c JOIN officials o ON o.person = c.called JOIN members m ON m.person = c.caller WHERE o.person <> m.person);
