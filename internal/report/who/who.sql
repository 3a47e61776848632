-- Who is behind {{if .Subjects}}a name{{else}}the calls{{end}}: sessions, the events that gave them their access keys, and what they called.
-- "part" says what a row is: session, grant (of a key that gave another, or a sign-in), or a ranking of what was asked for.
{{- if .Distinct}}
-- An event that was delivered twice, under one eventID, counts twice here.
{{- end}}
{{- if .Athena}}
-- Athena's table has neither the number of a record in its file nor sourceIdentity: they are NULL here.
{{- end}}
WITH events AS (
  SELECT
    {{range $i, $s := .Subjects}}{{if $i}}
      + {{end}}CASE WHEN {{$s.Calls}} THEN {{$s.Bit}} ELSE 0 END{{else}}0{{end}} AS "asked", -- a sum of bits, one for each thing that the name may be
    nullif(useridentity.accesskeyid, '') AS "key",
    useridentity.type AS "type", useridentity.arn AS "arn", useridentity.invokedby AS "invokedby",
    nullif(useridentity.principalid, '') AS "principal", useridentity.onbehalfof.userid AS "onbehalfof",
    CASE WHEN useridentity.arn IS NULL THEN useridentity.accountid END AS "account", -- the ARN has it
    CASE WHEN useridentity.arn IS NULL THEN useridentity.username END AS "username",
    CASE WHEN useridentity.type = 'SAMLUser' THEN json_extract_scalar(requestparameters, '$.roleArn') ELSE useridentity.sessioncontext.sessionissuer.arn END AS "issuer",
    useridentity.sessioncontext.attributes.creationdate AS "created",
    useridentity.sessioncontext.ec2roledelivery AS "delivery",
    useridentity.sessioncontext.webidfederationdata.federatedprovider AS "provider",
    {{.SourceIdentity}} AS "source",
    eventname IN ({{range $i, $name := .Givers}}{{if $i}}, {{end}}{{$name}}{{end}}) AND {{.Failure}} IS NULL AS "gives",
    eventsource AS "service",
    {{.Failure}} AS "failure",
    eventname, awsregion, sourceipaddress, useragent, requestparameters, responseelements,
    additionaleventdata, serviceeventdetails, recipientaccountid, sharedeventid, eventid, {{.EventTime}} AS "time", "$path" AS "path", {{.RecordNumber}} AS "record"
  FROM cloudtrail_logs
{{- range $i, $condition := .Where}}
  {{if $i}}  AND{{else}}WHERE{{end}} {{$condition}}
{{- end}}
),
calls AS ( -- grouped while the logs are read. What one session says of itself in all its records is taken once
  SELECT
    "asked", "key", "type", "arn", "invokedby", "service",
    CASE WHEN "arn" IS NULL OR "gives" THEN "principal" END AS "principal",
    CASE WHEN "gives" THEN "path" || ' ' || coalesce(CAST("record" AS varchar), '') || ' ' || coalesce(eventid, '') END AS "event",
{{- range .Rankings}}
    {{.SQL}} AS {{.Column}},
{{- end}}
    max("account") AS "account", max("username") AS "username", max("onbehalfof") AS "onbehalfof", max("issuer") AS "issuer",
    max("created") AS "created", max("delivery") AS "delivery", max("provider") AS "provider", max("source") AS "source",
    max(CASE WHEN "gives" THEN eventname END) AS "method", max(CASE WHEN "gives" THEN eventid END) AS "eventid",
    max(CASE WHEN "gives" THEN "path" END) AS "path", max(CASE WHEN "gives" THEN "record" END) AS "record",
    max(CASE WHEN "gives" THEN recipientaccountid END) AS "recipient", max(CASE WHEN "gives" THEN sharedeventid END) AS "sharedid",
    max(CASE WHEN "gives" THEN requestparameters END) AS "request",
    max(CASE WHEN "gives" THEN regexp_replace(responseelements, '"sessionToken": *"[^"]*"', '"sessionToken":""') END) AS "response", -- without what is long
    max(CASE WHEN "gives" THEN coalesce(additionaleventdata, serviceeventdetails) END) AS "details",
    count(*) AS "events", count("failure") AS "errors", min("time") AS "first", max("time") AS "last"
  FROM events
  GROUP BY {{range $i, $n := .Grouped}}{{if $i}}, {{end}}{{$n}}{{end}}
),
answers AS ( -- events that may have given a key
  SELECT
    "asked", "key", "type", "arn", "principal", "invokedby", "method", "eventid", "path", "record", "first", "recipient", "sharedid",
    "account", "username", "onbehalfof", "issuer", "created", "delivery", "provider", "source",
    coalesce(
      json_extract_scalar("response", '$.credentials.accessKeyId'),
      json_extract_scalar("response", '$.accessKey.accessKeyId'),
      json_extract_scalar("response", '$.credentialSet[0].credentials.accessKeyId')) AS "owngiven",
    coalesce(
      json_extract_scalar("response", '$.assumedRoleUser.arn'),
      json_extract_scalar("response", '$.federatedUser.arn'),
      json_extract_scalar("response", '$.credentialSet[0].assumedRoleUser.arn')) AS "owngivenarn",
    coalesce(
      json_extract_scalar("response", '$.assumedRoleUser.assumedRoleId'),
      json_extract_scalar("response", '$.credentialSet[0].assumedRoleUser.assumedRoleId')) AS "owngivenid",
    coalesce(json_extract_scalar("request", '$.roleArn'), json_extract_scalar("details", '$.role_name')) AS "givenrole",
    coalesce(
      json_extract_scalar("request", '$.roleSessionName'),
      json_extract_scalar("request", '$.userName'),
      json_extract_scalar("details", '$.SwitchFrom'),
      json_extract_scalar("details", '$.account_id')) AS "givenname",
    CASE WHEN "method" <> 'AssumeRole' THEN coalesce( -- most events are of it, and it has no subject
      json_extract_scalar("response", '$.subjectFromWebIdentityToken'),
      json_extract_scalar("response", '$.subjectArn'),
      json_extract_scalar("request", '$.identityId'),
      json_extract_scalar("response", '$.subject')) END AS "subject",
    CASE WHEN "method" <> 'AssumeRole' THEN coalesce(
      json_extract_scalar("response", '$.provider'),
      json_extract_scalar("request", '$.trustAnchorArn'),
      json_extract_scalar("response", '$.issuer')) END AS "issuedby",
    CASE WHEN strpos("response", 'sourceIdentity') > 0 OR strpos("request", 'sourceIdentity') > 0 THEN coalesce( -- few have one
      json_extract_scalar("response", '$.sourceIdentity'),
      json_extract_scalar("response", '$.credentialSet[0].sourceIdentity'),
      json_extract_scalar("request", '$.sourceIdentity')) END AS "givensource",
    CASE WHEN "invokedby" LIKE '%.eks.amazonaws.com' THEN json_format(json_extract("request", '$.tags')) END AS "tags"
  FROM calls
  WHERE "method" IS NOT NULL
),
twins AS ( -- one call that two accounts have as an event each: either may say what was given
  SELECT "sharedid", min("owngiven") AS "given", min("owngivenarn") AS "givenarn", min("owngivenid") AS "givenid"
  FROM answers
  WHERE "sharedid" IS NOT NULL
  GROUP BY 1
  HAVING count(DISTINCT "owngiven") = 1
),
pairs AS ( -- what an event and its twin tell together
  SELECT answers.*,
    coalesce(answers."owngiven", twins."given") AS "given",
    coalesce(answers."owngivenarn", twins."givenarn") AS "givenarn",
    coalesce(answers."owngivenid", twins."givenid") AS "givenid"
  FROM answers
  LEFT JOIN twins ON twins."sharedid" = answers."sharedid"
),
gifts AS ( -- those that did, and sign-ins, which give keys that no event names
  SELECT pairs.*,
    CASE WHEN regexp_like("given", '^[A-Z0-9]{16,128}$') THEN "given" ELSE 'sign-in ' || "eventid" END AS "gift",
    CASE WHEN "arn" IS NULL THEN '1 ' ELSE '0 ' END || coalesce("first", '') || ' ' || coalesce("eventid", '') || ' ' || "path" || ' ' || coalesce(CAST("record" AS varchar), '') AS "rank",
    {{range $i, $s := .Subjects}}{{if $i}}
      + {{end}}CASE WHEN {{$s.Given}} THEN {{$s.Bit}} ELSE 0 END{{else}}0{{end}} AS "givenasked"
  FROM pairs
  WHERE "given" IS NOT NULL OR "method" IN ({{range $i, $name := .SignIns}}{{if $i}}, {{end}}{{$name}}{{end}})
),
chosen AS ( -- an event that two accounts have counts as the account of the caller has it
  SELECT
    "gift", min("rank") AS "rank",
    CASE WHEN min(coalesce("principal", "invokedby")) <> max(coalesce("principal", "invokedby"))
      OR min(coalesce("givenarn", "givenrole")) <> max(coalesce("givenarn", "givenrole")) THEN 'true' END AS "disputed",
    CASE WHEN min("recipient") <> max("recipient") THEN min("recipient") || ', ' || max("recipient") END AS "shared",
    CASE WHEN min("recipient") <> max("recipient") THEN max_by("path" || coalesce('#' || CAST("record" AS varchar), '') || coalesce(' ' || "eventid", ''), "rank") END AS "twin"
  FROM gifts
  GROUP BY 1
),
grants AS ( -- one row a key
  SELECT gifts.*, chosen."disputed", chosen."shared", chosen."twin"
  FROM gifts
  JOIN chosen ON chosen."gift" = gifts."gift" AND chosen."rank" = gifts."rank"
),
givers AS ( -- keys that gave others
  SELECT DISTINCT "key"
  FROM grants
  WHERE "key" IS NOT NULL
),
named AS ( -- a session of a name that began when a key was given to it, or when somebody switched to it
  SELECT CASE WHEN "method" = 'SwitchRole' THEN "arn" ELSE "givenarn" END AS "arn", "first" AS "created", min("gift") AS "gift"
  FROM grants
  WHERE "disputed" IS NULL AND ("givenarn" IS NOT NULL OR "method" = 'SwitchRole')
  GROUP BY 1, 2
  HAVING count(DISTINCT coalesce("principal", "invokedby")) <= 1
),
sessions AS (
  SELECT
    "asked", "key", "type", "arn", "invokedby", "service", CASE WHEN "arn" IS NULL THEN "principal" END AS "principal",
    max("account") AS "account", max("username") AS "username", max("onbehalfof") AS "onbehalfof",
    max("issuer") AS "issuer", max("created") AS "created", max("delivery") AS "delivery", max("provider") AS "provider", max("source") AS "source",
    CASE WHEN row_number() OVER (PARTITION BY "asked", "key", "type", "arn", "invokedby", CASE WHEN "arn" IS NULL THEN "principal" END ORDER BY "service") = 1 THEN 1 ELSE 0 END AS "sessions",
    sum("events") AS "events", sum("errors") AS "errors", min("first") AS "first", max("last") AS "last"
  FROM calls
  GROUP BY 1, 2, 3, 4, 5, 6, 7
),
{{- if .Subjects}}
ranked AS (
  SELECT
    "part", "value", sum("events") AS "events", sum("errors") AS "errors", min("first") AS "first", max("last") AS "last",
    row_number() OVER (PARTITION BY "part" ORDER BY sum("events") DESC, "value") AS "place", count(*) OVER (PARTITION BY "part") AS "groups"
  FROM calls
  CROSS JOIN UNNEST(
    ARRAY[{{range $i, $r := .Ranked}}{{if $i}}, {{end}}{{$r.Part}}{{end}}],
    ARRAY[{{range $i, $r := .Ranked}}{{if $i}}, {{end}}{{$r.Value}}{{end}}]) AS ranking ("part", "value")
  WHERE "asked" > 0 AND "value" IS NOT NULL
  GROUP BY 1, 2
),
{{- end}}
units AS (
  SELECT
    'session' AS "part", sessions."asked", sessions."key", sessions."arn", sessions."principal", sessions."invokedby", replace(sessions."service", '.amazonaws.com', '') AS "service",
    sessions."type", sessions."account", sessions."username", sessions."onbehalfof", sessions."issuer", sessions."created",
    sessions."delivery", sessions."provider", sessions."source",
    coalesce(exact."gift", named."gift") AS "granted",
    CASE WHEN exact."gift" IS NOT NULL THEN 'key' WHEN named."gift" IS NOT NULL THEN 'name' END AS "evidence",
    sessions."sessions", sessions."events", sessions."errors", sessions."first", sessions."last", givers."key" AS "giver"
  FROM sessions
  LEFT JOIN givers ON givers."key" = sessions."key"
  LEFT JOIN grants AS exact ON exact."gift" = sessions."key"
  LEFT JOIN named ON named."arn" = sessions."arn" AND named."created" = sessions."created"
  UNION ALL
  SELECT
    'grant', 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, "gift", NULL, 0, 0, 0, NULL, NULL, NULL
  FROM grants
  WHERE "gift" IN (SELECT "key" FROM givers) OR "gift" LIKE 'sign-in %'
{{- if .Subjects}}
  UNION ALL -- keys that were asked for, or given by what was asked for, and that nobody used
  SELECT
    'unused', "givenasked", "gift", "givenarn", "givenid", NULL, NULL, NULL, NULL, NULL, NULL, "givenrole", "first", NULL, NULL, "givensource", "gift", 'key', 1, 0, 0, NULL, NULL, NULL
  FROM grants
  WHERE ("asked" > 0 OR "givenasked" > 0) AND "gift" NOT LIKE 'sign-in %' AND "gift" NOT IN (SELECT "key" FROM sessions WHERE "key" IS NOT NULL)
  UNION ALL
  SELECT
    "part", 0, NULL, "value", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, "groups", "events", "errors", "first", "last", NULL
  FROM ranked
  WHERE "place" <= {{.Limit}}
{{- end}}
),
told AS ( -- sessions that are alike count as one
  SELECT
    units."part",
    nullif(units."asked", 0) AS "asked",
    CASE WHEN units."part" = 'grant' THEN grants."gift" END AS "gift",
    CASE WHEN {{.Keep}} THEN units."arn" END AS "arn",
    CASE WHEN units."arn" IS NULL THEN units."principal" END AS "principal",
    CASE WHEN substr(units."key", 1, 4) = 'AKIA' THEN units."key" END AS "longterm",
    CASE WHEN grants."gift" IS NULL AND {{.SignedIn}} THEN units."created" END AS "begun",
    units."type", units."account", units."username", units."onbehalfof", units."issuer", units."invokedby",
    units."delivery", units."provider", units."source", units."service", units."evidence",
    grants."method", grants."key" AS "callerkey", grants."type" AS "callertype", grants."arn" AS "callerarn", grants."account" AS "calleraccount",
    grants."principal" AS "callerprincipal", grants."username" AS "callerusername", grants."invokedby" AS "callerinvokedby",
    grants."onbehalfof" AS "calleronbehalfof", grants."issuer" AS "callerissuer", grants."created" AS "callercreated",
    grants."delivery" AS "callerdelivery", grants."provider" AS "callerprovider", grants."source" AS "callersource",
    CASE WHEN {{.Keep}} THEN grants."givenarn" END AS "givenarn", grants."givenrole",
    CASE WHEN {{.Keep}} THEN grants."givenname" END AS "givenname",
    grants."subject", grants."issuedby", grants."givensource", grants."tags", grants."shared", grants."disputed",
    CASE WHEN grants."asked" > 0 THEN 'true' END AS "callerasked",
    nullif(grants."givenasked", 0) AS "givenasked",
    CASE WHEN min(units."key") = max(units."key") THEN min(units."key") END AS "key",
    CASE WHEN min(units."key") <> max(units."key") THEN 'true' END AS "manykeys", min(units."created") AS "created",
    sum(units."sessions") AS "sessions", sum(units."events") AS "events", sum(units."errors") AS "errors",
    min(units."first") AS "first", max(units."last") AS "last", min(grants."first") AS "at",
    min_by(grants."eventid", grants."first" || grants."eventid") AS "eventid",
    min_by(grants."path", grants."first" || grants."eventid") AS "path",
    min_by(grants."record", grants."first" || grants."eventid") AS "record",
    min_by(grants."twin", grants."first" || grants."eventid") AS "twin"
  FROM units
  LEFT JOIN grants ON grants."gift" = units."granted"
{{- if .Subjects}} -- of what was not asked for, only what may have begun by what was: a service's own calls did not
  WHERE units."part" <> 'session' OR units."asked" > 0 OR grants."asked" > 0 OR grants."givenasked" > 0 OR grants."disputed" IS NOT NULL
    OR grants."gift" IS NOT NULL AND coalesce(grants."type", '') <> 'AWSService'
    OR grants."gift" IS NULL AND units."created" IS NOT NULL AND {{.SignedIn}}
{{- end}}
  GROUP BY {{range $i, $n := .Told}}{{if $i}}, {{end}}{{$n}}{{end}}
),
placed AS (
  SELECT told.*,
    row_number() OVER (PARTITION BY "part" ORDER BY "asked", "callerasked", "events" DESC, "first", "eventid") AS "place",
    count(*) OVER (PARTITION BY "part") AS "rows"
  FROM told
)
SELECT *
FROM placed
WHERE "place" <= {{.Rows}}
