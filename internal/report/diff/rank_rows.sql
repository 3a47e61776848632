-- The ranks, for the table of changes.
SELECT "dimension", "value", CAST("before" AS double) AS "before", CAST("after" AS double) AS "after", "values", "bySize", "byChange", CAST("moved" AS double) AS "moved"
FROM trailq_ranks
ORDER BY "dimension", "byChange"
