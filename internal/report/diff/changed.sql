-- The calls that changed something shortly before a cause began: those that are rare
-- first. Calls on objects and failed calls changed nothing of interest.
WITH writes AS (
  SELECT "at" || "clock" AS "time", "call", "caller", coalesce("resource", "bucket") AS "target", "account"
  FROM trailq_changes
  WHERE "write" AND coalesce("folder", '') = '' AND coalesce("error", '') = ''
), usual AS (
  SELECT "call" AS "usualCall", count(*) AS "calls"
  FROM writes
  GROUP BY 1
)
SELECT "time", "call", "caller", "target", "account", max("calls") AS "calls"
FROM writes
JOIN usual ON "usualCall" = "call"
WHERE {{.During}}
GROUP BY 1, 2, 3, 4, 5
ORDER BY 6, 1, 2, 3, 4, 5
LIMIT {{.Most}}
