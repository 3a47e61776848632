-- What calls to S3, KMS and other services cost, and data events: the groups that cost
-- most come first. The rows after them, whose cost_group is false, say what is charged for
-- in all groups together: where dollars are NULL there, no price is known, and they are
-- missing in the groups, too. Objects of the bucket cost_assumed are priced as STANDARD,
-- since nothing says their class.
{{- if .Distinct}}
-- An event that was delivered twice, under one eventID, counts twice here.
{{- end}}
WITH {{.Counted}}, {{.Located}}, placed AS (
  SELECT
    {{.Placed}},
    sum(cost_calls) AS cost_calls,
    sum(cost_sent) AS cost_sent,
    sum(cost_received) AS cost_received,
    sum(cost_retrieved) AS cost_retrieved,
    sum(cost_sized) AS cost_sized
  FROM located
  GROUP BY {{.PlacedOrdinals}}
), {{.Priced}}, sums AS (
  SELECT
{{- range .By}}
    {{.SQL}} AS {{.Name}},
{{- end}}
    grouping(cost_assumed) = 1 AS cost_group,
    {{.Charge}}, cost_assumed,
    {{.Sums}},
    coalesce(sum(CASE WHEN cost_to IS NULL AND cost_copy = '' THEN cost_sent END), 0) AS free_bytes,
    coalesce(sum(cost_events), 0) AS data_events,
    CASE WHEN count(cost_requests * cost_request_usd) + count(cost_billed * cost_byte_usd) + count(cost_events * cost_event_usd)
        + count(cost_carried * cost_via_usd) + count(cost_read * cost_read_usd) > 0
      OR count(cost_requests) + count(cost_billed) + count(cost_events) + count(cost_carried) + count(cost_read) = 0 THEN 0 END AS nothing
  FROM priced
  GROUP BY GROUPING SETS (({{range $i, $d := .By}}{{if $i}}, {{end}}{{$d.SQL}}{{end}}), ({{.Charge}}, cost_assumed))
), totals AS (
  SELECT *, nothing + coalesce(requests_usd, 0) + coalesce(transfer_usd, 0) + coalesce(trail_usd, 0) + coalesce(retrieval_usd, 0) AS total_usd
  FROM sums
  WHERE cost_calls > 0
), ranked AS (
  SELECT *,
    sum(total_usd) OVER (PARTITION BY cost_group) AS whole_usd,
    count(*) OVER (PARTITION BY cost_group) AS cost_groups,
    row_number() OVER (PARTITION BY cost_group ORDER BY coalesce(round(total_usd, 12), 0) DESC, cost_calls DESC
      {{- range .By}}, {{.Name}} NULLS FIRST{{end}}, {{.Charge}}, cost_assumed) AS cost_rank
  FROM totals
)
SELECT
{{- range .By}}
  {{.Name}},
{{- end}}
  cost_calls AS "calls",
  CAST(requests_usd AS double) AS "requestsUSD",
  free_bytes AS "freeBytes",
  billed_bytes AS "billedBytes",
  CAST(transfer_usd AS double) AS "transferUSD",
  data_events AS "dataEvents",
  CAST(trail_usd AS double) AS "trailUSD",
  CAST(total_usd AS double) AS "totalUSD",
  CASE WHEN whole_usd > 0 THEN round(CAST(total_usd AS double) / CAST(whole_usd AS double), 6) END AS "share",
  cost_group, cost_groups, {{.Charge}}, cost_sized,
  CAST(retrieval_usd AS double) AS "retrievalUSD", read_bytes, carried_bytes, CAST(carried_usd AS double) AS carried_usd, moved_bytes, cost_assumed
FROM ranked
{{- if .Limit}}
WHERE cost_rank <= {{.Limit}} OR NOT cost_group
{{- end}}
ORDER BY cost_group DESC, cost_rank
