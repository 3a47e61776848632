-- What each combination of these numbers has before and after. Several numbers are in
-- one.
SELECT
{{- range $i, $pack := .Packs}}
  {{range $j, $part := $pack.Parts}}{{if $j}} + {{end}}(CAST(codes{{$part.Group}}."code" AS bigint) - 1) * {{$part.Factor}}{{end}} AS "codes{{$i}}",
{{- end}}
  CAST({{.Sums.Before}} AS double) AS "before",
  CAST({{.Sums.After}} AS double) AS "after",
  CAST({{.Sums.Squares}} AS double) AS "squares"
FROM (SELECT * FROM trailq_changes WHERE {{.Compared}}) AS changes
{{- range $i, $g := .Groups}}
LEFT JOIN trailq_codes AS codes{{$i}} ON codes{{$i}}."group" = {{$g.Text}}{{range $j, $key := $g.Keys}} AND codes{{$i}}."key{{$j}}" = coalesce(changes.{{$key}}, ''){{end}}
{{- end}}
GROUP BY {{range $i, $pack := .Packs}}{{if $i}}, {{end}}{{$pack.Ordinal}}{{end}}
{{- if .Sums.Amount}}
ORDER BY {{range $i, $pack := .Packs}}{{if $i}}, {{end}}{{$pack.Ordinal}}{{end}}
{{- end}}
