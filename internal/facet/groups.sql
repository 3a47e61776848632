{{if .Encodes}}encoded{{else}}grouped{{end}} AS (
{{- if .SumsOnce}}
{{template "encoded.sql" .Alone}}  UNION ALL -- few calls are shared, and an array counts the others
{{template "encoded.sql" .Shared}}
{{- else}}
{{template "encoded.sql" .}}
{{- end}}){{if .Encodes}}, records AS (
  SELECT "value" || '' AS "value"
{{- if .Bin.String}}, "bin"{{end}}
{{- range .Keys}}, {{.}} || '' AS {{.}}{{end}}
{{- range .Counts}}, {{.Name}}{{end}}
{{- if .Sum}}, "amount"{{if .SumsOnce}}, "most", "rank", {{.Call}}{{end}}{{end}}
  FROM encoded
), named AS (
  -- A call that several records tell of has one caller, and its bytes count once.
  SELECT {{.Named}} AS "value"
{{- if .Bin.String}}, "bin"{{end}}
{{- range .Counts}}, {{.Name}}{{end}}
{{- if .SumsOnce}},
    CASE WHEN {{.Call}} IS NULL THEN "amount" WHEN row_number() OVER (PARTITION BY {{.Call}} ORDER BY "rank") = 1 THEN "most" END AS "amount"
{{- else if .Sum}}, "amount"{{end}}
  FROM records
), grouped AS (
  SELECT "value"
{{- if .Bin.String}}, "bin"{{end}}
{{- range .Counts}}, CAST(sum({{.Name}}) AS bigint) AS {{.Name}}{{end}}
{{- if .Sum}}, sum("amount") AS "amount"{{end}}
  FROM named
  GROUP BY 1{{if .Bin.String}}, 2{{end}}
){{end}}
