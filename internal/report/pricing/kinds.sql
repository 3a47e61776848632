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
{{- if .Gathers}}
    nullif(eventid, '') AS cost_id,
{{- else}}
    {{.Repeated}} AS cost_repeated,
{{- end}}
    json_extract_scalar(requestparameters, '$.Host') AS cost_host,
    json_extract_scalar(requestparameters, '$["x-amz-storage-class"]') AS cost_header,
    {{.RequesterPays}} AS cost_requester,
    json_extract_scalar(requestparameters, '$.bucketName') AS cost_bucket,
{{- if .HasPrefixes}}
    json_extract_scalar(requestparameters, '$.key') AS cost_key,
{{- end}}
    {{.BytesIn}} AS cost_bytes_in,
    {{.BytesOut}} AS cost_bytes{{if .Once.IsNeeded}},
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
      WHEN cost_name IN ({{.GetCalls}}) THEN {{if .StorageTerms}}CASE
{{- range .StorageTerms}}
        WHEN {{.Condition}} THEN {{.Class}}
{{- end}} END{{else}}CAST(NULL AS varchar){{end}}
      ELSE ''
    END AS cost_class_of,
    CASE
      WHEN cost_source <> 's3.amazonaws.com' THEN ''
      WHEN cost_host LIKE '%.s3-accelerate.%amazonaws.com' THEN {{.Accelerated}}
      WHEN cost_host LIKE '%.vpce.amazonaws.com' THEN {{.InterfaceEndpoint}}
      ELSE ''
    END AS cost_via
  FROM calls
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
{{- if not .Gathers}}
      WHEN cost_repeated THEN {{.Redelivered}}
{{- end}}
      WHEN CASE
        WHEN cost_source = 's3.amazonaws.com' AND cost_requester THEN cost_caller <> cost_recipient
        WHEN cost_source = 's3.amazonaws.com' THEN coalesce(cost_owner <> cost_recipient, cost_shared AND cost_caller = cost_recipient)
        WHEN cost_source = 'kms.amazonaws.com' THEN cost_caller <> cost_recipient
      END THEN {{.OtherAccount}}
      ELSE ''
    END AS cost_copy,
    -- S3 charges nothing for some failures, nor for refusing callers of other accounts.
    coalesce(cost_source IN ({{.S3Sources}}) AND (cost_error IN ({{.FreeErrors}})
      OR cost_error = 'AccessDenied' AND cost_time >= {{.DeniedFreeSince}}
        AND cost_caller <> coalesce(cost_owner, cost_recipient)), false) AS cost_free,
{{- if .Origins}}
    cost_region,
    -- An address matters where data had a size{{if .ByClass}}, or its class is asked for{{end}}.
    CASE WHEN {{.NeedsAddress}} THEN coalesce(cost_endpoint, false) END AS cost_endpoint,
    CASE WHEN {{.NeedsAddress}} AND NOT coalesce(cost_endpoint, false) THEN cost_address END AS cost_address,
{{- end}}
{{- if .Tiered}}
    substr(cost_time, 1, 7) AS cost_month,
{{- end}}
{{- if .Buckets}}
    -- The bucket whose objects can be of another class than STANDARD, for all that the
    -- logs tell.
    CASE WHEN cost_source = 's3.amazonaws.com' AND cost_kind IS NOT NULL AND cost_class_of IS NULL THEN coalesce(cost_bucket, '') END AS cost_assumed,
{{- end}}
{{- if .ClockFrom}}
    substr(cost_time, {{.ClockFrom}}, 10) AS cost_clock,
{{- end}}
{{- if .Gathers}}
    {{if .Once.IsNeeded}}CASE WHEN cost_priced THEN cost_id END{{else}}cost_id{{end}} AS cost_id,
    substr(cost_time, 1, 13) AS cost_hour,
{{- end}}
    CASE WHEN {{if .Once.IsNeeded}}cost_priced AND {{end}}cost_source IN ({{.S3Sources}}) AND cost_bytes_in BETWEEN 0 AND {{.MostBytes}} THEN cost_bytes_in END AS cost_bytes_in,
    CASE WHEN cost_class_of IN ({{.RetrievalClasses}}) AND cost_name = 'GetObject' AND cost_error IS NULL THEN 1 END AS cost_retrieves,
    CASE WHEN {{if .Once.IsNeeded}}cost_priced AND {{end}}cost_source IN ({{.S3Sources}}) AND cost_bytes BETWEEN 0 AND {{.MostBytes}} THEN cost_bytes END AS cost_bytes
  FROM stored
)