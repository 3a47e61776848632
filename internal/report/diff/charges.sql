-- The calls of both windows that have a price, grouped by what they can differ in, by
-- time, and by what they are charged as.
{{- if .Distinct}}
-- An event that was delivered twice, under one eventID, counts twice here.
{{- end}}
CREATE TABLE trailq_charges AS
WITH {{.Counted}}
SELECT * FROM counted
