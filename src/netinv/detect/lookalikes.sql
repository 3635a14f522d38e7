-- People with what a look-alike is matched in: how much of everything is on record of them, town and age.
WITH seen AS (
    SELECT person, ln(1 + sum(calls)) AS calls, ln(1 + sum(money)) AS money, ln(1 + sum(meetings)) AS meetings, ln(1 + sum(kin)) AS kin,
           max(runs) AS runs, max(suspect) AS suspect FROM (
        SELECT person, calls, 0 AS money, 0 AS meetings, 0 AS kin, 0 AS runs, 0 AS suspect FROM circle
        UNION ALL SELECT party, 0, n, 0, 0, 0, 0 FROM (SELECT payer AS party, count(*) AS n FROM paid GROUP BY payer) WHERE party LIKE 'P%'
        UNION ALL SELECT party, 0, n, 0, 0, 0, 0 FROM (SELECT payee AS party, count(*) AS n FROM paid GROUP BY payee) WHERE party LIKE 'P%'
        UNION ALL SELECT person, 0, 0, count(*), 0, 0, 0 FROM guests GROUP BY person
        UNION ALL SELECT person, 0, 0, 0, count(*), 0, 0 FROM kin_of GROUP BY person
        UNION ALL SELECT party, 0, 0, 0, 0, 1, 0 FROM held WHERE party LIKE 'P%' AND role <> 'supervisor'
        UNION ALL SELECT person, 0, 0, 0, 0, 0, 1 FROM case_people WHERE role = 'suspect' AND person IS NOT NULL
    ) GROUP BY person
), known AS (
    SELECT person, min(regexp_extract(address, '([^省市县区]{2,4}(?:街道|镇|乡))', 1)) AS town, min(year(birth_date)) AS born
    FROM people WHERE person IS NOT NULL GROUP BY person
)
SELECT s.person, calls, money, meetings, kin, 2.0 * runs, 1.5 * suspect, coalesce(born, 1980) / 12.0, coalesce(town, ''),
       person IN (SELECT person FROM insiders) AS inside, person IN (SELECT person FROM officials) AS official
FROM seen s LEFT JOIN known USING (person) ORDER BY s.person
