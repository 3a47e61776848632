-- What each value of each dimension has before and after, what all values moved together,
-- and its rank by change and by size.
CREATE TABLE trailq_ranks AS
WITH valued AS (
{{- range $i, $d := .Dimensions}}
  {{if $i}}UNION ALL
  {{end}}SELECT {{$d.Text}} AS "dimension", {{$d.SQL}} AS "value", sum("before") AS "before", sum("after") AS "after"
  {{template "grouped.sql" $d}}
  GROUP BY 2
{{- end}}
), ranked AS (
  SELECT *,
    row_number() OVER (PARTITION BY "dimension" ORDER BY {{.Change}} DESC, "value") AS "byChange",
    row_number() OVER (PARTITION BY "dimension" ORDER BY {{.Size}} DESC, "value") AS "bySize",
    sum({{.Change}}) OVER (PARTITION BY "dimension") AS "moved",
    count(*) OVER (PARTITION BY "dimension") AS "values"
  FROM valued
)
SELECT "dimension", "value", "before", "after", "moved", "values", "bySize", "byChange"
FROM ranked
WHERE "byChange" <= {{.Kept}} OR "bySize" <= {{.Kept}} OR "value" IS NULL