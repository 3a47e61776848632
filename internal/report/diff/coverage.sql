-- How many events there are at each time, of the accounts and regions with most.
WITH pairs AS (
  SELECT coalesce("account", '') AS "pairAccount", coalesce("region", '') AS "pairRegion", {{.Events}} AS "pairEvents"
  FROM trailq_changes
  GROUP BY 1, 2
  ORDER BY 3 DESC, 1, 2
  LIMIT {{.Pairs}}
)
SELECT "side", "pairAccount" AS "account", "pairRegion" AS "region", substr("at", 1, {{.Length}}) AS "time", {{.Events}} AS "events"
FROM trailq_changes
LEFT JOIN pairs ON "pairAccount" = coalesce("account", '') AND "pairRegion" = coalesce("region", '')
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4
