-- The values of a field whose share in a selection differs most from their share in the rest.
WITH {{template "groups.sql" .}}, shares AS (
  SELECT "value", "selected", "rest",
    coalesce(CAST("selected" AS double) / nullif(sum("selected") OVER (), 0), 0) AS "selectedShare",
    coalesce(CAST("rest" AS double) / nullif(sum("rest") OVER (), 0), 0) AS "restShare"
  FROM grouped
)
SELECT CAST("value" AS varchar), "selected", "rest", "selectedShare", "restShare"
FROM shares
ORDER BY abs("selectedShare" - "restShare") DESC, "selected" DESC, "value"
LIMIT {{.Limit}}
