-- Events in time, from a start in steps; of the largest values of a field, or of all events together.
WITH {{template "groups.sql" .}}, texts AS (
  SELECT "value" || '' AS "value", "bin", "events"{{if .Sum}}, coalesce("amount", 0){{else}}, CAST(0 AS double){{end}} AS "amount"
  FROM grouped
), ranked AS (
  SELECT *, sum({{.Measure}}) OVER (PARTITION BY "value") AS "total"
  FROM texts
), placed AS (
  SELECT "value", "bin", "events", "amount", dense_rank() OVER (ORDER BY "total" DESC, "value") AS "place"
  FROM ranked
)
SELECT CASE WHEN "place" <= {{.Limit}} THEN "value" END AS "value",
  "place" > {{.Limit}} AS "other", "bin",
  CAST(sum("events") AS bigint) AS "events", sum("amount") AS "amount"
FROM placed
GROUP BY CASE WHEN "place" <= {{.Limit}} THEN "place" END, 1, 2, 3
ORDER BY CASE WHEN "place" <= {{.Limit}} THEN "place" END, 2, 3
