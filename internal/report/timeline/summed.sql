SELECT
  "time",
  "series",
{{- range .By}}
  {{.Name}},
{{- end}}
{{- if .Presence}}
  "presence_hour",
  "presence_account",
  "presence_region",
{{- end}}
  max("place") AS "groups",
{{- if .Sum.SQL.String}}
  sum({{.Sum.Name}}) AS {{.Sum.Name}},
{{- end}}
  sum("events") AS "events"
FROM shown
GROUP BY
{{- if .Presence}} GROUPING SETS (
  ("time", "series"{{range .By}}, {{.Name}}{{end}}),
  ("presence_hour", "presence_account", "presence_region")
)
{{- else}} "time", "series"{{range .By}}, {{.Name}}{{end}}
{{- end}}
ORDER BY "time", "series"