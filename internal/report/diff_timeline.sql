-- What there was at each time: in all, and of each cause.
SELECT "side", "at", sum("amount") AS "all"
{{- range .Causes}},
  sum(CASE WHEN {{.SQL}} THEN "amount" ELSE 0 END) AS {{.Name}}
{{- end}}
FROM trailq_changes
GROUP BY 1, 2
ORDER BY 1 DESC, 2
