-- The calls that start and end what AWS charges for by the hour, and where their records
-- name the resources. All other events are in the groups without a call, one for each
-- account: the latest time is the end of its logs.
WITH events AS (
  SELECT
{{- range .By}}
    {{.SQL}} AS {{.Name}},
{{- end}}
    CASE
{{- range .Services}}
      WHEN eventsource = {{.Source}} AND eventname IN ({{.Events}}) THEN {{.Name}} || ' ' || eventname
{{- end}}
    END AS life_call,
    {{.Failure}} IS NOT NULL AS life_failed,
{{- if .Starts}}
    -- Filters choose what is started. Whoever ends it, the end counts.
    coalesce({{range $i, $condition := .Starts}}{{if $i}} AND {{end}}({{$condition}}){{end}}, false) AS life_wanted,
{{- else}}
    true AS life_wanted,
{{- end}}
    {{.EventTime}} AS life_time,
    coalesce(nullif(eventid, ''), eventtime) AS life_event,
    coalesce(nullif(recipientaccountid, ''), useridentity.accountid) AS life_account,
    awsregion AS life_region,
    {{.Caller}} AS life_caller,
    useridentity.invokedby AS life_through,
    requestparameters AS life_request,
    responseelements AS life_response,
    serviceeventdetails AS life_details
  FROM cloudtrail_logs
{{- range $i, $condition := .Where}}
  {{if $i}}  AND{{else}}WHERE{{end}} {{$condition}}
{{- end}}
), calls AS (
  SELECT
{{- range .By}}
    if(life_call IS NOT NULL AND NOT life_failed, {{.Name}}) AS {{.Name}},
{{- end}}
    life_call, life_failed,
    CASE WHEN life_call IS NOT NULL THEN life_wanted END AS life_wanted,
{{- range .Columns}}
    CASE
      WHEN life_failed THEN NULL
{{- range .Values}}
      WHEN life_call = {{.Call}} THEN {{.SQL}}
{{- end}}
    END AS {{.Name}},
{{- end}}
    if(life_call IS NOT NULL AND NOT life_failed, life_time) AS life_at,
    life_account,
    if(life_call IS NOT NULL AND NOT life_failed, life_region) AS life_region,
    if(life_call IS NOT NULL AND NOT life_failed, life_caller) AS life_caller,
    if(life_call IS NOT NULL AND NOT life_failed, life_through) AS life_through,
    -- A failure that two trails have is one.
    CASE WHEN life_call IS NOT NULL AND life_failed THEN life_event END AS life_failure,
    life_time
  FROM events
)
SELECT
{{- range .By}}
  {{.Name}},
{{- end}}
  life_call,
  CASE WHEN life_call IS NOT NULL THEN life_failed END AS life_failed,
  life_wanted,
{{- range .Columns}}
  {{.Name}},
{{- end}}
  life_at, life_account, life_region, life_caller, life_through,
  count(DISTINCT life_failure) AS failures,
  max(life_time) AS last_time
FROM calls
GROUP BY {{.Ordinals}}
-- Calls that tie shall be in the same order on all engines.
ORDER BY {{.Ordinals}}
