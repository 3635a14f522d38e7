-- Whether the gang heard of what an official knew: a raid, a lead. Stands on gangs and look-alikes alike, for the rules calls_before_raid and
-- lead_leaked. Every step is a join on equal keys, so that it grows with the records and no faster.

-- occasions: one row an official and a matter; word of it is worth something to the gang from `since` to `until`. known: the records that say so.
-- county: a gang and its look-alikes are as many counties, each with as many pairs in which chance may try.
CREATE TABLE occasions AS
SELECT 'raid' AS kind, r.gang_id, split_part(r.gang_id, chr(31), 2) AS county, r.op_id AS id, p.person AS official, r.planned_at AS since, r.executed_at AS until,
       r.result IN ('empty', 'partial') AS harmed, [min(r.record), min(p.record)] AS known
FROM raids r JOIN operation_people p USING (op_id) WHERE p.person IN (SELECT person FROM officials)
GROUP BY r.gang_id, r.op_id, p.person, r.planned_at, r.executed_at, r.result
UNION ALL
SELECT 'lead', g.gang_id, split_part(g.gang_id, chr(31), 2) || h.how, g.lead_id, h.person, h.since, h.since + INTERVAL 3 DAY, true, [h.record, 'leads:' || g.lead_id]
FROM lead_gangs g JOIN lead_held h USING (lead_id);

-- in_touch: every contact of such a pair: a call, a call handed on to a member within three hours, a small meeting. free: outside office hours.
CREATE TABLE in_touch AS
WITH pairs AS (
    SELECT DISTINCT official, gang_id FROM occasions
), first AS (
    -- in pieces of three hours: the second call lies in the same piece as the first or in the next
    SELECT *, unnest([epoch_ms("at") // 10800000, epoch_ms("at") // 10800000 + 1]) AS piece FROM contacts
    WHERE caller IN (SELECT official FROM pairs) AND called NOT IN (SELECT person FROM insiders) AND called NOT IN (SELECT person FROM officials)
), handed AS (
    SELECT a.caller AS official, a.called AS party, b.called AS member, a."at" AS since, b."at" AS until, [a.record, b.record] AS records
    FROM first a JOIN (SELECT *, epoch_ms("at") // 10800000 AS piece FROM contacts) b ON b.caller = a.called AND b.piece = a.piece
    WHERE b."at" BETWEEN a."at" AND a."at" + INTERVAL 3 HOUR
), every AS (
    SELECT official, gang_id, 'call' AS how, member AS party, "at" AS since, "at" AS until, [record] AS records, [official, member] AS path FROM official_calls
    UNION ALL
    SELECT h.official, m.gang_id, 'handed', h.party, h.since, h.until, h.records, [h.official, h.party, h.member]
    FROM handed h JOIN members m ON m.person = h.member
    WHERE NOT EXISTS (SELECT 1 FROM members z WHERE z.gang_id = m.gang_id AND z.person = h.party)
    UNION ALL
    SELECT a.person, m.gang_id, 'met', m.person, a."at", a."at", [a.event_record] || a.records || b.records, [a.person, m.person]
    FROM guests a JOIN guests b USING (event_id) JOIN members m ON m.person = b.person
    WHERE a.size <= 12 AND a.kind NOT IN ('wedding', 'funeral', 'training') AND a.person <> b.person AND a."at" IS NOT NULL
)
-- in office hours it may be work; on a working day without an hour, too
SELECT every.*, isodow(since) >= 6 OR (hour(since) NOT BETWEEN 8 AND 18 AND since <> date_trunc('day', since)) AS free
FROM every JOIN pairs USING (official, gang_id);

-- word_out: the contacts while a matter was worth something that ended badly. k: such matters of the pair; n: how many pairs of the county would show as
-- much by chance, after the same days and hours of their other weeks; share: of what the pair shows, this contact's.
CREATE TABLE word_out AS
WITH fell AS (
    -- week 0: while it was worth something; another: the same days and hours of that other week
    SELECT o.*, w.party, w.since AS "at", w.records, w.path,
           unnest(generate_series(ceil((epoch(w.until) - epoch(o.until)) / 604800)::BIGINT, floor((epoch(w.since) - epoch(o.since)) / 604800)::BIGINT)) AS week
    FROM occasions o JOIN in_touch w USING (official, gang_id) WHERE CASE o.kind WHEN 'raid' THEN w.how <> 'met' ELSE w.free END
), span AS (
    SELECT epoch(min("at")) AS first, epoch(max("at")) AS last FROM contacts
), other AS (
    SELECT f.kind, f.official, f.gang_id, f.id, count(DISTINCT f.week) AS n FROM fell f
    WHERE f.week <> 0 AND NOT EXISTS (
        SELECT 1 FROM occasions i WHERE i.kind = f.kind AND i.official = f.official AND i.gang_id = f.gang_id AND f."at" BETWEEN i.since AND i.until)
    GROUP BY f.kind, f.official, f.gang_id, f.id
), usual AS (
    -- mean: matters with a contact that the other weeks of this pair would give; who never calls is worth a fifth of one week
    SELECT i.kind, i.official, i.gang_id, i.county,
           sum(least(0.9, (coalesce(o.n, 0) + 0.2) / (0.4 + greatest(4, greatest(0, floor((s.last - epoch(i.until)) / 604800)) + greatest(0, floor((epoch(i.since) - s.first) / 604800)))))) AS mean
    FROM occasions i LEFT JOIN other o USING (kind, official, gang_id, id), span s GROUP BY i.kind, i.official, i.gang_id, i.county
), after AS (
    -- of several matters a contact follows the last
    SELECT * FROM fell WHERE week = 0 AND harmed QUALIFY row_number() OVER (PARTITION BY kind, official, gang_id, records ORDER BY since DESC, id) = 1
), seen AS (
    -- chance of so many, as a Poisson number (bounded by its first term)
    SELECT r.kind, r.official, r.gang_id, r.county, count(*) AS k, pow(any_value(u.mean), count(*)) / gamma(count(*) + 1) AS chance
    FROM (SELECT DISTINCT kind, official, gang_id, county, id FROM after) r JOIN usual u USING (kind, official, gang_id, county)
    GROUP BY r.kind, r.official, r.gang_id, r.county
), expected AS (
    -- how many of all who knew would show something as rare: one coincidence among many officials is common. Equal means are asked once
    SELECT kind, county, chance, sum(pairs * rare) AS n FROM (
        SELECT s.kind, s.county, s.chance, u.pairs, max(CASE WHEN pow(u.mean, t.j) / gamma(t.j + 1) <= s.chance * 1.000001 THEN pow(u.mean, t.j) / gamma(t.j + 1) END) AS rare
        FROM (SELECT DISTINCT kind, county, chance FROM seen) s
        JOIN (SELECT kind, county, mean, count(*) AS pairs FROM usual GROUP BY ALL) u USING (kind, county), range(1, 9) t(j)
        GROUP BY s.kind, s.county, s.chance, u.mean, u.pairs)
    GROUP BY kind, county, chance
)
SELECT f.kind, f.official, f.gang_id, f.id, f.party, f."at", f.known, f.records, f.path, s.k, e.n,
       1.0 / s.k / count(*) OVER (PARTITION BY f.kind, f.official, f.gang_id, f.county, f.id) AS share
FROM after f JOIN seen s USING (kind, official, gang_id, county) JOIN expected e USING (kind, county, chance);
