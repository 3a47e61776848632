-- One row for each event, with the fields that are counted{{if .Priced}} and what the event cost{{end}}.
{{if .Priced}}WITH {{.Counted}}, {{.Located}}, {{.Priced}}, sums AS (
  SELECT cost_file, cost_record,
    {{.Charges}}
  FROM priced
  GROUP BY cost_file, cost_record
), event_costs AS (
  SELECT cost_file, cost_record,
    CAST(coalesce(requests_usd, 0) + coalesce(transfer_usd, 0) + coalesce(trail_usd, 0) + coalesce(retrieval_usd, 0) AS double) AS cost_usd
  FROM sums
  WHERE requests_usd IS NOT NULL OR transfer_usd IS NOT NULL OR trail_usd IS NOT NULL
)
{{end}}SELECT
  CAST(round(to_unixtime({{.Instant}}) * 1000) AS bigint) AS {{.Time}},
{{- range .Fields}}
  {{.SQL}} AS {{.Name}},
{{- end}}
{{- range .Keys}}
  {{.SQL}} AS {{.Name}},
{{- end}}
{{- range .Sums}}
  {{.SQL}} AS {{.Name}},
{{- end}}
{{- if .Priced}}
  cost_usd AS "dollars",
{{- end}}
  "$path" AS {{.File}},
  CAST("$record_number" AS integer) AS {{.Record}}
FROM cloudtrail_logs
{{- if .Priced}}
LEFT JOIN event_costs ON cost_file = "$path" AND cost_record = "$record_number"
{{- end}}
