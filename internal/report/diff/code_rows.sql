-- What the numbers stand for.
SELECT DISTINCT "group", "code"{{range .Told}}, "told{{.}}"{{end}}
FROM trailq_codes
ORDER BY "group", "code"
