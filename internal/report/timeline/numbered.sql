-- What timeline.sql says, with numbers in place of texts until few rows are left: trailq's own engine numbers them.
-- By the minute, nearly every event can be a cell of its own: then two numbers wait for each event, since grouping takes more memory and time.
WITH cells AS (
  SELECT
    trino_tuple(substr({{.EventTime}}, 1, {{.SlotLength}})) AS "slot",
    trino_tuple({{.Numbered}}) AS "texts",
    {{if .GroupsCells}}count(*){{else}}1{{end}} AS "events"
  FROM cloudtrail_logs
{{- range $i, $condition := .Where}}
  {{if $i}}  AND{{else}}WHERE{{end}} {{$condition}}
{{- end}}
{{- if .GroupsCells}}
  GROUP BY 1, 2
{{- end}}
),
sums AS (
  SELECT "texts", {{if .GroupsCells}}CAST(sum("events") AS bigint){{else}}count(*){{end}} AS "events" FROM cells GROUP BY 1
),
records AS (
  SELECT
    "texts",
{{- range $i, $name := .NumberedNames}}
    trino_tuple_text("texts", {{$i}}) AS {{$name}},
{{- end}}
    "events"
  FROM sums
),
named AS ( -- a call that several records tell of has one caller
  SELECT
    "texts",
{{- range .Once.By}}
    {{.SQL}} AS {{.Name}},
{{- end}}
{{- if .Presence}}
    "presence_account",
    "presence_region",
{{- end}}
    "events"
  FROM records
),
totals AS (
  SELECT *, sum("events") OVER (PARTITION BY {{.Names}}) AS "total"
  FROM named
),
ranked AS (
  SELECT *, dense_rank() OVER (ORDER BY "total" DESC, {{.Names}}) AS "place"
  FROM totals
),
series AS (
  SELECT
    "texts", "place",
    {{if .Series}}least("place", {{.Others}}){{else}}"place"{{end}} AS "series",
    {{if .Presence}}trino_tuple("presence_account", "presence_region"){{else}}0{{end}} AS "presence"
  FROM ranked
),
counted AS (
  SELECT cells."slot" AS "slot", series."series" AS "series", series."presence" AS "presence", max(series."place") AS "place", {{if .GroupsCells}}sum(cells."events"){{else}}count(*){{end}} AS "events"
  FROM cells JOIN series ON cells."texts" = series."texts"
  GROUP BY 1, 2, 3
),
labels AS (
  SELECT DISTINCT "place", {{.Names}} FROM ranked{{if .Series}} WHERE "place" <= {{.Series}}{{end}}
),
slots AS (
  SELECT
    trino_tuple_text("slot", 0) AS "slot", "series", counted."place" AS "place",
{{- range .By}}
    labels.{{.Name}} AS {{.Name}},
{{- end}}
{{- if .Presence}}
    trino_tuple_text("presence", 0) AS "presence_account",
    trino_tuple_text("presence", 1) AS "presence_region",
{{- end}}
    "events"
  FROM counted LEFT JOIN labels ON counted."series" = labels."place"
),
shown AS (
  SELECT
    {{.Time}} AS "time", "series", "place",
{{- range .By}}
    {{.Name}},
{{- end}}
{{- if .Presence}}
    substr("slot", 1, 13) AS "presence_hour",
    "presence_account",
    "presence_region",
{{- end}}
    "events"
  FROM slots
)
{{template "summed.sql" .}}
