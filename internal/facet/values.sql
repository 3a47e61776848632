-- The most common values of a field, with the number of their events. The values are turned into
-- texts by || '', which takes DuckDB a hundredth of the time that a CAST takes.
WITH {{template "groups.sql" .}}
SELECT "value" || '', "events", "amount", "groups"
FROM (
  SELECT "value", "events", {{if .Sum}}"amount"{{else}}CAST(NULL AS double){{end}} AS "amount", count(*) OVER () AS "groups"
  FROM grouped
{{- if .Search}}
  WHERE lower("value" || '') LIKE {{.Search}} ESCAPE '\'
{{- end}}
  ORDER BY {{if .Sum}}coalesce("amount", 0) DESC, {{end}}"events" DESC, "value"
{{- if .Offset}}
  OFFSET {{.Offset}}
{{- end}}
  LIMIT {{.Limit}}
)
ORDER BY {{if .Sum}}coalesce("amount", 0) DESC, {{end}}"events" DESC, 1
