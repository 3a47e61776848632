-- What there was at each time: in all, and of each cause with its first and last.
SELECT "side", "at", sum("amount") AS "all"
{{- range .Causes}},
  sum(CASE WHEN {{.SQL}} THEN "amount" ELSE 0 END) AS {{.Name}},
  min(CASE WHEN {{.SQL}} AND "amount" > 0 THEN "first" END) AS {{.First}},
  max(CASE WHEN {{.SQL}} AND "amount" > 0 THEN "last" END) AS {{.Last}}
{{- end}}
{{if .ByClass}}{{template "classed.sql" "trailq_changes"}}{{else}}FROM trailq_changes
{{end}}GROUP BY 1, 2
ORDER BY 1 DESC, 2
