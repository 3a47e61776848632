-- The same by dimension, whenever it was.
CREATE TABLE trailq_calls AS
SELECT
{{- range .Dimensions}}
  {{.SQL}} AS {{.Name}},
{{- end}}
  sum(CASE "side" WHEN 'before' THEN "amount" ELSE 0 END) AS "before",
  sum(CASE "side" WHEN 'after' THEN "amount" ELSE 0 END) AS "after",
  sum("squares") AS "squares"
{{template "classed.sql" "trailq_changes"}}GROUP BY {{range $i, $d := .Dimensions}}{{if $i}}, {{end}}{{$d.Ordinal}}{{end}}
