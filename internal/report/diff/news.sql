-- What callers did after that was never seen before: a call that the caller never made, or
-- from a network, with an agent or in a region that nobody had.
WITH origins AS (
  SELECT "ip", "region", {{.Network}} AS "network", "before"
  FROM trailq_sums
  WHERE "group" = {{.OriginGroup}}
), addresses AS (
  -- Private addresses come and go.
  SELECT DISTINCT "ip" AS "newIP"
  FROM origins
  WHERE NOT regexp_like("ip", '^(10|127|169[.]254|192[.]168|172[.](1[6-9]|2[0-9]|3[01])|100[.](6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7]))[.]|^f[cde]')
    AND "network" IN (SELECT "network" FROM origins WHERE "network" IS NOT NULL GROUP BY 1 HAVING sum("before") = 0)
), regions AS (
  SELECT "region" AS "newRegion" FROM origins WHERE "region" <> '' GROUP BY 1 HAVING sum("before") = 0
), agents AS (
  SELECT "agent" AS "newAgent" FROM trailq_sums WHERE "group" = {{.AgentGroup}} AND "agent" <> '' GROUP BY 1 HAVING sum("before") = 0
), pairs AS (
  SELECT coalesce("caller", '') AS "newCaller", coalesce("action", '') AS "newAction"
  FROM trailq_changes
  WHERE {{.Compared}}
  GROUP BY 1, 2
  HAVING sum(CASE WHEN "side" = 'before' THEN 1 ELSE 0 END) = 0
), found AS (
  SELECT coalesce("caller", '') AS "caller", coalesce("action", '') AS "action",
    "newAction" IS NOT NULL AS "isNew", "newIP", "newAgent", "newRegion", "write", "error", "at", "clock"
  FROM trailq_changes
  LEFT JOIN pairs ON "newCaller" = coalesce("caller", '') AND "newAction" = coalesce("action", '')
  LEFT JOIN addresses ON "newIP" = coalesce("ip", '')
  LEFT JOIN agents ON "newAgent" = coalesce("agent", '')
  LEFT JOIN regions ON "newRegion" = coalesce("region", '')
  WHERE {{.Compared}} AND "side" = 'after'
    AND ("newAction" IS NOT NULL OR "newIP" IS NOT NULL OR "newAgent" IS NOT NULL OR "newRegion" IS NOT NULL)
), counted AS (
  SELECT "caller", "action", count(*) AS "events",
    sum(CASE WHEN "write" THEN 1 ELSE 0 END) AS "writes",
    sum(CASE WHEN "error" <> '' THEN 1 ELSE 0 END) AS "failures",
    max("isNew") AS "isNew", max("newIP") AS "newIP", max("newAgent") AS "newAgent", max("newRegion") AS "newRegion",
    min("at" || "clock") AS "first"
  FROM found
  GROUP BY 1, 2
)
SELECT "caller", "action", "events", "writes", "failures", "isNew", "newIP", "newAgent", "newRegion", "first",
  count(*) OVER () AS "all",
  CASE WHEN "isNew" THEN 1 ELSE 0 END + CASE WHEN "newIP" IS NULL THEN 0 ELSE 1 END + CASE WHEN "newAgent" IS NULL THEN 0 ELSE 1 END
    + CASE WHEN "newRegion" IS NULL THEN 0 ELSE 1 END AS "novelty"
FROM counted
ORDER BY "novelty" DESC, CASE WHEN "writes" > 0 THEN 0 ELSE 1 END, "events", "caller", "action"
LIMIT {{.Kept}}
