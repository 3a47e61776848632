-- What there was at each time: in all, and of each cause with its first and last.
SELECT "side", "at", CAST(sum({{.Amount}}) AS double) AS "all"
{{- range .Causes}},
  CAST(sum(CASE WHEN {{.SQL}} THEN {{$.Amount}} ELSE 0 END) AS double) AS {{.Name}},
  min(CASE WHEN {{.SQL}}{{if $.CanBeNothing}} AND "amount" > 0{{end}} THEN {{$.FirstClock}} END) AS {{.First}},
  max(CASE WHEN {{.SQL}}{{if $.CanBeNothing}} AND "amount" > 0{{end}} THEN {{$.LastClock}} END) AS {{.Last}}
{{- end}}
{{if .ByClass}}{{template "classed.sql" "trailq_changes"}}
{{else}}FROM trailq_changes
{{end}}WHERE {{.Compared}}
GROUP BY 1, 2
ORDER BY 1 DESC, 2
