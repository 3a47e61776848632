-- The ranks, for the table of changes.
SELECT "dimension", "value", "before", "after", "values", "bySize", "byChange"
FROM trailq_ranks
ORDER BY "dimension", "byChange"
