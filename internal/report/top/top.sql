-- The most common calls{{if .Sum.SQL.String}}, by the sum of a number of theirs{{end}}.
{{- if .Distinct}}
-- An event that was delivered twice, under one eventID, counts twice here.
{{- end}}
WITH calls AS (
  SELECT
{{- range .By}}
    {{.SQL}} AS {{.Name}},
{{- end}}
{{- if .Sum.SQL.String}}
    CAST(coalesce(sum({{.Sum.SQL}}), 0) AS bigint) AS {{.Sum.Name}},
{{- end}}
    count(*) AS "events"
  FROM cloudtrail_logs
{{- range $i, $condition := .Where}}
  {{if $i}}  AND{{else}}WHERE{{end}} {{$condition}}
{{- end}}
  GROUP BY {{range $i, $d := .By}}{{if $i}}, {{end}}{{$d.Ordinal}}{{end}}
)
SELECT
{{- range .By}}
  {{.Name}},
{{- end}}
{{- if .Sum.SQL.String}}
  {{.Sum.Name}},
{{- end}}
  "events",
  round(CAST({{.Measure}} AS double) / nullif(sum({{.Measure}}) OVER (), 0), 6) AS "share",
  sum({{.Measure}}) OVER () AS "total",
  count(*) OVER () AS "groups"
FROM calls
ORDER BY {{.Measure}} DESC, {{if .Sum.SQL.String}}"events" DESC, {{end}}{{range $i, $d := .By}}{{if $i}}, {{end}}{{$d.Name}}{{end}}
{{- if .Limit}}
LIMIT {{.Limit}}
{{- end}}
