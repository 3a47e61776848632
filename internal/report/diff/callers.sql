-- The ARNs of callers that some records name by an ID alone.
CREATE TABLE trailq_callers AS
SELECT "trailq_principal" AS "principal", max("caller") AS "arn"
FROM trailq_events
WHERE "trailq_principal" IS NOT NULL AND "caller" LIKE 'arn:%'
GROUP BY 1
HAVING min("caller") = max("caller")
