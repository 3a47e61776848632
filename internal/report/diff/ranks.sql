-- What each value of each dimension has before and after, what all values moved together,
-- and its rank by change and by size.
CREATE TABLE trailq_ranks AS
{{- range $i, $d := .Dimensions}}
{{if $i}}UNION ALL
{{end}}SELECT {{$d.Text}} AS "dimension", "value", "before", "after", "moved", "values", "bySize", "byChange"
FROM (
  SELECT *,
    row_number() OVER (ORDER BY {{$.Change}} DESC, "value") AS "byChange",
    row_number() OVER (ORDER BY {{$.Size}} DESC, "value") AS "bySize",
    sum({{$.Change}}) OVER () AS "moved",
    count(*) OVER () AS "values"
  FROM (
    SELECT {{$d.SQL}} AS "value", sum("before") AS "before", sum("after") AS "after"
    {{template "grouped.sql" $d}}
    GROUP BY 1
  )
)
WHERE "byChange" <= {{$.Kept}} OR "bySize" <= {{$.Kept}} OR "value" IS NULL
{{- end}}
