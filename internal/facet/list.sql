-- The newest events.
SELECT {{.Instant}} AS "time",
{{- range .Fields}}
  {{.SQL}} AS {{.Name}},
{{- end}}
  "$path" AS "file"
FROM cloudtrail_logs
{{- range $i, $condition := .Where}}
{{if $i}}  AND{{else}}WHERE{{end}} {{$condition}}
{{- end}}
ORDER BY 1 DESC NULLS LAST, "$path" DESC
LIMIT {{.Limit}}
