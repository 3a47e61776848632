-- What each combination of these numbers has before and after.
SELECT
{{- range $i, $g := .Groups}}
  codes{{$i}}."code" AS {{$g.Name}},
{{- end}}
  CAST({{.Sums.Before}} AS double) AS "before",
  CAST({{.Sums.After}} AS double) AS "after",
  CAST({{.Sums.Squares}} AS double) AS "squares"
FROM trailq_changes AS changes
{{- range $i, $g := .Groups}}
LEFT JOIN trailq_codes AS codes{{$i}} ON codes{{$i}}."group" = {{$g.Text}}{{range $j, $key := $g.Keys}} AND codes{{$i}}."key{{$j}}" = coalesce(changes.{{$key}}, ''){{end}}
{{- end}}
GROUP BY {{range $i, $g := .Groups}}{{if $i}}, {{end}}{{$g.Ordinal}}{{end}}
{{- if .Sums.Amount}}
ORDER BY {{range $i, $g := .Groups}}{{if $i}}, {{end}}{{$g.Ordinal}}{{end}}
{{- end}}
