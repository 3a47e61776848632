-- What tells where calls came from.
CREATE TABLE trailq_origins AS
SELECT "origin.ip", "origin.endpoint", "origin.region",
  row_number() OVER (ORDER BY "origin.ip", "origin.endpoint", "origin.region") AS "number"
FROM (
  SELECT DISTINCT coalesce("ip", '') AS "origin.ip", coalesce("vpce", '') <> '' AS "origin.endpoint", coalesce("region", '') AS "origin.region"
  FROM trailq_changes
)
