calls AS (
  SELECT
{{- range .By}}
    {{.SQL}} AS {{.Name}},
{{- end}}
{{- range .Once.Keys}}
    {{.SQL}} AS {{.Name}},
{{- end}}
    eventsource AS cost_source,
    eventname AS cost_name,
    eventcategory AS cost_category,
    errorcode AS cost_error,
    {{.EventTime}} AS cost_time,
    useridentity.accountid AS cost_caller,
    recipientaccountid AS cost_recipient,
    -- S3's records have the bucket's owner with one of the resources.
    coalesce(element_at(resources, 1).accountid, element_at(resources, 2).accountid) AS cost_owner,
{{- if .Origins}}
    awsregion AS cost_region,
    vpcendpointid <> '' AS cost_endpoint,
    sourceipaddress AS cost_address,
{{- end}}
    sharedeventid <> '' AS cost_shared,
    {{.Repeated}} AS cost_repeated,
    TRY_CAST(json_extract_scalar(additionaleventdata, '$.bytesTransferredOut') AS double) AS cost_bytes{{if .Once.IsNeeded}},
    {{template "priced.sql"}} AS cost_priced
  FROM cloudtrail_logs
  -- Calls without a price tell which ARN a caller has.
  WHERE (({{template "priced.sql"}}) OR {{.Principal}} IS NOT NULL)
{{- else}}
  FROM cloudtrail_logs
  WHERE {{template "priced.sql"}}
{{- end}}
{{- range .Where}}
    AND {{.}}
{{- end}}
), kinds AS (
  SELECT
{{- range .By}}
    {{if and $.Once.IsNeeded (not .IsCaller)}}CASE WHEN cost_priced THEN {{.Name}} END AS {{end}}{{.Name}},
{{- end}}
{{- range .Once.Keys}}
    {{.Name}},
{{- end}}
{{- if .Once.IsNeeded}}
    cost_priced,
{{- end}}
    CASE cost_source
      WHEN 's3.amazonaws.com' THEN {{.S3Class}}
      WHEN 'kms.amazonaws.com' THEN {{.KMSClass}}
    END AS cost_request,
    -- Records before eventVersion 1.07 do not say whether they are data events.
    coalesce(CASE
      WHEN cost_category IS NOT NULL THEN cost_category = 'Data'
      WHEN cost_source = 's3.amazonaws.com' THEN cost_name IN ({{.ObjectCalls}})
      ELSE cost_source = 'lambda.amazonaws.com' AND cost_name LIKE 'Invoke%'
    END, false) AS cost_event,
    -- A call has a price once, whatever the number of its records. The second account of
    -- a call has one of its own: S3 bills the bucket's owner, who is not the caller's
    -- account if a record is shared, and KMS bills the caller.
    CASE
      WHEN cost_repeated THEN {{.Redelivered}}
      WHEN CASE cost_source
        WHEN 's3.amazonaws.com' THEN coalesce(cost_owner <> cost_recipient, cost_shared AND cost_caller = cost_recipient)
        WHEN 'kms.amazonaws.com' THEN cost_caller <> cost_recipient
      END THEN {{.OtherAccount}}
      ELSE ''
    END AS cost_copy,
    -- S3 charges nothing for some failures, nor for refusing callers of other accounts.
    coalesce(cost_source = 's3.amazonaws.com' AND (cost_error IN ({{.FreeErrors}})
      OR cost_error = 'AccessDenied' AND cost_time >= {{.DeniedFreeSince}}
        AND cost_caller <> coalesce(cost_owner, cost_recipient)), false) AS cost_free,
{{- if .Origins}}
    cost_region,
    -- An address matters where an answer had a size{{if .ByClass}}, or its class is asked for{{end}}.
    CASE WHEN {{.NeedsAddress}} THEN coalesce(cost_endpoint, false) END AS cost_endpoint,
    CASE WHEN {{.NeedsAddress}} AND NOT coalesce(cost_endpoint, false) THEN cost_address END AS cost_address,
{{- end}}
{{- if .Tiered}}
    substr(cost_time, 1, 7) AS cost_month,
{{- end}}
{{- if .ClockFrom}}
    substr(cost_time, {{.ClockFrom}}, 10) AS cost_clock,
{{- end}}
    CASE WHEN {{if .Once.IsNeeded}}cost_priced AND {{end}}cost_source = 's3.amazonaws.com' AND cost_bytes BETWEEN 0 AND {{.MostBytes}} THEN cost_bytes END AS cost_bytes
  FROM calls
), {{if .Once.IsNeeded}}grouped{{else}}counted{{end}} AS (
  SELECT
{{- range .By}}
    {{.Name}},
{{- end}}
    {{.Keys}},
{{- range .Once.Keys}}
    {{.Name}},
{{- end}}
{{- if .ClockFrom}}
    sum(cost_bytes * cost_bytes) AS cost_squares,
    min(cost_clock) AS cost_first,
    max(cost_clock) AS cost_last,
{{- end}}
    {{if .Once.IsNeeded}}count(CASE WHEN cost_priced THEN 1 END){{else}}count(*){{end}} AS cost_calls,
    sum(cost_bytes) AS cost_sent,
    count(cost_bytes) AS cost_sized
  FROM kinds
  GROUP BY {{range .By}}{{.Ordinal}}, {{end}}{{.KeyOrdinals}}
)
{{- if .Once.IsNeeded}}, named AS (
  SELECT
{{- range .Once.By}}
    {{.SQL}} AS {{.Name}},
{{- end}}
    {{.Keys}},
{{- if .ClockFrom}}
    cost_squares, cost_first, cost_last,
{{- end}}
    cost_calls, cost_sent, cost_sized
  FROM grouped
), counted AS (
  SELECT *
  FROM named
  WHERE cost_calls > 0
)
{{- end}}
