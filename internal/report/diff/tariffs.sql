-- What each kind costs: the dollars of a call and of a byte. The prices are not in the
-- logs: each kind, in the order of its number, has one of these tariffs.
CREATE TABLE trailq_tariffs AS
SELECT
{{- range .Keys}}
  k.{{.}},
{{- end}}
  t."call", t."byte"
FROM trailq_kinds AS k
JOIN (
  SELECT "tariff", "number" FROM UNNEST(split({{.Tariffs}}, ' ')) WITH ORDINALITY AS u ("tariff", "number")
) AS n ON n."number" = k."number"
JOIN (
  VALUES
{{- range $i, $tariff := .Prices}}
    {{if $i}}, {{end}}('{{$i}}', {{$tariff.Call}}, {{$tariff.Byte}})
{{- end}}
) AS t ("tariff", "call", "byte") ON t."tariff" = n."tariff"
