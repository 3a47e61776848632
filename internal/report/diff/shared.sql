-- The record by which a call counts, of the calls that two accounts have a record of.
CREATE TABLE trailq_shared AS
SELECT "trailq_call" AS "call", "side" AS "window", min("trailq_rank") AS "first"
FROM trailq_events
WHERE "trailq_call" IS NOT NULL AND "amount" > 0
GROUP BY 1, 2
HAVING count(*) > 1
