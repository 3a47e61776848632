-- The events, with callers named alike{{if .Sums}}, and the amount of a call once{{end}}.
CREATE VIEW trailq_changes AS
SELECT
{{- range .Fields}}
  {{if .IsCaller}}coalesce(callers."arn", events.{{.Name}}) AS {{.Name}}{{else}}events.{{.Name}}{{end}},
{{- end}}
  events."at", events."side",
{{- if .Sums}}
  CASE WHEN shared."first" < events."trailq_rank" THEN 0 ELSE events."amount" END AS "amount",
{{- end}}
  events."clock", events."write"
FROM trailq_events AS events
LEFT JOIN trailq_callers AS callers ON callers."principal" = CASE WHEN coalesce(events."caller", '') NOT LIKE 'arn:%' THEN events."trailq_principal" END
{{- if .Sums}}
LEFT JOIN trailq_shared AS shared ON shared."call" = events."trailq_call" AND shared."window" = events."side"
{{- end}}
