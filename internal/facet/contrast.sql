-- The values of a field whose share in a selection differs most from their share in the rest.
WITH {{template "groups.sql" .}}
SELECT "value" || '', "selected", "rest", "selectedShare", "restShare"
FROM (
  SELECT "value", "selected", "rest", "selected" / {{.Selected}} AS "selectedShare", "rest" / {{.Rest}} AS "restShare"
  FROM (
    SELECT "value", "selected", "events" - "selected" AS "rest"
    FROM grouped
  )
  ORDER BY abs("selected" / {{.Selected}} - "rest" / {{.Rest}}) DESC, "selected" DESC, "value"
  LIMIT {{.Limit}}
)
ORDER BY abs("selectedShare" - "restShare") DESC, "selected" DESC, 1
