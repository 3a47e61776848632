{{- /* What each row of trailq_changes is by each dimension: the start of the statements that follow. */ -}}
WITH calls AS (
  SELECT
{{- range .Dimensions}}
    {{.SQL}} AS {{.Name}},
{{- end}}
    "at", "side", "amount", "squares"
  FROM trailq_changes
)
