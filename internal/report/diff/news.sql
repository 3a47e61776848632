-- What one window has and the other one has not: a call that a caller made, or a call from
-- a network, with an agent or in a region.
WITH origins AS (
  SELECT "ip", "region", {{.Network}} AS "network", "before", "after"
  FROM trailq_sums
  WHERE "group" = {{.OriginGroup}}
), networks AS (
  SELECT "network" AS "onlyNetwork"
  FROM origins
  WHERE "network" IS NOT NULL
  GROUP BY 1
  HAVING sum("before") = 0 OR sum("after") = 0
), addresses AS (
  -- Private addresses come and go.
  SELECT DISTINCT "ip" AS "onlyIP"
  FROM origins
  JOIN networks ON "onlyNetwork" = "network"
  WHERE NOT regexp_like("ip", '{{.Private}}')
), regions AS (
  SELECT "region" AS "onlyRegion" FROM origins WHERE "region" <> '' GROUP BY 1 HAVING sum("before") = 0 OR sum("after") = 0
), agents AS (
  SELECT "agent" AS "onlyAgent" FROM trailq_sums WHERE "group" = {{.AgentGroup}} AND "agent" <> '' GROUP BY 1 HAVING sum("before") = 0 OR sum("after") = 0
), pairs AS (
  SELECT coalesce("caller", '') AS "onlyCaller", coalesce("call", '') AS "onlyCall"
  FROM trailq_changes
  WHERE {{.Compared}}
  GROUP BY 1, 2
  HAVING sum(CASE WHEN "side" = 'before' THEN 1 ELSE 0 END) IN (0, count(*))
), found AS (
  SELECT "side", coalesce("caller", '') AS "caller", coalesce("call", '') AS "call",
    "onlyCall" IS NOT NULL AS "isOwn", "onlyIP", "onlyAgent", "onlyRegion", "write", "error", "at", "clock"
  FROM trailq_changes
  LEFT JOIN pairs ON "onlyCaller" = coalesce("caller", '') AND "onlyCall" = coalesce("call", '')
  LEFT JOIN addresses ON "onlyIP" = coalesce("ip", '')
  LEFT JOIN agents ON "onlyAgent" = coalesce("agent", '')
  LEFT JOIN regions ON "onlyRegion" = coalesce("region", '')
  WHERE {{.Compared}}
    AND ("onlyCall" IS NOT NULL OR "onlyIP" IS NOT NULL OR "onlyAgent" IS NOT NULL OR "onlyRegion" IS NOT NULL)
), counted AS (
  SELECT "side", "caller", "call", count(*) AS "events",
    sum(CASE WHEN "write" THEN 1 ELSE 0 END) AS "writes",
    sum(CASE WHEN "error" <> '' THEN 1 ELSE 0 END) AS "failures",
    max("isOwn") AS "isOwn", max("onlyIP") AS "ip", max("onlyAgent") AS "agent", max("onlyRegion") AS "region",
    min("at" || "clock") AS "first", max("at" || "clock") AS "last"
  FROM found
  GROUP BY 1, 2, 3
), ranked AS (
  SELECT *, row_number() OVER (PARTITION BY "side" ORDER BY
      CASE WHEN "isOwn" THEN 1 ELSE 0 END + CASE WHEN "ip" IS NULL THEN 0 ELSE 1 END + CASE WHEN "agent" IS NULL THEN 0 ELSE 1 END
        + CASE WHEN "region" IS NULL THEN 0 ELSE 1 END DESC,
      CASE WHEN "writes" > 0 THEN 0 ELSE 1 END, "events", "caller", "call") AS "rank"
  FROM counted
)
SELECT "side", "caller", "call", "events", "writes", "failures", "isOwn", "ip", "agent", "region", "first", "last"
FROM ranked
WHERE "rank" <= {{.Kept}}
ORDER BY "side", "rank"
