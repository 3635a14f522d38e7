-- Grass-roots organisations (whoever has village cadres) with the leads on them, or on a cadre in office when the lead
-- came, that were found true or partly true. Of several results of a lead the last one counts.
WITH ended AS (
    SELECT lead_id, arg_max(result, ("at", record)) AS result, arg_max(record, ("at", record)) AS record
    FROM lead_steps WHERE result IS NOT NULL GROUP BY lead_id
), grassroots AS (
    SELECT DISTINCT person, org, start, "end" FROM posts WHERE kind = 'village_cadre' AND org IS NOT NULL
), named AS (
    SELECT lead_id, org, record FROM lead_subjects
    WHERE org IN (SELECT org FROM grassroots) AND role IN ('reported', 'official')
    UNION
    SELECT s.lead_id, g.org, s.record FROM lead_subjects s JOIN leads l USING (lead_id) JOIN grassroots g ON g.person = s.person
    WHERE s.role IN ('reported', 'official') AND coalesce(l.received_at >= g.start, true)
      AND coalesce(l.received_at < CAST(g."end" AS TIMESTAMP) + INTERVAL 1 DAY, true)
)
SELECT n.org, count(DISTINCT lead_id) FILTER (e.result = 'founded') AS founded, count(DISTINCT lead_id) FILTER (e.result = 'partly') AS partly,
       list_sort(list_distinct(list(e.record) || list(n.record))) AS records
FROM named n JOIN ended e USING (lead_id) WHERE e.result IN ('founded', 'partly')
GROUP BY n.org ORDER BY founded DESC, partly DESC, n.org
