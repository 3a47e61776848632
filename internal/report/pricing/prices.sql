rates (cost_market, event_usd, internet_usd, region_usd) AS (
  -- Dollars for a data event, and a GB that leaves for the internet and for another
  -- region: of regions, and of all other regions of a partition.
  VALUES
{{- range $i, $r := .Rates}}
    {{if $i}}, {{end}}({{$r}})
{{- end}}
), fees (fee_class, fee_place, fee_usd, fee_gb_usd) AS (
  -- Dollars for a request, and a GB that is read: of regions, and of all other regions
  -- of a partition.
  VALUES
{{- range $i, $r := .Fees}}
    {{if $i}}, {{end}}({{$r}})
{{- end}}
), surcharges (via, via_place, via_usd) AS (
  -- Dollars for a GB, in either direction, on a path to S3.
  VALUES
{{- range $i, $r := .Surcharges}}
    {{if $i}}, {{end}}({{$r}})
{{- end}}
), routes (cost_from, cost_to, usd) AS (
  -- Dollars for a GB between two regions, where those differ.
  VALUES
{{- range $i, $r := .Routes}}
    {{if $i}}, {{end}}({{$r}})
{{- end}}
{{- if .Tiered}}
), steps (cost_market, from_gb, until_gb, before_usd, usd) AS (
  -- Dollars for a GB of a month to the internet, from an amount on, and for all before.
  VALUES
{{- range $i, $r := .Steps}}
    {{if $i}}, {{end}}({{$r}})
{{- end}}
{{- end}}
), charged AS (
  SELECT *,
    CASE
{{- range .Partitions}}
      WHEN cost_region LIKE {{.Pattern}} THEN {{.Name}}
{{- end}}
    END AS cost_partition,
    CASE
      WHEN cost_region IN ({{.Markets}}) THEN cost_region
{{- range .Partitions}}
      WHEN cost_region LIKE {{.Pattern}} THEN {{.Name}}
{{- end}}
    END AS cost_market,
    split_part(cost_request, {{.ViaMark}}, 1) AS cost_fee,
    CASE WHEN cost_request LIKE {{.ViaPattern}} THEN split_part(cost_request, {{.ViaMark}}, 2) END AS cost_path,
    CASE WHEN cost_copy = '' AND NOT cost_free AND cost_request <> {{.Delete}} THEN cost_calls END AS cost_requests,
    CASE WHEN cost_event THEN cost_calls END AS cost_events,
    CASE WHEN cost_copy = '' AND NOT cost_free AND cost_retrieved > 0 THEN cost_retrieved END AS cost_read,
    CASE WHEN cost_copy = '' AND NOT cost_free AND cost_request LIKE {{.ViaPattern}} AND coalesce(cost_sent, 0) + coalesce(cost_received, 0) > 0
      THEN coalesce(cost_sent, 0) + coalesce(cost_received, 0) END AS cost_carried,
    CASE WHEN cost_copy = '' AND NOT cost_free AND cost_sent > 0 THEN CASE
      WHEN cost_class IN ('internet', 'internet or AWS', 'unknown') THEN 'internet'
      WHEN cost_class = 'other region' THEN cost_other END
    END AS cost_to
  FROM {{.Table}}
{{- if .Tiered}}
), monthly AS (
  SELECT *, sum(CASE WHEN cost_to = 'internet' THEN cost_sent END) OVER (PARTITION BY cost_region, cost_month) / {{.GB}} AS cost_month_gb
  FROM charged
{{- end}}
), priced AS (
  SELECT c.*,
    CASE WHEN c.cost_to IS NOT NULL THEN c.cost_sent END AS cost_billed,
    coalesce(f.fee_usd, g.fee_usd) AS cost_request_usd,
    coalesce(f.fee_gb_usd, g.fee_gb_usd) / {{.GB}} AS cost_read_usd,
    coalesce(v.via_usd, w.via_usd) / {{.GB}} AS cost_via_usd,
    r.event_usd AS cost_event_usd,
    CASE c.cost_to
{{- if .Tiered}}
      -- All that leaves in a month has the same price: the average.
      WHEN 'internet' THEN (s.before_usd + (c.cost_month_gb - s.from_gb) * s.usd) / c.cost_month_gb
{{- else}}
      WHEN 'internet' THEN r.internet_usd
{{- end}}
      ELSE coalesce(t.usd, r.region_usd)
    END / {{.GB}} AS cost_byte_usd
  FROM {{if .Tiered}}monthly{{else}}charged{{end}} AS c
  LEFT JOIN rates AS r ON r.cost_market = c.cost_market
  LEFT JOIN fees AS f ON f.fee_class = c.cost_fee AND f.fee_place = c.cost_region
  LEFT JOIN fees AS g ON g.fee_class = c.cost_fee AND g.fee_place = c.cost_partition
  LEFT JOIN surcharges AS v ON v.via = c.cost_path AND v.via_place = c.cost_region
  LEFT JOIN surcharges AS w ON w.via = c.cost_path AND w.via_place = c.cost_partition
  LEFT JOIN routes AS t ON t.cost_from = c.cost_region AND t.cost_to = c.cost_to
{{- if .Tiered}}
  LEFT JOIN steps AS s ON s.cost_market = c.cost_market AND s.from_gb <= c.cost_month_gb AND s.until_gb > c.cost_month_gb
{{- end}}
)
