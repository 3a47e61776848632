-- What each value of each dimension has before and after: those that changed most, and the largest.
{{- range $i, $d := .Dimensions}}
{{if $i}}UNION ALL
{{end}}SELECT {{$d.Text}} AS "dimension", "value", "before", "after", "values", "bySize", "byChange"
FROM (
  SELECT *,
    row_number() OVER (ORDER BY {{$.Change}} DESC, "value") AS "byChange",
    row_number() OVER (ORDER BY {{$.Size}} DESC, "value") AS "bySize",
    count(*) OVER () AS "values"
  FROM (SELECT {{$d.Name}} AS "value", sum("before") AS "before", sum("after") AS "after" FROM trailq_calls GROUP BY 1)
)
WHERE "byChange" <= {{$.Kept}} OR "bySize" <= {{$.Kept}}
{{- end}}
ORDER BY "dimension", "byChange"
