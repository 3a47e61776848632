-- {{if not .By}}All events{{else if .Series}}The largest series{{else}}All series{{end}} in time, in UTC
{{- if not .Every}}, by the minute: trailq adds up as many as fit the span{{end}}.
{{- if .Presence}}
-- The rows that have no series tell in which hours each account and region has events.
{{- end}}
{{- if .Distinct}}
-- An event that was delivered twice, under one eventID, counts twice here.
{{- end}}
WITH {{if .Once.IsNeeded}}records{{else}}calls{{end}} AS (
  SELECT
    substr({{.EventTime}}, 1, {{.SlotLength}}) AS "slot",
{{- range .By}}
    {{.SQL}} AS {{.Name}},
{{- end}}
{{- if .Presence}}
    coalesce(recipientaccountid, useridentity.accountid) AS "presence_account",
    awsregion AS "presence_region",
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
  GROUP BY {{.Ordinals (len .Once.Keys)}}
),
{{- if .Once.IsNeeded}}
named AS ( -- a call that several records tell of has one caller, and its bytes count once
  SELECT
    "slot",
{{- range .Once.By}}
    {{.SQL}} AS {{.Name}},
{{- end}}
{{- if .Presence}}
    "presence_account",
    "presence_region",
{{- end}}
{{- if .Sum.SQL.String}}
    {{.Once.Amount}} AS {{.Sum.Name}},
{{- end}}
    "events"
  FROM records
),
calls AS (
  SELECT
    "slot",
{{- range .By}}
    {{.Name}},
{{- end}}
{{- if .Presence}}
    "presence_account",
    "presence_region",
{{- end}}
{{- if .Sum.SQL.String}}
    CAST(coalesce(sum({{.Sum.Name}}), 0) AS bigint) AS {{.Sum.Name}},
{{- end}}
    CAST(sum("events") AS bigint) AS "events"
  FROM named
  GROUP BY {{.Ordinals 0}}
),
{{- end}}
{{- if .By}}
totals AS (
  SELECT *, sum({{.Measure}}) OVER (PARTITION BY {{.Names}}) AS "total"
  FROM calls
),
ranked AS (
  SELECT *, dense_rank() OVER (ORDER BY "total" DESC, {{.Names}}) AS "place"
  FROM totals
),
{{- end}}
shown AS (
  SELECT
    {{.Time}} AS "time",
{{- if .By}}
    {{if .Series}}least("place", {{.Others}}){{else}}"place"{{end}} AS "series",
    "place",
{{- else}}
    1 AS "series",
    1 AS "place",
{{- end}}
{{- range .By}}
    {{if $.Series}}CASE WHEN "place" <= {{$.Series}} THEN {{.Name}} END AS {{end}}{{.Name}},
{{- end}}
{{- if .Presence}}
    substr("slot", 1, 13) AS "presence_hour",
    "presence_account",
    "presence_region",
{{- end}}
{{- if .Sum.SQL.String}}
    {{.Sum.Name}},
{{- end}}
    "events"
  FROM {{if .By}}ranked{{else}}calls{{end}}
)
{{template "summed.sql" .}}
