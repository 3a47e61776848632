-- The events of both windows, grouped by what they may differ in and by time.
{{- if .Distinct}}
-- An event that was delivered twice, under one eventID, counts twice here.
{{- end}}
CREATE TABLE trailq_changes AS
SELECT
{{- range .Fields}}
  {{.SQL}} AS {{.Name}},
{{- end}}
  {{.At}} AS "at",
  {{.Side}} AS "side",
  min({{.Clock}}) AS "first",
  max({{.Clock}}) AS "last",
{{- if .Measure.SQL.String}}
  CAST(coalesce(sum({{.Measure.SQL}}), 0) AS double) AS "amount",
  coalesce(sum({{.Measure.SQL}} * {{.Measure.SQL}}), 0) AS "squares"
{{- else}}
  CAST(count(*) AS double) AS "amount",
  CAST(count(*) AS double) AS "squares"
{{- end}}
FROM cloudtrail_logs
{{- range $i, $condition := .Where}}
{{if $i}}  AND{{else}}WHERE{{end}} {{$condition}}
{{- end}}
GROUP BY {{range .Fields}}{{.Ordinal}}, {{end}}{{.Groups}}
