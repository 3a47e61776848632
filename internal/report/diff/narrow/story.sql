-- What there was at each time: in all, and of each cause with its first and last. The calls
-- that changed something shortly before a cause began.
{{- if .News}} What only one of the windows has:
-- a call of a caller, a network, an agent or a region.{{end}}
WITH {{template "events.sql" .}}, marked AS (
  SELECT
    CASE WHEN {{.Compared}} THEN "side" END AS "stepSide", "at" AS "stepAt",
    CASE WHEN "write" AND coalesce("folder", '') = '' AND coalesce("error", '') = '' THEN "call" END AS "writeCall",
    CASE WHEN "write" AND coalesce("folder", '') = '' AND coalesce("error", '') = '' AND ({{.Near}}) THEN 1 ELSE 0 END AS "isNear",
{{- if .News}}
    coalesce("caller", '') AS "newsCaller", coalesce("call", '') AS "newsCall",
    CASE WHEN NOT regexp_like("ip", '{{.Private}}') THEN {{.Network}} END AS "newsNetwork",
    nullif("agent", '') AS "newsAgent", nullif("region", '') AS "newsRegion",
{{- else}}
    CAST(NULL AS varchar) AS "newsCaller", CAST(NULL AS varchar) AS "newsCall", CAST(NULL AS varchar) AS "newsNetwork",
    CAST(NULL AS varchar) AS "newsAgent", CAST(NULL AS varchar) AS "newsRegion",
{{- end}}
{{- range .Causes}}
    CASE WHEN {{.SQL}} THEN 1 ELSE 0 END AS {{.Name}},
{{- end}}
    changes.*
  FROM (SELECT *, "at" || "clock" AS "time" FROM changes) AS changes
), masked AS (
  SELECT *,
    CASE WHEN "isNear" = 1 THEN "time" END AS "writeTime",
    CASE WHEN "isNear" = 1 THEN "caller" END AS "writeCaller",
    CASE WHEN "isNear" = 1 THEN coalesce("resource", "bucket") END AS "writeTarget",
    CASE WHEN "isNear" = 1 THEN "account" END AS "writeAccount"
  FROM marked
), grouped AS (
  SELECT grouping("stepAt", "writeCall", "newsCall") AS "set",
    "stepSide", "stepAt", "writeTime", "writeCall", "writeCaller", "writeTarget", "writeAccount",
    "newsCaller", "newsCall", "newsNetwork", "newsAgent", "newsRegion",
    count(*) AS "events",
    sum("amount") AS "all",
{{- range .Causes}}
    sum({{.Name}} * "amount") AS {{.Name}},
    min(CASE WHEN {{.Name}} = 1{{if $.CanBeNothing}} AND "amount" > 0{{end}} THEN "clock" END) AS {{.First}},
    max(CASE WHEN {{.Name}} = 1{{if $.CanBeNothing}} AND "amount" > 0{{end}} THEN "clock" END) AS {{.Last}},
{{- end}}
    sum(CASE WHEN "write" THEN 1 ELSE 0 END) AS "writes",
    sum(CASE WHEN "error" <> '' THEN 1 ELSE 0 END) AS "failures",
    max("ip") AS "ip", min("time") AS "first", max("time") AS "last"
  FROM masked
  GROUP BY GROUPING SETS (
    ("stepSide", "stepAt"),
    ("writeCall", "writeTime", "writeCaller", "writeTarget", "writeAccount"),
    ("stepSide", "newsCaller", "newsCall", "newsNetwork", "newsAgent", "newsRegion")
  )
), compared AS (
  SELECT *,
    CASE WHEN "set" = {{.WriteSet}} THEN sum("events") OVER (PARTITION BY "set", "writeCall", "newsCaller", "newsCall") ELSE 0 END AS "usual",
    CASE WHEN "set" = {{.NewsSet}} AND min("stepSide") OVER (PARTITION BY "set", "newsCaller", "newsCall") = max("stepSide") OVER (PARTITION BY "set", "newsCaller", "newsCall") THEN 1 ELSE 0 END AS "isOwn",
    CASE WHEN "newsNetwork" IS NOT NULL AND min("stepSide") OVER (PARTITION BY "set", coalesce("newsNetwork", "newsCaller")) = max("stepSide") OVER (PARTITION BY "set", coalesce("newsNetwork", "newsCaller")) THEN "ip" END AS "onlyIP",
    CASE WHEN "newsAgent" IS NOT NULL AND min("stepSide") OVER (PARTITION BY "set", coalesce("newsAgent", "newsCaller")) = max("stepSide") OVER (PARTITION BY "set", coalesce("newsAgent", "newsCaller")) THEN "newsAgent" END AS "onlyAgent",
    CASE WHEN "newsRegion" IN ({{.OnlyRegions}}) THEN "newsRegion" END AS "onlyRegion"
  FROM grouped
  WHERE "set" = {{.StepSet}} AND "stepSide" IS NOT NULL OR "set" = {{.WriteSet}} AND "writeCall" IS NOT NULL OR "set" = {{.NewsSet}} AND "stepSide" IS NOT NULL AND "newsCall" IS NOT NULL
), found AS (
  SELECT "set", "stepSide", "stepAt", "writeTime", "writeCall", "writeCaller", "writeTarget", "writeAccount", "newsCaller", "newsCall",
    max("all") AS "all",
{{- range .Causes}}
    max({{.Name}}) AS {{.Name}}, max({{.First}}) AS {{.First}}, max({{.Last}}) AS {{.Last}},
{{- end}}
    max("usual") AS "usual", sum("events") AS "events", sum("writes") AS "writes", sum("failures") AS "failures",
    max("isOwn") AS "isOwn", max("onlyIP") AS "ip", max("onlyAgent") AS "agent", max("onlyRegion") AS "region",
    min("first") AS "first", max("last") AS "last"
  FROM compared
  WHERE "set" = {{.StepSet}} OR "writeTime" IS NOT NULL
    OR "set" = {{.NewsSet}} AND ("isOwn" = 1 OR "onlyIP" IS NOT NULL OR "onlyAgent" IS NOT NULL OR "onlyRegion" IS NOT NULL)
  GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
), ranked AS (
  SELECT *, row_number() OVER (PARTITION BY "set", "stepSide" ORDER BY
      "isOwn" + CASE WHEN "ip" IS NULL THEN 0 ELSE 1 END + CASE WHEN "agent" IS NULL THEN 0 ELSE 1 END + CASE WHEN "region" IS NULL THEN 0 ELSE 1 END DESC,
      CASE WHEN "set" = {{.NewsSet}} AND "writes" > 0 THEN 0 ELSE 1 END,
      CASE WHEN "set" = {{.NewsSet}} THEN "events" ELSE "usual" END,
      "newsCaller", "newsCall", "stepAt", "writeTime", "writeCall", "writeCaller", "writeTarget", "writeAccount") AS "rank"
  FROM found
)
SELECT "set",
  "stepSide" AS "side", "stepAt" AS "at", CAST("all" AS double) AS "all"
{{- range .Causes}}, CAST({{.Name}} AS double) AS {{.Name}}, {{.First}}, {{.Last}}{{end}},
  "writeTime" AS "time", "writeCall", "writeCaller", "writeTarget", "writeAccount", "usual",
  "stepSide" AS "newsSide", "newsCaller", "newsCall", "events", "writes", "failures", "isOwn" = 1 AS "isOwn", "ip", "agent", "region", "first", "last"
FROM ranked
WHERE "set" = {{.StepSet}} OR "set" = {{.WriteSet}} AND "rank" <= {{.MostWrites}} OR "set" = {{.NewsSet}} AND "rank" <= {{.MostNews}}
ORDER BY "set", CASE WHEN "set" = {{.StepSet}} THEN "side" END DESC, "at", "side", "rank"
