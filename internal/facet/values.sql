-- The most common values of a field, with the number of their events.
WITH {{template "groups.sql" .}}, found AS (
  SELECT "value", "events", {{if .Sum}}"amount"{{else}}CAST(NULL AS double){{end}} AS "amount",
    sum("events") OVER () AS "total"
  FROM grouped
)
SELECT CAST("value" AS varchar), "events", "amount", "total", count(*) OVER () AS "groups"
FROM found
{{- if .Search}}
WHERE lower(CAST("value" AS varchar)) LIKE {{.Search}} ESCAPE '\'
{{- end}}
ORDER BY {{if .Sum}}coalesce("amount", 0) DESC, {{end}}"events" DESC, "value"
{{- if .Offset}}
OFFSET {{.Offset}}
{{- end}}
LIMIT {{.Limit}}
