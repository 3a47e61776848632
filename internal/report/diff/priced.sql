-- The dollars of each group. What has no known price costs nothing here.
CREATE TABLE trailq_priced AS
WITH {{template "located.sql"}}, dollars AS (
  SELECT *,
    {{.Dollars}}
  FROM trailq_kinds
), prices AS (
  SELECT *,
    {{.Decimals}}
  FROM dollars
)
SELECT
{{- range .Fields}}
  {{.Name}},
{{- end}}
  "at", "side", cost_first AS "first", cost_last AS "last", located.cost_calls AS "calls",
  located.cost_calls * call_price + CAST(coalesce(located.cost_sent, 0) AS bigint) * byte_price
    + CAST(coalesce(located.cost_received, 0) AS bigint) * received_price + CAST(coalesce(located.cost_retrieved, 0) AS bigint) * read_price AS "amount",
  located.cost_calls * call_usd * call_usd + 2 * call_usd * coalesce(located.cost_sent, 0) * byte_usd + coalesce(located.cost_squares, 0) * byte_usd * byte_usd AS "squares"
FROM located
JOIN prices ON coalesce(prices.cost_request, '') = coalesce(located.cost_request, '')
  AND prices.cost_event = located.cost_event AND prices.cost_copy = located.cost_copy AND prices.cost_free = located.cost_free
  AND coalesce(prices.cost_region, '') = coalesce(located.cost_region, '')
  AND coalesce(prices.cost_class, '') = coalesce(located.cost_class, '')
  AND coalesce(prices.cost_other, '') = coalesce(located.cost_other, '')
