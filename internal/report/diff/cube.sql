-- What each combination of values has before and after: the largest.
WITH cells AS (
  SELECT
{{- range .Folded}}
    {{.SQL}} AS {{.Name}},
{{- end}}
    sum("before") AS "before",
    sum("after") AS "after",
    sum("squares") AS "squares"
  FROM trailq_calls
  GROUP BY {{range $i, $d := .Folded}}{{if $i}}, {{end}}{{$d.Ordinal}}{{end}}
)
SELECT *,
  sum("before") OVER () AS "allBefore",
  sum("after") OVER () AS "allAfter",
  sum("squares") OVER () AS "allSquares",
  count(*) OVER () AS "cells"
FROM cells
ORDER BY greatest("before", "after") DESC
LIMIT {{.Cells}}
