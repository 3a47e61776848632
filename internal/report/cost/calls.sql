WITH calls AS (
  SELECT
{{- range .By}}
    {{.SQL}} AS {{.Name}},
{{- end}}
    eventsource AS "cost.source",
    eventname AS "cost.name",
    eventcategory AS "cost.category",
    errorcode AS "cost.error",
    awsregion AS "cost.region",
    {{if .Tiered}}substr(eventtime, 1, 7){{else}}CAST(NULL AS varchar){{end}} AS "cost.month",
    -- Who does not pay for it: a record may be the copy of an account that is not
    -- billed. A bucket's owner is billed for S3, the caller for KMS.
    CASE eventsource
      WHEN 's3.amazonaws.com' THEN {{.Owner}} <> recipientaccountid
      WHEN 'kms.amazonaws.com' THEN useridentity.accountid <> recipientaccountid
    END AS "cost.copy",
    -- S3 does not charge for refusing callers of other accounts.
    errorcode = 'AccessDenied' AND eventtime >= {{.DeniedFreeSince}}
      AND useridentity.accountid <> coalesce({{.Owner}}, recipientaccountid) AS "cost.denied",
    vpcendpointid <> '' AS "cost.endpoint",
    sourceipaddress AS "cost.address",
    {{.Bytes}} AS "cost.bytes"
{{- if .Clock}},
    {{.Clock}} AS "cost.clock"
{{- end}}
  FROM cloudtrail_logs
  WHERE (eventsource IN ('s3.amazonaws.com', 'kms.amazonaws.com') OR eventcategory = 'Data'
      OR (eventcategory IS NULL AND eventsource = 'lambda.amazonaws.com' AND eventname LIKE 'Invoke%'))
    AND (eventcategory IS NULL OR eventcategory IN ('Management', 'Data'))
{{- range .Where}}
    AND {{.}}
{{- end}}
), kinds AS (
  -- An address matters where an answer had a size{{if .ByClass}}, or is asked for{{end}}.
  SELECT
{{- range .By}}
    {{.Name}},
{{- end}}
    "cost.source", "cost.name", "cost.category", "cost.error", "cost.region", "cost.month",
    coalesce("cost.copy", false) AS "cost.copy",
    coalesce("cost.denied", false) AS "cost.denied",
    CASE WHEN {{.NeedsAddress}} THEN coalesce("cost.endpoint", false) END AS "cost.endpoint",
    CASE WHEN {{.NeedsAddress}} AND NOT coalesce("cost.endpoint", false) THEN "cost.address" END AS "cost.address",
    CASE WHEN "cost.bytes" BETWEEN 0 AND {{.MostBytes}} THEN "cost.bytes" END AS "cost.bytes"
{{- if .Clock}},
    "cost.clock"
{{- end}}
  FROM calls
)
SELECT
{{- range .By}}
  {{.Name}},
{{- end}}
  "cost.source", "cost.name", "cost.category", "cost.error", "cost.region", "cost.month",
  "cost.copy", "cost.denied", "cost.endpoint", "cost.address",
  count(*) AS "cost.calls",
  sum("cost.bytes") AS "cost.sent",
  count("cost.bytes") AS "cost.sized"
{{- if .Clock}},
  sum("cost.bytes" * "cost.bytes") AS "cost.squares",
  min("cost.clock") AS "first",
  max("cost.clock") AS "last"
{{- end}}
FROM kinds
GROUP BY {{range .By}}{{.Ordinal}}, {{end}}{{range $i, $n := .Ordinals}}{{if $i}}, {{end}}{{$n}}{{end}}