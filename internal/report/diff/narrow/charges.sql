-- What there was at each time: in all, and of each cause with its first and last. What is
-- charged for in both windows together.
WITH {{template "events.sql" .}}, marked AS (
  SELECT CASE WHEN {{.Compared}} THEN "side" END AS "stepSide", "at" AS "stepAt",
{{- range .Causes}}
    CASE WHEN {{.SQL}} THEN 1 ELSE 0 END AS {{.Name}},
{{- end}}
    changes.*
  FROM changes
  WHERE "side" IS NOT NULL
), grouped AS (
  SELECT grouping("stepAt", cost_copy, cost_other) AS "set", "stepSide", "stepAt",
    CAST(sum("amount") AS double) AS "all",
{{- range .Causes}}
    CAST(sum(CASE WHEN {{.Name}} = 1 THEN "amount" ELSE 0 END) AS double) AS {{.Name}}, -- a product would be rounded
    min(CASE WHEN {{.Name}} = 1 AND "amount" > 0 THEN "clock" END) AS {{.First}},
    max(CASE WHEN {{.Name}} = 1 AND "amount" > 0 THEN "clock" END) AS {{.Last}},
{{- end}}
    cost_request, cost_event, cost_region, max(cost_to) AS cost_to, cost_class, cost_copy, cost_free,
    {{.Dollars.Sums}}
  FROM marked
  GROUP BY GROUPING SETS (
    ("stepSide", "stepAt"),
    (cost_request, cost_event, cost_region, cost_class, cost_copy, cost_free, cost_other)
  )
)
SELECT "set", "stepSide" AS "side", "stepAt" AS "at", "all",
{{- range .Causes}}
  {{.Name}}, {{.First}}, {{.Last}},
{{- end}}
  {{.Dollars.Charge}},
  cost_calls, cost_sized, billed_bytes, requests_usd, transfer_usd, trail_usd, retrieval_usd, read_bytes, carried_bytes, carried_usd, moved_bytes
FROM grouped
WHERE "set" = {{.ChargeSet}} OR "stepSide" IS NOT NULL
ORDER BY "set", "side" DESC, "at", {{.Dollars.Charge}}
