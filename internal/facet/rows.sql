-- The newest events.
SELECT {{.Time}}{{range .Fields}}, CAST({{.Name}} AS varchar){{end}}, CAST({{.File}} AS varchar), {{.Record}}
FROM {{.Table}}
{{- range $i, $condition := .Where}}
{{if $i}}  AND{{else}}WHERE{{end}} {{$condition}}
{{- end}}
ORDER BY {{.Time}} DESC NULLS LAST, {{.File}} DESC, {{.Record}} DESC
LIMIT {{.Limit}}
