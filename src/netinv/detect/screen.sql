-- What stands against a candidate: one row a finding, with the records that hold it. Worst first.
SELECT person, '团伙成员：' || gang_id AS zh, 'member of gang ' || gang_id AS en, records, 1 AS rank
FROM members WHERE gang_id NOT LIKE '%' || chr(31) || '%'
UNION ALL
SELECT x.person, '有罪判决：' || coalesce(c.charge, '') || '（' || c.case_id || '）',
       'convicted: ' || coalesce(c.charge, '') || ' (' || c.case_id || ')', [c.record, x.record], 2
FROM case_people x JOIN cases c USING (case_id)
WHERE x.role = 'suspect' AND c.outcome = 'convicted' AND x.person IS NOT NULL
UNION ALL
SELECT h.party, '在团伙成员的公司持股或任职：' || coalesce(min(o.name), h.org), 'holds or runs a company of gang members: ' || coalesce(min(o.name), h.org),
       list_sort(list_distinct(list(h.record) || flatten(list(g.records)))), 3
FROM held h
LEFT JOIN (
    SELECT org, coalesce(min(name) FILTER (registered), min(name)) AS name
    FROM (SELECT org, name, true AS registered FROM organizations UNION ALL SELECT org, org_name, false FROM holdings) GROUP BY org
) o USING (org)
JOIN gang_parties g ON g.party = h.org AND g.kind = 'company' AND g.member <> h.party AND g.gang_id NOT LIKE '%' || chr(31) || '%'
GROUP BY h.party, h.org
ORDER BY rank, zh, person
