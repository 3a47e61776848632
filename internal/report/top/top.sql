-- The most common calls{{if .Sum.SQL.String}}, by the sum of a number of theirs{{end}}.
{{- if .Distinct}}
-- An event that was delivered twice, under one eventID, counts twice here.
{{- end}}
WITH {{if .Once.IsNeeded}}records{{else}}calls{{end}} AS (
  SELECT
{{- range .By}}
    {{.SQL}} AS {{.Name}},
{{- end}}
{{- range .Once.Keys}}
    {{.SQL}} AS {{.Name}},
{{- end}}
{{- range .Once.Sums}}
    {{.SQL}} AS {{.Name}},
{{- end}}
    count(*) AS "events"
  FROM cloudtrail_logs
{{- range $i, $condition := .Where}}
  {{if $i}}  AND{{else}}WHERE{{end}} {{$condition}}
{{- end}}
  GROUP BY {{.Ordinals}}
){{if .Once.IsNeeded}}, named AS (
  -- A call that several records tell of has one caller, and its bytes count once.
  SELECT
{{- range .Once.By}}
    {{.SQL}} AS {{.Name}},
{{- end}}
{{- if not .Once.Amount.IsNone}}
    {{.Once.Amount}} AS {{.Sum.Name}},
{{- end}}
    "events"
  FROM records
), calls AS (
  SELECT
{{- range .By}}
    {{.Name}},
{{- end}}
{{- if not .Once.Amount.IsNone}}
    CAST(coalesce(sum({{.Sum.Name}}), 0) AS bigint) AS {{.Sum.Name}},
{{- end}}
    CAST(sum("events") AS bigint) AS "events"
  FROM named
  GROUP BY {{range $i, $d := .By}}{{if $i}}, {{end}}{{$d.Ordinal}}{{end}}
){{end}}
SELECT
{{- range .By}}
  {{.Name}},
{{- end}}
{{- if .Sum.SQL.String}}
  {{.Sum.Name}},
{{- end}}
  "events",
  round(CAST({{.Measure}} AS double) / nullif(sum({{.Measure}}) OVER (), 0), 6) AS "share",
  sum({{.Measure}}) OVER () AS "total",
  count(*) OVER () AS "groups"
FROM calls
ORDER BY {{.Measure}} DESC, {{if .Sum.SQL.String}}"events" DESC, {{end}}{{range $i, $d := .By}}{{if $i}}, {{end}}{{$d.Name}}{{end}}
{{- if .Limit}}
LIMIT {{.Limit}}
{{- end}}
