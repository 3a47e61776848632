-- They, for what knows whose the addresses are.
SELECT "origin.ip", "origin.endpoint", "origin.region"
FROM trailq_origins
ORDER BY "number"
