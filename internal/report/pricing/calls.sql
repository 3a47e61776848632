{{template "kinds.sql" .}}
{{- if not .Groups}}, {{if .Once.IsNeeded}}grouped{{else}}counted{{end}} AS (
  SELECT
{{- range .By}}
    {{.Name}},
{{- end}}
    {{.Keys}},
{{- range .Once.Keys}}
    {{.Name}},
{{- end}}
    sum(cost_bytes * cost_bytes) AS cost_squares,
    min(cost_clock) AS cost_first,
    max(cost_clock) AS cost_last,
    sum(cost_bytes * cost_retrieves) AS cost_retrieved,
    {{template "counts.sql" .}}
  FROM kinds
  GROUP BY {{range .By}}{{.Ordinal}}, {{end}}{{.KeyOrdinals}}
)
{{- end}}
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
  FROM {{if .Groups}}kinds{{else}}grouped{{end}}
), counted AS (
  SELECT *
  FROM named
  WHERE cost_calls > 0
)
{{- end}}
