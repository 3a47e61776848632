-- The newest events, in no order: the engine would plan for longer than it sorts. The page sorts them.
SELECT {{.Time}}{{range .Fields}}, {{.Name}} || ''{{end}}, {{.File}} || '', {{.Record}}
FROM (
  SELECT {{.Time}}{{range .Fields}}, {{.Name}}{{end}}, {{.File}}, {{.Record}}
  FROM {{.Table}}
{{- range $i, $condition := .Where}}
  {{if $i}}  AND{{else}}WHERE{{end}} {{$condition}}
{{- end}}
  ORDER BY {{.Time}} DESC NULLS LAST, {{.File}} DESC, {{.Record}} DESC
  LIMIT {{.Limit}}
)
