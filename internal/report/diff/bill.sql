-- What is charged for in both windows together: where dollars are NULL, no price is
-- known.
WITH {{template "located.sql"}}, counted AS (
  SELECT cost_request, cost_event, cost_copy, cost_free, cost_region, cost_class, cost_other,
    sum(cost_calls) AS cost_calls,
    sum(cost_sent) AS cost_sent,
    sum(cost_sized) AS cost_sized
  FROM located
  GROUP BY 1, 2, 3, 4, 5, 6, 7
), {{.Priced}}
SELECT {{.Charge}},
    {{.Sums}}
FROM priced
GROUP BY {{.Charge}}
ORDER BY {{.Charge}}
