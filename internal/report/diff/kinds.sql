-- The kinds of calls that are charged alike, with their prices.
CREATE TABLE trailq_kinds AS
WITH {{template "located.sql"}}, counted AS (
  SELECT cost_request, cost_event, cost_copy, cost_free, cost_region, cost_class, cost_other,
    sum(cost_calls) AS cost_calls,
    sum(cost_sent) AS cost_sent,
    sum(cost_received) AS cost_received,
    sum(cost_retrieved) AS cost_retrieved,
    sum(cost_sized) AS cost_sized
  FROM located
  GROUP BY 1, 2, 3, 4, 5, 6, 7
), {{.Priced}}
SELECT *
FROM priced
