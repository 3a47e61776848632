calls AS (
  -- What the price of an event depends on.
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
    useridentity.accountid <> recipientaccountid AS cost_foreign,
    {{.Owner}} <> recipientaccountid AS cost_lent,
    sharedeventid <> '' AS cost_shared,
    -- S3 charges nothing for refusing callers of other accounts.
    CASE WHEN errorcode = 'AccessDenied' THEN {{.EventTime}} >= {{.DeniedFreeSince}}
      AND useridentity.accountid <> coalesce({{.Owner}}, recipientaccountid) END AS cost_refused,
{{- if .Origins}}
    awsregion AS cost_region,
    vpcendpointid <> '' AS cost_endpoint,
    sourceipaddress AS cost_address,
{{- end}}
{{- if .Tiered}}
    substr({{.EventTime}}, 1, 7) AS cost_month,
{{- end}}
{{- if .ClockFrom}}
    substr({{.EventTime}}, {{.ClockFrom}}, 10) AS cost_clock,
{{- end}}
{{- if .Gathers}}
    nullif(eventid, '') AS cost_id,
    substr({{.EventTime}}, 1, 13) AS cost_hour,
{{- else}}
    {{.Repeated}} AS cost_repeated,
{{- end}}
    json_extract_scalar(requestparameters, '$.Host') AS cost_host,
    json_extract_scalar(requestparameters, '$["x-amz-storage-class"]') AS cost_header,
    {{.RequesterPays}} AS cost_requester,
{{- if .HasBucket}}
    json_extract_scalar(requestparameters, '$.bucketName') AS cost_bucket,
{{- end}}
{{- if .HasPrefixes}}
    json_extract_scalar(requestparameters, '$.key') AS cost_key,
{{- end}}
    CASE WHEN eventsource IN ({{.S3Sources}}) AND {{.BytesIn}} BETWEEN 0 AND {{.MostBytes}} THEN {{.BytesIn}} END AS cost_bytes_in,
    CASE WHEN eventsource IN ({{.S3Sources}}) AND {{.BytesOut}} BETWEEN 0 AND {{.MostBytes}} THEN {{.BytesOut}} END AS cost_bytes{{if .Once.IsNeeded}},
    {{template "priced.sql" .Charged}} AS cost_priced
  FROM cloudtrail_logs
  -- Calls without a price tell which ARN a caller has.
  WHERE (({{template "priced.sql" .Charged}}) OR {{.Principal}} IS NOT NULL)
{{- else}}
  FROM cloudtrail_logs
  WHERE {{template "priced.sql" .Charged}}
{{- end}}
{{- range .Where}}
    AND {{.}}
{{- end}}
), events AS (
  SELECT
{{- range .By}}
    {{if and $.Once.IsNeeded (not .IsCaller)}}CASE WHEN cost_priced THEN {{.Name}} END AS {{end}}{{.Name}},
{{- end}}
{{- range .Once.Keys}}
    {{.Name}},
{{- end}}
{{- range .Texts}}
    {{if $.Once.IsNeeded}}CASE WHEN cost_priced THEN {{.}} END AS {{end}}{{.}},
{{- end}}
    cost_foreign, cost_lent, cost_shared, cost_refused, cost_requester, cost_header,
    CASE
      WHEN cost_source <> 's3.amazonaws.com' THEN ''
      WHEN cost_host LIKE '%.s3-accelerate.%amazonaws.com' THEN {{.Accelerated}}
      WHEN cost_host LIKE '%.vpce.amazonaws.com' THEN {{.InterfaceEndpoint}}
      ELSE ''
    END AS cost_via,
{{- if .StorageTerms}}
    CASE
{{- range .StorageTerms}}
      WHEN {{.Condition}} THEN {{.Class}}
{{- end}}
    END AS cost_object_class,
{{- end}}
{{- if .Origins}}
    cost_region,
    -- An address matters where data had a size{{if .ByClass}}, or its class is asked for{{end}}.
    CASE WHEN {{.NeedsAddress}} THEN coalesce(cost_endpoint, false) END AS cost_endpoint,
    CASE WHEN {{.NeedsAddress}} AND NOT coalesce(cost_endpoint, false) THEN cost_address END AS cost_address,
{{- end}}
{{- if .Tiered}}
    cost_month,
{{- end}}
{{- if .Buckets}}
    CASE WHEN cost_source = 's3.amazonaws.com' THEN cost_bucket END AS cost_bucket,
{{- end}}
{{- if .ClockFrom}}
    cost_clock,
{{- end}}
{{- if .Gathers}}
    {{if .Once.IsNeeded}}CASE WHEN cost_priced THEN cost_id END{{else}}cost_id{{end}} AS cost_id,
    cost_hour,
{{- else}}
    cost_repeated,
{{- end}}
{{- if .Once.IsNeeded}}
    cost_priced,
    CASE WHEN cost_priced THEN cost_bytes_in END AS cost_bytes_in,
    CASE WHEN cost_priced THEN cost_bytes END AS cost_bytes
{{- else}}
    cost_bytes_in, cost_bytes
{{- end}}
  FROM calls
{{- if .Gathers}}
), {{template "deliveries.sql" .}}
{{- else if .Groups}}
), alike AS (
  -- The price of events in which all is alike is found once.
  SELECT
{{- range .By}}
    {{.Name}},
{{- end}}
{{- range .Once.Keys}}
    {{.Name}},
{{- end}}
    {{.Traits}}, cost_repeated,
    {{template "counts.sql" .}}
  FROM events
  GROUP BY {{.TraitOrdinals}}
{{- end}}
), stored AS (
  SELECT *,
    -- What a call is charged as, but for the class of the object.
    CASE
      WHEN cost_source IN ({{.S3Sources}}) THEN {{.S3Class}}
      WHEN cost_source = 'kms.amazonaws.com' THEN {{.KMSClass}}
{{- range .Services}}
      WHEN cost_source = {{.Source}}{{.Condition}} THEN {{.Class}}
{{- end}}
      -- Data events are of calls that cost something.
      WHEN cost_category = 'Data' THEN replace(cost_source, '.amazonaws.com', '')
    END AS cost_kind,
    -- A PUT says the class of its object if it is not STANDARD; a GET does not.
    CASE
      WHEN cost_source = {{.ExpressSource}} THEN {{.Express}}
      WHEN cost_source <> 's3.amazonaws.com' THEN ''
      WHEN cost_name IN ({{.PutCalls}}) THEN coalesce(cost_header, {{.Standard}})
      WHEN cost_name IN ({{.GetCalls}}) THEN {{if .StorageTerms}}cost_object_class{{else}}CAST(NULL AS varchar){{end}}
      ELSE ''
    END AS cost_class_of
  FROM {{if .Gathers}}delivered{{else if .Groups}}alike{{else}}events{{end}}
), {{if and .Groups (not .Once.IsNeeded)}}counted{{else}}kinds{{end}} AS (
  SELECT
{{- range .By}}
    {{.Name}},
{{- end}}
{{- range .Once.Keys}}
    {{.Name}},
{{- end}}
{{- if and .Once.IsNeeded (not .Groups)}}
    cost_priced,
{{- end}}
    -- The class of a request has those of the object and of the path, unless they are
    -- the usual ones.
    CASE WHEN cost_kind IN ({{.Put}}, {{.Get}})
      THEN cost_kind || CASE WHEN coalesce(cost_class_of, '') IN ('', {{.Standard}}) THEN '' ELSE {{.StorageMark}} || cost_class_of END
        || CASE WHEN cost_via = '' THEN '' ELSE {{.ViaMark}} || cost_via END
      ELSE cost_kind
    END AS cost_request,
    -- Records before eventVersion 1.07 do not say whether they are data events.
    coalesce(CASE
      WHEN cost_category IS NOT NULL THEN cost_category = 'Data'
      WHEN cost_source = 's3.amazonaws.com' THEN cost_name IN ({{.ObjectCalls}})
      ELSE cost_source = 'lambda.amazonaws.com' AND cost_name LIKE 'Invoke%'
    END, false) AS cost_event,
    -- A call has a price once, whatever the number of its records. The second account of
    -- a call has one of its own: S3 bills the bucket's owner, who is not the caller's
    -- account if a record is shared, unless the requester pays; KMS bills the caller.
    CASE
      WHEN cost_repeated THEN {{.Redelivered}}
      WHEN CASE
        WHEN cost_source = 's3.amazonaws.com' AND cost_requester THEN cost_foreign
        WHEN cost_source = 's3.amazonaws.com' THEN coalesce(cost_lent, cost_shared AND NOT cost_foreign)
        WHEN cost_source = 'kms.amazonaws.com' THEN cost_foreign
      END THEN {{.OtherAccount}}
      ELSE ''
    END AS cost_copy,
    -- S3 charges nothing for some failures.
    coalesce(cost_source IN ({{.S3Sources}}) AND (cost_error IN ({{.FreeErrors}}) OR cost_refused), false) AS cost_free,
{{- if .Origins}}
    cost_region, cost_endpoint, cost_address,
{{- end}}
{{- if .Tiered}}
    cost_month,
{{- end}}
{{- if .Buckets}}
    -- The bucket whose objects can be of another class than STANDARD, for all that the
    -- logs tell.
    CASE WHEN cost_source = 's3.amazonaws.com' AND cost_kind IS NOT NULL AND cost_class_of IS NULL THEN coalesce(cost_bucket, '') END AS cost_assumed,
{{- end}}
{{- if .Groups}}
    cost_calls, cost_sent, cost_received,
    CASE WHEN {{template "retrieves.sql" .}} THEN cost_sent END AS cost_retrieved,
    cost_sized
{{- else}}
{{- if .ClockFrom}}
    cost_clock,
{{- end}}
    cost_bytes_in,
    CASE WHEN {{template "retrieves.sql" .}} THEN 1 END AS cost_retrieves,
    cost_bytes
{{- end}}
  FROM stored
)