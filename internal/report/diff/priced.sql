-- The dollars of each group.
CREATE TABLE trailq_changes AS
SELECT
{{- range .Fields}}
  c.{{.Name}},
{{- end}}
  c."at", c."side", c."first", c."last",
  c."cost.calls" * t."call" + coalesce(c."cost.sent", 0) * t."byte" AS "amount",
  c."cost.calls" * t."call" * t."call" + 2 * coalesce(c."cost.sent", 0) * t."call" * t."byte"
    + coalesce(c."cost.squares", 0) * t."byte" * t."byte" AS "squares"
FROM trailq_charges AS c
JOIN trailq_tariffs AS t ON {{range $i, $key := .Keys}}{{if $i}}
  AND {{end}}c.{{$key}} IS NOT DISTINCT FROM t.{{$key}}{{end}}
