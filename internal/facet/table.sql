-- One row for each event, with the fields that are counted.
SELECT
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
  "$path" AS {{.File}},
  CAST("$record_number" AS integer) AS {{.Record}}
FROM cloudtrail_logs
