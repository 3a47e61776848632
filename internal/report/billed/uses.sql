-- What calls to S3 and KMS, and data events, moved on AWS's meters in each hour.
{{- if .Distinct}}
-- An event that was delivered twice, under one eventID, counts twice here.
{{- end}}
WITH {{.Counted}}, {{.Located}}
SELECT
{{- range .By}}
  {{.Name}},
{{- end}}
  bill_hour, bill_account, bill_operation, bill_resource, {{.Keys}},
  CASE WHEN cost_class = 'other region' THEN cost_other END AS bill_to,
  sum(cost_calls) AS calls,
  coalesce(sum(cost_sent), 0) AS bytes
FROM located
GROUP BY {{.Ordinals}}
