-- The events that CloudTrail has delivered, by what it charges for them.
{{- if .Distinct}}
-- Events that were delivered twice, under one eventID, have no second copy here.
{{- end}}
WITH events AS (
  SELECT
{{- range .By}}
    {{.SQL}} AS {{.Name}},
{{- end}}
    -- Records before eventVersion 1.07 do not say their category.
    coalesce(eventcategory, CASE
      WHEN eventsource = 's3.amazonaws.com' AND eventname IN ({{.ObjectCalls}}) OR eventsource = 'lambda.amazonaws.com' AND eventname LIKE 'Invoke%' THEN 'Data'
      ELSE 'Management' END) AS trail_category,
    element_at(resources, 1).type AS trail_resource,
    eventsource AS trail_source,
    coalesce(CAST(readonly AS varchar), '') AS trail_readonly,
    -- Where a trail delivers to is before AWSLogs.
    CASE WHEN strpos("$path", 'AWSLogs/') > 0 THEN substr("$path", 1, strpos("$path", 'AWSLogs/') - 1) ELSE '' END AS trail_place,
    awsregion AS trail_region,
    {{.Repeated}} AS trail_repeated
  FROM cloudtrail_logs
{{- range $i, $condition := .Where}}
  {{if $i}}  AND{{else}}WHERE{{end}} {{$condition}}
{{- end}}
), selected AS (
  SELECT *,
    CASE
      WHEN trail_category = 'Data' THEN coalesce(trail_resource, trail_source)
      WHEN trail_category = 'Management' AND trail_readonly = 'true' THEN 'read'
      WHEN trail_category = 'Management' THEN 'write'
      ELSE trail_source END AS trail_selector
  FROM events
)
SELECT
{{- range .By}}
  {{.Name}},
{{- end}}
  trail_category, trail_selector, trail_place, trail_region,
  count(*) AS events,
  count(CASE WHEN trail_repeated THEN 1 END) AS copies
FROM selected
GROUP BY {{.Ordinals}}
