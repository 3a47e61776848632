package dialect

import (
	"strings"
	"testing"
)

// ruled is a statement, and what a rule of the language makes of it.
type ruled struct {
	sql   string
	lake  bool   // it is read as CloudTrail Lake's
	fails string // part of its error
	note  string // part of its notes; "-" for none
}

// What the rules of the language decide before anything runs. The rules that Trino's
// answers prove are in testdata/trino/letters.sql.
func TestLetters(t *testing.T) {
	for rule, cases := range map[string][]ruled{
		"c. one weak sign does not outweigh several strong ones": {
			{sql: "SELECT count(*) FROM cloudtrail_logs WHERE eventtime >= '2023-11-02 00:00:00' AND requestparameters LIKE '%role%'", note: "-"},
			{sql: "SELECT substr(eventtime, 1, 10) FROM cloudtrail_logs WHERE eventtime >= '2023-11-02 00:00:00'", note: "-"},
			{sql: "SELECT 1 FROM cloudtrail_logs WHERE eventtime > '2023-11-02 00:00:00' AND from_iso8601_timestamp(eventtime) > now()", note: "-"},
			{sql: "SELECT 1 FROM cloudtrail_logs WHERE eventtime > '2023-11-02 00:00:00' AND year = '2023' AND month = '11'", note: "-"},
			{sql: "SELECT 1 FROM cloudtrail_logs WHERE eventtime > '2023-11-02 00:00:00'", note: "-"},
			{sql: "SELECT element_at(requestParameters, 'bucketName') FROM logs WHERE eventTime > '2023-11-02 00:00:00'", lake: true, note: "--dialect athena"},
			{sql: "SELECT eventtime - INTERVAL '1' DAY FROM cloudtrail_logs", lake: true, note: "read as CloudTrail Lake's"},
			{sql: "SELECT eventName FROM 8f6c1b2a-1111-2222-3333-444455556666 WHERE eventTime > '2023-11-02 00:00:00'", lake: true, note: "-"},
			{sql: "SELECT addendum.reason FROM $EDS_ID", fails: "--dialect athena reads it as Athena's"},
		},
		"f. a zone that cannot be kept is refused": {
			{sql: "SELECT coalesce(now() AT TIME ZONE 'Asia/Tokyo', now())", fails: "line 1, column 8: times of several time zones meet here"},
			{sql: "SELECT nullif(now() AT TIME ZONE 'Asia/Tokyo', now())", fails: "several time zones"},
			{sql: "SELECT ARRAY[now() AT TIME ZONE 'Asia/Tokyo', now()]", fails: "several time zones"},
			{sql: "SELECT now() AT TIME ZONE 'Asia/Tokyo' UNION ALL SELECT now()", fails: "line 1, column 50"},
			{sql: "SELECT t FROM (VALUES now() AT TIME ZONE 'Asia/Tokyo', now()) AS x(t)", fails: "several time zones"},
			{sql: "SELECT ROW(now() AT TIME ZONE 'Asia/Tokyo') = ROW(now())", fails: "several time zones"},
			{sql: "SELECT contains(ARRAY[now() AT TIME ZONE 'Asia/Tokyo'], now())", fails: "several time zones"},
			{sql: "SELECT CASE now() AT TIME ZONE 'Asia/Tokyo' WHEN now() THEN 1 END", fails: "several time zones"},
			{sql: "SELECT 1 FROM (SELECT now() AT TIME ZONE 'Asia/Tokyo' t) a JOIN (SELECT now() t) b USING (t)", fails: "several time zones"},
			{sql: "SELECT now() IN (SELECT now() AT TIME ZONE 'Asia/Tokyo')", fails: "several time zones"},
			{sql: "SELECT now() > ALL (SELECT now() AT TIME ZONE 'Asia/Tokyo')", fails: "several time zones"},
			{sql: "SELECT hour(t) FROM (SELECT coalesce(now() AT TIME ZONE 'Asia/Tokyo', now()) t)", fails: "several time zones"},
			{sql: "CREATE TABLE x AS SELECT now() AT TIME ZONE 'Asia/Tokyo' t", fails: "keeps no time zones"},
			{sql: "SELECT hour(from_iso8601_timestamp(json_extract_scalar(requestparameters, '$.t'))) FROM logs", note: "AT TIME ZONE 'UTC' gives the same in both"},
			{sql: "SELECT from_iso8601_timestamp(json_extract_scalar(requestparameters, '$.t')) > now() FROM logs", note: "-"},
			{sql: "SELECT hour(from_iso8601_timestamp(eventtime)) FROM logs", note: "-"},
			{sql: "SELECT hour(coalesce(now() AT TIME ZONE 'Asia/Tokyo', now()))", note: "-"},
		},
		"g. what Trino refuses is refused or noted": {
			{sql: "SELECT json_extract_scalar(requestparameters, 'a') FROM logs", note: "it begins with $"},
			{sql: "SELECT json_extract_scalar(requestparameters, '$.a-b') FROM logs", note: `["key"]`},
			{sql: "SELECT json_extract_scalar(requestparameters, '$.a[*]') FROM logs", fails: "wildcards are not available"},
			{sql: "SELECT json_extract(requestparameters, '$..a') FROM logs", fails: "is not a JSON path"},
			{sql: "SELECT json_query(requestparameters, 'lax $.a?(@ > 1)') FROM logs", fails: "filters are not available"},
			{sql: "SELECT json_value(requestparameters, 'lax $.a.size()') FROM logs", fails: "methods are not available"},
			{sql: "SELECT json_value(requestparameters, '$.a') FROM logs", fails: "lax or strict"},
			{sql: "SELECT json_object('a' : 1)", fails: "json_object is not available"},
			{sql: "SELECT CAST(json_array_get(requestparameters, 0) AS varchar) FROM logs", note: "fails on Athena where the element is a text"},
			{sql: "SELECT json_array_get(requestparameters, 0) = 'a' FROM logs", note: "Athena refuses = between json and varchar"},
			{sql: "SELECT CAST(eventname AS char(3)) FROM logs", note: "not filled up with spaces"},
		},
		"h. errors name what is written, with a position": {
			{sql: "SELECT evntname LIKE FROM logs", fails: "line 1, column 22"},
			{sql: "SELECT now() AT TIME ZONE 5", fails: "a time zone such as 'Europe/Berlin' is expected here, not 5"},
			{sql: "SELECT eventname FROM logs WHER eventname = 'x'", fails: "line 1, column 33"},
			{sql: "SELECT requestParameters.bucketName FROM logs", fails: "json_extract_scalar(requestparameters, '$.bucketName')"},
			{sql: "SELECT length(now())", note: "length(timestamp with time zone)"},
			{sql: "SELECT useridentity LIKE '%x%' FROM logs", note: "LIKE on row"},
		},
		"k. names of Athena and Lake": {
			{sql: `SELECT "$path", "$file_modified_time", "$file_size" FROM cloudtrail_logs`, note: "-"},
			{sql: "SELECT useridentity.sessioncontext.sourceidentity, useridentity.sessioncontext.ec2issuedinvpc, useridentity.inscopeof.sourcearn, useridentity.credentialid, useridentity.identityprovider FROM cloudtrail_logs", note: "-"},
			{sql: "SELECT eventContext.requestContext, eventContext.tagContext.resourceTags FROM $EDS_ID", lake: true, note: "-"},
			{sql: "SELECT eventContext.tagContext.resourceTags[1].arn FROM <event_data_store_id>", lake: true, note: "-"},
			{sql: "SELECT json_extract(element_at(requestParameters, 'policyDocument'), '$.Statement[*].Action') FROM $EDS_ID", lake: true, note: "-"},
			{sql: "SELECT element_at(addendum, 'reason') FROM $EDS_ID", lake: true, note: "-"},
			{sql: "SELECT addendum.reason FROM $EDS_ID", fails: "addendum is a map: use element_at(addendum, 'reason')"},
			{sql: "SELECT addendum.reason FROM cloudtrail_logs", note: "-"},
		},
		"n. queries over a log group": {
			{sql: "SELECT `userIdentity.arn`, `resources.0.ARN`, `requestParameters.x` FROM `aws/cloudtrail`", note: "-"},
			{sql: "SELECT `requestParameters.instancesSet.items.0.imageId` FROM `group` WHERE `eventSource` = 'ec2.amazonaws.com'", note: "-"},
			{sql: "SELECT `userIdentity.sessionContext.sessionIssuer.userName`, COUNT(*) AS n FROM `group` GROUP BY `userIdentity.sessionContext.sessionIssuer.userName` ORDER BY n DESC LIMIT 10", note: "-"},
			{sql: "SELECT eventName, COUNT(*) AS n FROM `group` GROUP BY eventName HAVING n > 1", note: "-"},
			{sql: "SELECT CAST(1 AS STRING), current_date() FROM `group`", note: "-"},
			{sql: "SELECT current_date() FROM cloudtrail_logs", fails: "( is not expected here"},
			{sql: "SELECT explode(resources) FROM `group`", fails: "line 1, column 8: explode is not available: CROSS JOIN UNNEST"},
			{sql: "SELECT json_tuple(requestParameters, 'a') FROM `group`", fails: "json_tuple is not available: get_json_object"},
			{sql: "SELECT 1 FROM `filterIndex('a' > 5)`", fails: "line 1, column 15: filterIndex expects 'field' = value"},
			{sql: "SELECT 1 FROM `filterIndex('a' IN [1 2])`", fails: "filterIndex expects"},
			{sql: "SELECT 1 FROM `filterIndex('a' = 'b' 'c' = 'd')`", fails: "filterIndex expects"},
			{sql: "SELECT 1 FROM `filterIndex('a' = )`", fails: "filterIndex expects"},
			{sql: "SELECT 1 FROM `logStreams('a')`", fails: "there is no logStreams(…)"},
			{sql: "SELECT 1 FROM `filterIndex('a' = 'b') x()`", fails: "there is no x(…)"},
			{sql: "SELECT 1 FROM `group` a LEFT JOIN `filterIndex('a' = 'b')` b ON a.eventID = b.eventID", fails: "outer join"},
		},
		"p. what is laxer than Athena has a note": {
			{sql: "SELECT eventname, count(*) AS n FROM logs GROUP BY 1 HAVING n > 1", note: "Athena refuses n in HAVING"},
			{sql: "SELECT datediff('day', DATE '2023-01-01', DATE '2023-01-02')", note: "Athena refuses datediff: it has no such function"},
			{sql: `SELECT json_extract_path('{"a":1}', '$.a')`, note: "Athena refuses json_extract_path: it has no such function"},
			{sql: "SELECT concat('a', 2)", note: "Athena refuses concat(varchar, bigint)"},
			{sql: "SELECT concat('a', eventname, NULL) FROM logs", note: "-"},
			{sql: "SELECT concat(ARRAY[1], 2)", note: "-"},
			{sql: "SELECT concat(resources, resources) FROM logs", note: "-"},
			{sql: "SELECT 'a' || 2", note: "Athena refuses || between varchar and bigint"},
			{sql: "SELECT eventname AS e FROM logs WHERE e = 'x'", note: "e in WHERE"},
			{sql: "SELECT CAST(1 AS string)", note: "the type string in a query: write varchar"},
		},
	} {
		t.Run(rule, func(t *testing.T) {
			for _, c := range cases {
				checkRuled(t, c)
			}
		})
	}
}

func checkRuled(t *testing.T, want ruled) {
	t.Helper()
	query, err := Rewrite(want.sql, Options{})
	if err != nil || want.fails != "" {
		if err == nil || want.fails == "" || !strings.Contains(err.Error(), want.fails) {
			t.Errorf("%s\n fails: %v, want %q", want.sql, err, want.fails)
		}
		return
	}
	notes := strings.Join(query.Notes, "\n")
	switch {
	case query.Lake != want.lake:
		t.Errorf("%s\n read as CloudTrail Lake's: %v", want.sql, query.Lake)
	case want.note == "-" && notes != "", want.note != "-" && !strings.Contains(notes, want.note):
		t.Errorf("%s\n has the notes %q, want %q", want.sql, notes, want.note)
	}
}
