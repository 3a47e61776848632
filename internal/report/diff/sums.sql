-- What each combination of the fields that belong together has before and after.
CREATE TABLE trailq_sums AS
SELECT
{{- range .Fields}}
  {{.}},
{{- end}}
  grouping({{range $i, $g := .Groups}}{{if $i}}, {{end}}{{index $g.Keys 0}}{{end}}) AS "group",
  {{.Sums.Before}} AS "before",
  {{.Sums.After}} AS "after"
FROM (
  SELECT
{{- range .Fields}}
    coalesce({{.}}, '') AS {{.}},
{{- end}}
    "side"{{if .Sums.Amount}}, "amount"{{end}}
  FROM trailq_changes
  WHERE {{.Compared}}
)
GROUP BY GROUPING SETS ({{range $i, $g := .Groups}}{{if $i}}, {{end}}({{range $j, $key := $g.Keys}}{{if $j}}, {{end}}{{$key}}{{end}}){{end}})
