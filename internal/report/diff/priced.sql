-- The dollars of each group. What has no known price costs nothing here.
CREATE TABLE trailq_changes AS
WITH {{template "located.sql"}}, {{.Priced}}, amounts AS (
  SELECT *,
    coalesce(cost_requests * cost_request_usd, 0) + coalesce(cost_events * cost_event_usd, 0) AS calls_usd,
    coalesce(cost_billed * cost_byte_usd, 0) AS bytes_usd,
    coalesce(CASE WHEN cost_billed > 0 THEN cost_squares * cost_byte_usd * cost_byte_usd END, 0) AS bytes_squares
  FROM priced
)
SELECT
{{- range .Fields}}
  {{.Name}},
{{- end}}
  "at", "side", cost_first AS "first", cost_last AS "last",
  CAST(calls_usd + bytes_usd AS decimal(38, 15)) AS "amount",
  CAST((calls_usd * calls_usd + 2 * calls_usd * bytes_usd) / cost_calls + bytes_squares AS decimal(38, 20)) AS "squares"
FROM amounts
