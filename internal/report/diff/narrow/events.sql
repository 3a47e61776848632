{{if .Dollars.IsSet}}{{.Dollars.Kinds}}, origins AS (
  -- Callers are named alike.
  SELECT
{{- range .Fields}}
    {{if .IsCaller}}{{$.CallerSQL .Name}} AS {{.Name}}{{else}}{{.Name}}{{end}},
{{- end}}
    "trailq_principal", "at", "side", cost_clock AS "clock",
    cost_request, cost_event, cost_copy, cost_free, 1 AS cost_calls,
    cost_bytes AS cost_sent, cost_bytes_in AS cost_received, cost_bytes * cost_retrieves AS cost_retrieved,
    CASE WHEN cost_bytes IS NULL THEN 0 ELSE 1 END AS cost_sized,
    coalesce("ip", '') AS cost_address, coalesce("vpce", '') <> '' AS cost_endpoint, coalesce("region", '') AS cost_region
  FROM kinds
), {{.Located}}, {{.Dollars.Priced}}, dollars AS (
  SELECT *,
    {{.Dollars.Prices}}
  FROM priced
), prices AS (
  SELECT *,
    {{.Dollars.Decimals}}
  FROM dollars
), changes AS (
  SELECT *,
    CASE WHEN cost_endpoint OR cost_address <> '' THEN cost_class END AS "class",
    call_price + CAST(coalesce(cost_sent, 0) AS decimal(16, 0)) * byte_price
      + CAST(coalesce(cost_received, 0) AS decimal(16, 0)) * received_price + CAST(coalesce(cost_retrieved, 0) AS decimal(16, 0)) * read_price AS "amount",
    (call_usd + coalesce(cost_sent, 0) * byte_usd) * (call_usd + coalesce(cost_sent, 0) * byte_usd) AS "squares"
  FROM prices
)
{{- else}}events AS (
  SELECT
{{- range .Fields}}
    {{.SQL}} AS {{.Name}},
{{- end}}
{{- range .Keys}}
    {{.SQL}} AS {{.Name}},
{{- end}}
    {{.At}} AS "at",
    {{.Side}} AS "side",
    {{if .Amount.IsNone}}1{{else}}{{.Amount}}{{end}} AS "amount",
    {{.Clock}} AS "clock",
    {{.Write}} AS "write"
  FROM cloudtrail_logs
{{- range $i, $condition := .Where}}
  {{if $i}}  AND{{else}}WHERE{{end}} {{$condition}}
{{- end}}
), origins AS (
  -- Callers are named alike{{if not .Amount.IsNone}}, and the amount of a call counts once{{end}}.
  SELECT
{{- range .Fields}}
    {{if .IsCaller}}{{$.CallerSQL .Name}} AS {{.Name}}{{else}}{{.Name}}{{end}},
{{- end}}
    "trailq_principal", "at", "side", "clock", "write",
    {{if .Amount.IsNone}}"amount"{{else}}CASE
      WHEN coalesce("trailq_call", nullif(substr("trailq_rank", 2), '')) IS NULL THEN "amount"
      WHEN row_number() OVER (PARTITION BY coalesce("trailq_call", substr("trailq_rank", 2)), "side" ORDER BY CASE WHEN "amount" > 0 THEN 0 ELSE 1 END, "trailq_rank") = 1 THEN "amount"
      ELSE 0 END AS "amount"{{end}},
    coalesce("ip", '') AS cost_address, coalesce("vpce", '') <> '' AS cost_endpoint, coalesce("region", '') AS cost_region
  FROM events
), {{with .Located}}{{.}}, {{end}}changes AS (
  SELECT *{{if .Located}}, CASE WHEN cost_endpoint OR cost_address <> '' THEN cost_class END AS "class"{{end}}
  FROM {{if .Located}}located{{else}}origins{{end}}
)
{{- end}}
