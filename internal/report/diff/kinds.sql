-- The kinds of calls that are priced alike.
CREATE TABLE trailq_kinds AS
SELECT
{{- range .Keys}}
  {{.}},
{{- end}}
  sum("cost.calls") AS "cost.calls",
  sum("cost.sent") AS "cost.sent",
  sum("cost.sized") AS "cost.sized",
  row_number() OVER (ORDER BY {{range $i, $key := .Keys}}{{if $i}}, {{end}}{{$key}}{{end}}) AS "number"
FROM trailq_charges
GROUP BY {{range $i, $key := .Keys}}{{if $i}}, {{end}}{{$key}}{{end}}
