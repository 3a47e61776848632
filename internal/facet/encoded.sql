  SELECT {{.Column}} AS "value"
{{- if .Bin.String}}, {{.Bin}} AS "bin"{{end}}
{{- range .Keys}}, {{.}}{{end}}
{{- range .Counts}},
    {{.SQL}} AS {{.Name}}
{{- end}}
{{- if .Sum}},
    sum({{.Sum}}) AS "amount"
  {{- if .IsShared}}, max({{.Sum}}) AS "most", min({{.Rank}}) || '' AS "rank", {{.Call}} || '' AS {{.Call}}
  {{- else if .SumsOnce}}, NULL AS "most", NULL AS "rank", CAST(NULL AS varchar) AS {{.Call}}{{end}}
{{- end}}
  FROM {{.Table}}
{{- range $i, $condition := .Where}}
  {{if $i}}  AND{{else}}WHERE{{end}} {{$condition}}
{{- end}}
  GROUP BY {{.Ordinals}}{{if .IsShared}}, {{.Call}}{{end}}
