-- The fields that belong together, numbered by what is told apart of their values: those
-- that changed most, and the largest. NULL stands for all others.
CREATE TABLE trailq_codes AS
WITH kept AS (
  SELECT "dimension" AS "keptDimension", coalesce("value", '') AS "keptValue"
  FROM trailq_ranks
  WHERE "byChange" <= {{.Kept}} OR "bySize" <= {{.Kept}} OR "value" IS NULL
)
{{- range $i, $g := .Groups}}
{{if $i}}UNION ALL
{{end}}SELECT {{$g.Text}} AS "group", {{range $j := $.Keys}}{{if lt $j (len $g.Keys)}}"key{{$j}}"{{else}}CAST(NULL AS varchar){{end}} AS "key{{$j}}", {{end}}
  CAST(dense_rank() OVER (ORDER BY {{range $j, $d := $g.Dimensions}}{{if $j}}, {{end}}"told{{$j}}"{{end}}) AS integer) AS "code"
{{- range $j := $.Told}}, {{if lt $j (len $g.Dimensions)}}"told{{$j}}"{{else}}CAST(NULL AS varchar){{end}} AS "told{{$j}}"{{end}}
FROM (
  SELECT {{range $j, $key := $g.Keys}}{{if $j}}, {{end}}"key{{$j}}"{{end}}{{range $j, $d := $g.Dimensions}}, kept{{$j}}."keptValue" AS "told{{$j}}"{{end}}
  FROM (
    SELECT {{range $j, $key := $g.Keys}}{{if $j}}, {{end}}{{$key}} AS "key{{$j}}"{{end}}{{range $j, $d := $g.Dimensions}}, coalesce({{$d.SQL}}, '') AS "value{{$j}}"{{end}}
    {{template "grouped.sql" $g}}
  ) AS valued
{{- range $j, $d := $g.Dimensions}}
  LEFT JOIN kept AS kept{{$j}} ON kept{{$j}}."keptDimension" = {{$d.Text}} AND kept{{$j}}."keptValue" = valued."value{{$j}}"
{{- end}}
)
{{- end}}
