-- The calls of both windows that have a price, as trailq cost counts them: grouped by
-- what they may differ in, by time, and by what has a price of its own.
{{- if .Distinct}}
-- An event that was delivered twice, under one eventID, counts twice here.
{{- end}}
CREATE TABLE trailq_charges AS
{{.SQL}}
