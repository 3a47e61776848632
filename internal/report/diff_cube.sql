-- What each combination of values has before and after: the largest.
{{template "diff_calls.sql" .}}
SELECT
{{- range .Folded}}
  {{.SQL}} AS {{.Name}},
{{- end}}
  sum(CASE "side" WHEN 'before' THEN "amount" ELSE 0 END) AS "before",
  sum(CASE "side" WHEN 'after' THEN "amount" ELSE 0 END) AS "after",
  sum("squares") AS "squares",
  sum(sum(CASE "side" WHEN 'before' THEN "amount" ELSE 0 END)) OVER () AS "allBefore",
  sum(sum(CASE "side" WHEN 'after' THEN "amount" ELSE 0 END)) OVER () AS "allAfter",
  sum(sum("squares")) OVER () AS "allSquares",
  count(*) OVER () AS "cells"
FROM calls
GROUP BY {{range $i, $d := .Folded}}{{if $i}}, {{end}}{{$d.Ordinal}}{{end}}
ORDER BY greatest(sum(CASE "side" WHEN 'before' THEN "amount" ELSE 0 END), sum(CASE "side" WHEN 'after' THEN "amount" ELSE 0 END)) DESC
LIMIT {{.Cells}}
