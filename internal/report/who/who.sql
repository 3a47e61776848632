-- Who is behind {{if .Subjects}}a name{{else}}the calls{{end}}: what every session called and, of each event that gave an access key or launched something, what it gave.
-- trailq traces the sessions back along these events.
{{- if .Distinct}}
-- An event that was delivered twice, under one eventID, counts twice here.
{{- end}}
{{- if .Athena}}
-- Athena's table has neither the number of a record in its file nor sourceIdentity: they are NULL here.
{{- end}}
WITH events AS (
  SELECT
    {{range $i, $s := .Subjects}}{{if $i}}
      + {{end}}CASE WHEN {{$s.Calls}} THEN {{$s.Bit}} ELSE 0 END{{else}}0{{end}}
{{- if .Subjects}}
      + CASE WHEN useridentity.type = 'AWSAccount' AND useridentity.principalid <> '' OR useridentity.onbehalfof.userid <> '' THEN {{.Unnamed}} ELSE 0 END
{{- end}} AS "asked", -- a sum of bits: one for each thing that the name can be, and one for callers whose names only other records tell
    nullif(useridentity.accesskeyid, '') AS "key",
    useridentity.type AS "type", useridentity.arn AS "arn", useridentity.invokedby AS "invokedby",
    nullif(useridentity.principalid, '') AS "principal", nullif(useridentity.onbehalfof.userid, '') AS "onbehalfof",
    CASE WHEN useridentity.arn IS NULL THEN useridentity.accountid END AS "account", -- the ARN has it
    CASE WHEN useridentity.arn IS NULL THEN coalesce(nullif(useridentity.username, ''),
      json_extract_scalar(CASE WHEN useridentity.onbehalfof.userid <> '' THEN additionaleventdata END, '$.UserName')) END AS "username",
    CASE WHEN useridentity.type = 'SAMLUser' THEN json_extract_scalar(requestparameters, '$.roleArn') ELSE useridentity.sessioncontext.sessionissuer.arn END AS "issuer",
    useridentity.sessioncontext.attributes.creationdate AS "created",
    useridentity.sessioncontext.ec2roledelivery AS "delivery",
    useridentity.sessioncontext.webidfederationdata.federatedprovider AS "provider",
    {{.SourceIdentity}} AS "source",
{{- if .Numbered}}
    {{.Identity}} AS "identity", -- of its texts username and issuer lack what only these have:
    CASE WHEN useridentity.type = 'SAMLUser' THEN json_extract_scalar(requestparameters, '$.roleArn') END AS "samlrole",
{{- end}}
    eventname IN ({{range $i, $name := .Givers}}{{if $i}}, {{end}}{{$name}}{{end}}) AND {{.Failure}} IS NULL AS "gives",
{{- if .Subjects}}
    readonly = 'false' AS "writes",
{{- end}}
    {{.Failure}} AS "failure", {{.Instant}} AS "instant",
    CASE WHEN useridentity.type = 'AssumedRole' AND useridentity.invokedby IS NULL AND sourceipaddress < ':' -- services have names
      AND NOT (sourceipaddress LIKE '10.%' OR sourceipaddress LIKE '192.168.%' OR sourceipaddress LIKE '172.%' AND regexp_like(sourceipaddress, '^172\.(1[6-9]|2[0-9]|3[01])\.'))
      THEN sourceipaddress END AS "publicaddress",
    eventsource, eventname, awsregion, sourceipaddress, useragent, requestparameters, responseelements,
    additionaleventdata, serviceeventdetails, recipientaccountid, sharedeventid, eventid, {{.EventTime}} AS "time", "$path" AS "path", {{.RecordNumber}} AS "record"
  FROM cloudtrail_logs
{{- range $i, $condition := .Where}}
  {{if $i}}  AND{{else}}WHERE{{end}} {{$condition}}
{{- end}}
),
gifts AS ( -- what an event that gives something says of it; what it gave is taken out before the calls are grouped, since the whole is long
  SELECT
    *, CASE WHEN "gives" THEN eventname END AS "method",
{{- if .Numbered}}
    CASE WHEN "onbehalfof" IS NOT NULL THEN
      CASE WHEN trino_tuple_text("identity", {{.ARNPlace}}) IS NULL AND trino_tuple_text("identity", {{.UserNamePlace}}) IS NULL THEN json_extract_scalar(additionaleventdata, '$.UserName') END
    END AS "centername",
{{- end}}
    CASE WHEN "gives" THEN requestparameters END AS "request", CASE WHEN "gives" THEN coalesce(additionaleventdata, serviceeventdetails) END AS "details",
    CASE
      WHEN "gives" AND eventname IN ('RunInstances', 'RunTask', 'StartTask') THEN array_join(regexp_extract_all(responseelements, '"instanceId": *"i-[0-9a-f]+"|"taskArn": *"[^"]+"'), ',')
      WHEN "gives" THEN responseelements
    END AS "response"
  FROM events
),
calls AS ( -- calls that are alike are one row, which has numbers alone beside what they have in common, so that many rows can wait on the disk
  SELECT
{{- if .Numbered}}
    "asked", "identity", trino_tuple(eventsource) AS "service", "samlrole", "centername",
{{- else}}
    "asked", "key", "type", "arn", "principal", "invokedby", "account", "username", "onbehalfof", eventsource AS "service",
    "issuer", "created", "delivery", "provider", "source",
{{- end}}
    CASE WHEN "gives" THEN json_format(CAST(ARRAY[ -- one text, since few events give anything: the texts are those of gift…
      "method", eventid, "time", "path", CAST("record" AS varchar), recipientaccountid, sharedeventid,
      coalesce( -- given
        json_extract_scalar("response", '$.credentials.accessKeyId'),
        json_extract_scalar("response", '$.accessKey.accessKeyId'),
        json_extract_scalar("response", '$.credentialSet[0].credentials.accessKeyId')),
      coalesce( -- givenarn
        json_extract_scalar("response", '$.assumedRoleUser.arn'),
        json_extract_scalar("response", '$.federatedUser.arn'),
        json_extract_scalar("response", '$.credentialSet[0].assumedRoleUser.arn')),
      coalesce( -- givenid
        json_extract_scalar("response", '$.assumedRoleUser.assumedRoleId'),
        json_extract_scalar("response", '$.credentialSet[0].assumedRoleUser.assumedRoleId')),
      coalesce( -- givenrole
        json_extract_scalar("request", '$.roleArn'),
        json_extract_scalar("request", '$.roleARN'),
        json_extract_scalar("request", '$.role'),
        json_extract_scalar("details", '$.role_name')),
      coalesce( -- givenname
        json_extract_scalar("request", '$.roleSessionName'),
        json_extract_scalar("request", '$.userName'),
        json_extract_scalar("details", '$.SwitchFrom'),
        json_extract_scalar("details", '$.account_id')),
      CASE WHEN "method" = 'CreateSession' THEN json_extract_scalar("request", '$.bucketName') END, -- givenbucket
      CASE WHEN "method" <> 'AssumeRole' THEN coalesce( -- subject: most events are of AssumeRole, which has none
        json_extract_scalar("response", '$.subjectFromWebIdentityToken'),
        json_extract_scalar("response", '$.subjectArn'),
        json_extract_scalar("request", '$.identityId'),
        json_extract_scalar("response", '$.subject')) END,
      CASE WHEN "method" <> 'AssumeRole' THEN coalesce( -- issuedby
        json_extract_scalar("response", '$.provider'),
        json_extract_scalar("request", '$.trustAnchorArn'),
        json_extract_scalar("response", '$.issuer')) END,
      CASE WHEN strpos("response", 'sourceIdentity') > 0 OR strpos("request", 'sourceIdentity') > 0 THEN coalesce( -- givensource: few have one
        json_extract_scalar("response", '$.sourceIdentity'),
        json_extract_scalar("response", '$.credentialSet[0].sourceIdentity'),
        json_extract_scalar("request", '$.sourceIdentity')) END,
      CASE WHEN "invokedby" LIKE '%.eks.amazonaws.com' THEN json_format(json_extract("request", '$.tags')) END, -- tags
      CASE -- launched: instances, tasks, a function, or a stack, by the role that acts for it
        WHEN "method" IN ('RunInstances', 'RunTask', 'StartTask') THEN array_join(regexp_extract_all("response", '[/"](i-[0-9a-f]+|[0-9a-f]{8,})"', 1), ',')
        WHEN "method" IN ('CreateStack', 'UpdateStack') THEN json_extract_scalar("request", '$.roleARN')
        WHEN "method" LIKE 'CreateFunction%' THEN regexp_extract(json_extract_scalar("request", '$.functionName'), '[^:]+$')
      END
    ] AS JSON)) END AS "gift",
{{- range .Rankings}}
    {{.SQL}} AS {{.Column}},
{{- end}}
{{- if .Subjects}}
    count(CASE WHEN "asked" > 0 AND "writes" THEN 1 END) AS "writes",
    min(CASE WHEN "asked" > 0 AND ("writes" OR "failure" IS NOT NULL) THEN regexp_extract(requestparameters, '{{.Target}}') END) AS "target",
    max(CASE WHEN "asked" > 0 AND ("writes" OR "failure" IS NOT NULL) THEN regexp_extract(requestparameters, '{{.Target}}') END) AS "othertarget",
{{- end}}
    min("publicaddress") AS "leastaddress", max("publicaddress") AS "greatestaddress",
    count(*) AS "events", count("failure") AS "errors", min("instant") AS "first", max("instant") AS "last"
  FROM gifts
  GROUP BY {{range $i, $n := .Grouped}}{{if $i}}, {{end}}{{$n}}{{end}}
)
SELECT
{{- if .Numbered}}
  "asked", CASE WHEN "samlrole" IS NULL AND "centername" IS NULL THEN "identity" END AS "identity", replace(trino_tuple_text("service", 0), '.amazonaws.com', '') AS "service",
{{- range .IdentityTexts}}
  {{.SQL}} AS {{.Name}},
{{- end}}
  {{else}}
  "asked", "key", "type", "arn", "principal", "invokedby", replace("service", '.amazonaws.com', '') AS "service",
  "account", "username", "onbehalfof", "issuer", "created", "delivery", "provider", "source", {{end -}}
  "leastaddress", "greatestaddress", "events", "errors",
  date_format("first" AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%i:%sZ') AS "first", date_format("last" AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%i:%sZ') AS "last",
{{- range .Rankings}}
  {{.Column}},
{{- end}}
{{- if .Subjects}}
  "writes", "target", "othertarget",
{{- end}}
  "gift"
FROM calls
