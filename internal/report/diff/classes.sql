-- The network path of the answers to each origin of calls.
CREATE TABLE trailq_classes AS
WITH origins AS (
  SELECT DISTINCT coalesce("ip", '') AS cost_address, coalesce("vpce", '') <> '' AS cost_endpoint, coalesce("region", '') AS cost_region
  FROM {{.Table}}
), {{.Located}}
SELECT cost_address AS origin_ip, cost_endpoint AS origin_endpoint, cost_region AS origin_region,
  CASE WHEN cost_endpoint OR cost_address <> '' THEN cost_class END AS class,
  cost_other AS other_region
FROM located
