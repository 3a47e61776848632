-- What each value of each dimension has before and after, with its ranks by change and by
-- size; how many events there are at each time, of the accounts and regions with most; and
-- the ARNs of callers that some records name by an ID alone.
WITH {{template "events.sql" .}}, described AS (
  SELECT
{{- range $i, $d := .Dimensions}}
    {{$d.SQL}} AS "value{{$i}}",
{{- end}}
    CASE WHEN "trailq_principal" IS NULL THEN '' ELSE "trailq_principal" END AS "principal",
    "side", coalesce("account", '') AS "pairAccount", coalesce("region", '') AS "pairRegion", substr("at", 1, {{.HourLength}}) AS "time",
    CASE WHEN {{.Compared}} THEN 1 ELSE 0 END AS "isCompared", "amount"
  FROM changes
), grouped AS (
  SELECT grouping({{range $i, $d := .Dimensions}}"value{{$i}}", {{end}}"time") AS "set",
    coalesce({{range $i, $d := .Dimensions}}{{if $i}}, {{end}}"value{{$i}}"{{end}}) AS "value", "principal", "side", "pairAccount", "pairRegion", "time",
    sum(CASE WHEN "isCompared" = 1 AND "beforeSide" = 1 THEN "amount" ELSE 0 END) AS "before",
    sum(CASE WHEN "isCompared" = 1 AND "beforeSide" = 0 THEN "amount" ELSE 0 END) AS "after",
    sum("isCompared") AS "compared", {{if .Dollars.IsSet}}count("side"){{else}}count(*){{end}} AS "events"
  FROM (SELECT *, CASE WHEN "side" = 'before' THEN 1 ELSE 0 END AS "beforeSide" FROM described)
  GROUP BY GROUPING SETS ({{range $i, $d := .Dimensions}}("value{{$i}}"{{if $d.IsCaller}}, "principal"{{end}}), {{end}}("side", "pairAccount", "pairRegion", "time"))
), known AS (
  SELECT *,
    min(CASE WHEN "value" LIKE 'arn:%' THEN "value" END) OVER (PARTITION BY "set", coalesce("principal", "value", "time")) AS "firstARN",
    max(CASE WHEN "value" LIKE 'arn:%' THEN "value" END) OVER (PARTITION BY "set", coalesce("principal", "value", "time")) AS "lastARN",
    sum("events") OVER (PARTITION BY "set", coalesce("pairAccount", "value"), "pairRegion") AS "pairEvents"
  FROM grouped
), named AS (
  SELECT *,
    CASE WHEN "principal" <> '' AND coalesce("value", '') NOT LIKE 'arn:%' AND "firstARN" = "lastARN" THEN "firstARN" END AS "arn",
    dense_rank() OVER (PARTITION BY "set" ORDER BY "pairEvents" DESC, "pairAccount", "pairRegion") AS "pairRank"
  FROM known
), summed AS (
  SELECT "set", coalesce("arn", "value") AS "value", CASE WHEN "arn" IS NOT NULL THEN "principal" END AS "principal",
    CASE WHEN "pairRank" <= {{.Pairs}} THEN "pairAccount" END AS "pairAccount", CASE WHEN "pairRank" <= {{.Pairs}} THEN "pairRegion" END AS "pairRegion", "side", "time",
    sum("before") AS "before", sum("after") AS "after", sum("compared") AS "compared", sum("events") AS "events"
  FROM named
  GROUP BY 1, 2, 3, 4, 5, 6, 7
), totals AS (
  -- A value has a row for each ID that stands for it. The first one counts.
  SELECT *,
    sum("before") OVER (PARTITION BY "set", "value", "time", "side", "pairAccount", "pairRegion") AS "allBefore",
    sum("after") OVER (PARTITION BY "set", "value", "time", "side", "pairAccount", "pairRegion") AS "allAfter",
    sum("compared") OVER (PARTITION BY "set", "value", "time", "side", "pairAccount", "pairRegion") AS "allCompared",
    row_number() OVER (PARTITION BY "set", "value", "time", "side", "pairAccount", "pairRegion" ORDER BY "principal") AS "nth"
  FROM summed
), ranked AS (
  SELECT *,
    CASE WHEN "nth" = 1 AND "allCompared" > 0 THEN 1 ELSE 0 END AS "counts",
    row_number() OVER (PARTITION BY "set" ORDER BY CASE WHEN "nth" = 1 AND "allCompared" > 0 THEN 0 ELSE 1 END, {{.Change}} DESC, "value") AS "byChange",
    row_number() OVER (PARTITION BY "set" ORDER BY CASE WHEN "nth" = 1 AND "allCompared" > 0 THEN 0 ELSE 1 END, {{.Size}} DESC, "value") AS "bySize",
    sum(CASE WHEN "nth" = 1 AND "allCompared" > 0 THEN {{.Change}} END) OVER (PARTITION BY "set") AS "moved",
    sum(CASE WHEN "nth" = 1 AND "allCompared" > 0 THEN 1 ELSE 0 END) OVER (PARTITION BY "set") AS "values",
    row_number() OVER (PARTITION BY "set" ORDER BY CASE WHEN "principal" IS NULL THEN 1 ELSE 0 END, "events" DESC, "principal") AS "byCaller"
  FROM totals
)
SELECT "set", "value", CAST("allBefore" AS double) AS "before", CAST("allAfter" AS double) AS "after", "values", "bySize", "byChange", CAST("moved" AS double) AS "moved",
  "counts", "principal", "side", "pairAccount", "pairRegion", "time", "events"
FROM ranked
WHERE "set" = {{.HourSet}} OR "counts" = 1 AND ("byChange" <= {{.Kept}} OR "bySize" <= {{.Kept}} OR "value" IS NULL) OR "principal" IS NOT NULL AND "byCaller" <= {{.Callers}}
ORDER BY "set", "byChange"
