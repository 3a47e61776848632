-- The events of both windows, with what they can differ in.
{{- if .Distinct}}
-- An event that was delivered twice, under one eventID, counts twice here.
{{- end}}
CREATE TABLE trailq_events AS
SELECT
{{- range .Fields}}
  {{.SQL}} AS {{.Name}},
{{- end}}
{{- range .Keys}}
  {{.SQL}} AS {{.Name}},
{{- end}}
  {{.At}} AS "at",
  {{.Side}} AS "side",
{{- if not .Measure.SQL.IsNone}}
  CAST(coalesce(CASE WHEN NOT {{.Repeated}} THEN {{.Measure.SQL}} END, 0) AS bigint) AS "amount",
{{- end}}
  {{.Clock}} AS "clock",
  {{.Write}} AS "write"
FROM cloudtrail_logs
{{- range $i, $condition := .Where}}
{{if $i}}  AND{{else}}WHERE{{end}} {{$condition}}
{{- end}}
