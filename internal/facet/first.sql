-- The most common values of several fields, and the events of each minute, in one pass over the logs.
WITH events AS (
{{template "table.sql" .Rows}}
), counted AS (
  SELECT grouping({{range .Fields}}{{.Column}}, {{end}}"trailq_minute") AS "set", {{range .Fields}}{{.Column}}, {{end}}{{.Key}}, "trailq_minute",
    count(*) AS "events", min({{.Time}}) AS "first", max({{.Time}}) AS "last"
  FROM (
    SELECT {{range .Fields}}{{.Column}}, {{end}}{{.Key}}, {{.Time}}, {{.Time}} / 60000 AS "trailq_minute"
    FROM events
  )
  GROUP BY GROUPING SETS (("trailq_minute"){{range .Fields}}, ({{.Column}}{{if .IsKeyed}}, {{$.Key}}{{end}}){{end}})
), records AS (
  SELECT CASE "set"{{range $i, $field := .Fields}} WHEN {{.Set}} THEN {{$i}}{{end}} ELSE {{len .Fields}} END AS "place", "trailq_minute" AS "minute",
    CASE "set"{{range .Fields}} WHEN {{.Set}} THEN {{.Column}}{{end}} END AS "value", {{.Key}}, "events", "first", "last"
  FROM counted
), named AS (
  SELECT "place", "minute", {{.Named}} AS "value", "events", "first", "last"
  FROM records
), grouped AS (
  SELECT "place", "minute", "value", CAST(sum("events") AS bigint) AS "events", min("first") AS "first", max("last") AS "last"
  FROM named
  GROUP BY 1, 2, 3
), ranked AS (
  SELECT *, row_number() OVER (PARTITION BY "place" ORDER BY "events" DESC, "value") AS "rank", count(*) OVER (PARTITION BY "place") AS "groups"
  FROM grouped
)
SELECT "place", "minute", "value", "events", "first", "last", "groups"
FROM ranked
WHERE "rank" <= {{.Limit}} OR "place" = {{len .Fields}}
ORDER BY "place", "minute", "rank"
