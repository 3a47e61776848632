rates (cost_market, put_usd, get_usd, kms_usd, event_usd, internet_usd, region_usd) AS (
  -- Dollars for a request, a data event, and a GB that leaves for the internet and for
  -- another region: of regions, and of all other regions of a partition.
  VALUES
{{- range $i, $r := .Rates}}
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
      WHEN cost_region IN ({{.Markets}}) THEN cost_region
{{- range .Partitions}}
      WHEN cost_region LIKE {{.Pattern}} THEN {{.Name}}
{{- end}}
    END AS cost_market,
    CASE WHEN cost_copy = '' AND NOT cost_free AND cost_request IN ({{.Requests}}) THEN cost_calls END AS cost_requests,
    CASE WHEN cost_event THEN cost_calls END AS cost_events,
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
    CASE c.cost_request WHEN {{.Put}} THEN r.put_usd WHEN {{.Get}} THEN r.get_usd WHEN {{.KMS}} THEN r.kms_usd END AS cost_request_usd,
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
  LEFT JOIN routes AS t ON t.cost_from = c.cost_region AND t.cost_to = c.cost_to
{{- if .Tiered}}
  LEFT JOIN steps AS s ON s.cost_market = c.cost_market AND s.from_gb <= c.cost_month_gb AND s.until_gb > c.cost_month_gb
{{- end}}
)
