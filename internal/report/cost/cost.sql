-- What calls to S3 and KMS cost, and data events: how many calls there are of each
-- kind that has a price of its own, and the bytes that they sent. The prices are
-- not in the logs.
{{- if .Distinct}}
-- An event that was delivered twice, under one eventID, counts twice here.
{{- end}}
{{template "calls.sql" .}}
{{- if .By}}
ORDER BY {{range $i, $d := .By}}{{if $i}}, {{end}}{{$d.Ordinal}}{{end}}
{{- end}}
