-- How many events there are, and when.
SELECT count(*) AS "events", min({{.Time}}) AS "first", max({{.Time}}) AS "last"
{{- range .Counts}},
  {{.SQL}} AS {{.Name}}
{{- end}}
FROM {{.Table}}
{{- range $i, $condition := .Where}}
{{if $i}}  AND{{else}}WHERE{{end}} {{$condition}}
{{- end}}
