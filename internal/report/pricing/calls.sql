{{template "kinds.sql" .}}
{{- if .Gathers}}, {{template "deliveries.sql" .}}
)
{{- end}}, {{if .Once.IsNeeded}}grouped{{else}}counted{{end}} AS (
  SELECT
{{- range .By}}
    {{.Name}},
{{- end}}
    {{.Keys}},
{{- range .Once.Keys}}
    {{.Name}},
{{- end}}
{{- if .ClockFrom}}
    sum(cost_bytes * cost_bytes) AS cost_squares,
    min(cost_clock) AS cost_first,
    max(cost_clock) AS cost_last,
{{- end}}
{{- if .Gathers}}
    sum(cost_calls) AS cost_calls,
    sum(cost_sent) AS cost_sent,
    sum(cost_received) AS cost_received,
    sum(cost_retrieved) AS cost_retrieved,
    sum(cost_sized) AS cost_sized
  FROM delivered
{{- else}}
    {{template "counts.sql" .}}
  FROM kinds
{{- end}}
  GROUP BY {{range .By}}{{.Ordinal}}, {{end}}{{.KeyOrdinals}}
)
{{- if .Once.IsNeeded}}, named AS (
  SELECT
{{- range .Once.By}}
    {{.SQL}} AS {{.Name}},
{{- end}}
    {{.Keys}},
{{- if .ClockFrom}}
    cost_squares, cost_first, cost_last,
{{- end}}
    cost_calls, cost_sent, cost_received, cost_retrieved, cost_sized
  FROM grouped
), counted AS (
  SELECT *
  FROM named
  WHERE cost_calls > 0
)
{{- end}}
