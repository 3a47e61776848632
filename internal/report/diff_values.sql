-- What each value of each dimension has before and after: those that changed most, and the largest.
WITH sums AS (
  SELECT dimension, value, sum("before") AS "before", sum("after") AS "after"
  FROM trailq_calls
  CROSS JOIN UNNEST(
    ARRAY[{{range $i, $d := .Dimensions}}{{if $i}}, {{end}}{{$d.Text}}{{end}}],
    ARRAY[{{range $i, $d := .Dimensions}}{{if $i}}, {{end}}{{$d.Name}}{{end}}]
  ) AS each (dimension, value)
  GROUP BY 1, 2
), ranked AS (
  SELECT *,
    row_number() OVER (PARTITION BY dimension ORDER BY abs("after" - "before" * {{.Ratio}}) DESC, value) AS "byChange",
    row_number() OVER (PARTITION BY dimension ORDER BY "after" + "before" * {{.Ratio}} DESC, value) AS "bySize",
    count(*) OVER (PARTITION BY dimension) AS "values"
  FROM sums
)
SELECT dimension, value, "before", "after", "values", "bySize"
FROM ranked
WHERE "byChange" <= {{.Kept}} OR "bySize" <= {{.Kept}}
ORDER BY dimension, "byChange"
