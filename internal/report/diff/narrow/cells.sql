-- What each combination of values has before and after. The values that are told apart
-- have numbers by their ranks. Fewer are told apart where there are too many combinations:
-- the answer is of the highest level that has few enough.
WITH {{template "events.sql" .}}, coded AS (
  SELECT
{{- range $i, $d := .Dimensions}}
    CASE WHEN {{$d.SQL}} IS NULL THEN {{$.Absent}} ELSE {{$d.CodeSQL}} END AS "code{{$i}}",
{{- end}}
    CASE WHEN "side" = 'before' THEN "amount" ELSE 0 END AS "before",
    CASE WHEN "side" = 'after' THEN "amount" ELSE 0 END AS "after",
    {{.Squares}} AS "squares"
  FROM changes
  WHERE {{.Compared}}
), fine AS (
  SELECT {{range $i, $d := .Dimensions}}"code{{$i}}", {{end}}sum("before") AS "before", sum("after") AS "after", sum("squares") AS "squares"
  FROM coded
  GROUP BY {{range $i, $d := .Dimensions}}{{if $i}}, {{end}}"code{{$i}}"{{end}}
), levels AS (
  SELECT "level",
{{- range $i, $d := .Dimensions}}
    CASE WHEN "code{{$i}}" < 2 * "level" + 2 THEN "code{{$i}}" ELSE 0 END AS "told{{$i}}",
{{- end}}
    "before", "after", "squares"
  FROM fine
  CROSS JOIN UNNEST(ARRAY[{{range $i, $l := .Levels}}{{if $i}}, {{end}}{{$l}}{{end}}]) AS l ("level")
), merged AS (
  SELECT "level", {{range $i, $d := .Dimensions}}"told{{$i}}", {{end}}sum("before") AS "before", sum("after") AS "after", sum("squares") AS "squares"
  FROM levels
  GROUP BY "level"{{range $i, $d := .Dimensions}}, "told{{$i}}"{{end}}
), counted AS (
  SELECT *, count(*) OVER (PARTITION BY "level") AS "cells"
  FROM merged
), chosen AS (
  SELECT *, max(CASE WHEN "cells" <= {{.MostCells}} OR "level" = 0 THEN "level" END) OVER () AS "best"
  FROM counted
)
SELECT
{{- range $i, $pack := .Packs}}
  {{range $j, $part := $pack.Parts}}{{if $j}} + {{end}}CAST("told{{$part.Group}}" AS bigint) * {{$part.Factor}}{{end}} AS "codes{{$i}}",
{{- end}}
  CAST("before" AS double) AS "before", CAST("after" AS double) AS "after", CAST("squares" AS double) AS "squares", "level"
FROM chosen
WHERE "level" = "best"
ORDER BY {{range $i, $pack := .Packs}}{{if $i}}, {{end}}{{$pack.Ordinal}}{{end}}
