//go:build cgo

package parquet_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/parquet"
	"github.com/trailq/trailq/internal/parquet/convert"
	"github.com/trailq/trailq/internal/trailtest"
	"github.com/trailq/trailq/internal/trailtest/gen"
)

// hostileRecords are events that do not look like CloudTrail's.
func hostileRecords() []string {
	return []string{
		`{"eventVersion":"1.08","eventTime":"2023-11-01T10:00:00Z","eventName":"A","recipientAccountId":"../../../etc","awsRegion":"../x","eventID":"1"}`,
		`{"eventVersion":1.08,"userIdentity":"text","eventTime":5,"eventSource":true,"eventName":["a",1],"resources":{"ARN":"x"},"tlsDetails":[1],"addendum":7,"requestParameters":"text","additionalEventData":[1, 2],"readOnly":"false","eventData":{"configuration":{"a":"b","c":{"d":1}},"tags":[]}}`,
		"{\"eventTime\":\"2023-11-01T10:00:00Z\",\"eventName\":\"Bad\xff\xfeUTF8\",\"recipientAccountId\":\"111122223333\",\"awsRegion\":\"eu-west-1\",\"eventID\":\"2\"}",
		"{ \"eventTime\" : \"2023-11-01T23:30:00-05:00\",\n  \"eventName\" : \"Lines\", \"userIdentity\": {\"arn\":\"a\\u002fb\",\"inScopeOf\":{\"sourceArn\":\"s\"}, \"sessionContext\":{\"sourceIdentity\":\"me\",\"attributes\":{\"creationDate\":\"2023-11-01\"}}} }",
		`{"eventTime":"2023-13-45T10:00:00Z","eventName":"NoTime","awsRegion":"eu-west-1","recipientAccountId":"111122223333","resources":[{"ARN":"a","accountId":"1","type":"t"},{"ARNPrefix":"p"},null,5]}`,
		`{"eventTime":"9999-12-31T00:00:00Z","eventName":"Far","errorCode":"","sourceIPAddress":"192.0.2.7"}`,
		`{"eventTime":"2023-11-01T00:00:00.5Z","eventName":"Fraction","sourceIPAddress":"::ffff:192.0.2.9","userIdentity":{"invokedBy":"s3.amazonaws.com"}}`,
		`{}`,
		`{"event\u0054ime":"2023-11-02T00:00:00Z","eventName":"Esc\u0061ped","userIdentity":{"\u0061rn":"x"},"addendum":{"reason":"DELIVERY_DELAY","updatedFields":null}}`,
		`{"eventTime":"2023-11-01T10:00:00Z","eventName":"` + strings.Repeat("long", 70000) + `","eventID":"1"}`,
	}
}

// hostileLogs is a tree with these, damaged files, records that are rejected and
// log files beside.
func hostileLogs(t *testing.T) string {
	folder := t.TempDir()
	good := trailtest.Record("e1", time.Date(2023, 11, 1, 23, 59, 0, 0, time.UTC))
	whole := trailtest.Gzip(trailtest.Envelope(good, good, good))
	cut := trailtest.Envelope(good, good, good)
	cut = cut[:len(cut)-len(good)/2]
	trailtest.Tree{
		"notes.txt": []byte("no log at all"),
		trailtest.LogPath("111122223333", "us-east-1", time.Date(2023, 11, 2, 0, 5, 0, 0, time.UTC), "reject"): trailtest.Gzip(trailtest.Envelope(good, "17", "null", good)),
		trailtest.LogPath("444455556666", "eu-west-1", time.Date(2023, 11, 3, 0, 5, 0, 0, time.UTC), "broken"): whole[:len(whole)-9],
		trailtest.LogPath("444455556666", "us-east-1", time.Date(2023, 11, 4, 0, 5, 0, 0, time.UTC), "cut"):    []byte(cut),
		"flat.json": []byte(trailtest.Envelope(hostileRecords()...)),
		trailtest.LogPath("111122223333", "eu-west-1", time.Date(2023, 11, 2, 0, 5, 0, 0, time.UTC), "good"): whole,
		trailtest.LogPath("444455556666", "us-east-1", time.Date(2023, 11, 2, 0, 5, 0, 0, time.UTC), "host"): trailtest.Gzip(trailtest.Envelope(hostileRecords()...)),
	}.Write(t, folder)
	return folder
}

func generated(t *testing.T) string {
	folder := t.TempDir()
	_, err := gen.Generate(t.Context(), folder, gen.Options{Events: 2000, EventsPerFile: 60, Duplicates: 0.02, Digest: true, Insight: true, Seed: 7})
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// trees are logs of several kinds, each with a word about it.
func trees(t *testing.T) map[string]string {
	return map[string]string{"sample": sampleLogs, "hostile": hostileLogs(t), "generated": generated(t)}
}

// What comes out of a folder is what the logs have, byte for byte and in their
// order.
func TestEventsAgree(t *testing.T) {
	for name, logs := range trees(t) {
		t.Run(name, func(t *testing.T) { checkEvents(t, logs, filepath.Join(t.TempDir(), "parquet")) })
	}
}

// checkEvents converts the logs into the folder, and compares the events.
func checkEvents(t *testing.T, logs, folder string) {
	convertLogs(t, trailq.Dir(logs), folder, convert.Options{})
	checkFolder(t, folder, logs)
}

// The filters choose the same events from both.
func TestFiltersAgree(t *testing.T) {
	noon := time.Date(2023, 11, 1, 12, 0, 0, 0, time.UTC)
	filters := []trailq.Filter{
		{From: noon},
		{To: noon, LateDelivery: -1},
		{From: noon, To: noon.Add(6*time.Hour + 500*time.Millisecond), LateDelivery: -1},
		{From: noon.Add(-12 * time.Hour), To: noon.Add(-12*time.Hour + time.Second), LateDelivery: -1},
		{Accounts: []string{"111122223333"}},
		{Accounts: []string{"4*", "999999999999"}},
		{Regions: []string{"us-east-1"}},
		{Regions: []string{"us-*", "ap-?"}},
		{EventSources: []string{"s3"}},
		{EventSources: []string{"kms.amazonaws.com", "st?"}},
		{EventNames: []string{"GetObject", "Put*"}},
		{EventNames: []string{"*Object_", `50%\`, "?ead*"}},
		{Callers: []string{"ROLE"}},
		{Callers: []string{"AIDA*", "partner", "s3.amazonaws.com"}},
		{SourceIPAddresses: []string{"192.0.2.0/24"}},
		{SourceIPAddresses: []string{"192.0.2.131", "delivery.logs.amazonaws.com", "2001:db8::/32"}},
		{SourceIPAddresses: []string{"*.amazonaws.com"}},
		{ErrorsOnly: true},
		{Access: trailq.ReadAccess},
		{Access: trailq.WriteAccess, EventSources: []string{"s3"}, From: noon},
	}
	for name, logs := range map[string]string{"hostile": hostileLogs(t), "generated": generated(t)} {
		folder := filepath.Join(t.TempDir(), "parquet")
		convertLogs(t, trailq.Dir(logs), folder, convert.Options{})
		chosen := 0
		for _, filter := range filters {
			want := rawEvents(t, trailq.Dir(logs), trailq.Options{Filter: filter})
			chosen += len(want)
			db := openParquet(t, trailq.Dir(folder), duck.Options{Read: trailq.Options{Filter: filter}}, parquet.SourceOptions{})
			same(t, name, eventsOf(t, db), want)
			rows, summary := ask(t, db, "SELECT eventname FROM cloudtrail_logs")
			if len(rows) != len(want) || summary.Records.Yielded != int64(len(want)) {
				t.Errorf("%s %+v: SQL finds %d and counts %d, want %d", name, filter, len(rows), summary.Records.Yielded, len(want))
			}
		}
		if chosen == 0 {
			t.Errorf("%s: no filter chooses anything", name)
		}
	}
}

// Duplicates are left out when reading as they are from logs.
func TestDuplicatesAgree(t *testing.T) {
	logs, folder := generated(t), filepath.Join(t.TempDir(), "parquet")
	convertLogs(t, trailq.Dir(logs), folder, convert.Options{})
	options := trailq.Options{Duplicates: trailq.DropDuplicates}
	want := rawEvents(t, trailq.Dir(logs), options)
	same(t, "events", parquetEvents(t, folder, options), want)
	if all := rawEvents(t, trailq.Dir(logs), trailq.Options{}); len(all) == len(want) {
		t.Error("the logs have no duplicates")
	}
}

// questions are in Athena's dialect and in CloudTrail Lake's.
func questions() []string {
	return []string{
		`SELECT * FROM cloudtrail_logs`,
		`SELECT eventsource, eventname, count(*) FROM cloudtrail_logs GROUP BY 1, 2`,
		`SELECT useridentity.arn, useridentity.sessioncontext.sessionissuer.username, count(*) FROM cloudtrail_logs GROUP BY 1, 2`,
		`SELECT useridentity, tlsdetails, addendum, resources FROM cloudtrail_logs WHERE region = 'us-east-1'`,
		`SELECT tlsdetails.tlsversion, count(*) FROM cloudtrail_logs WHERE year = '2023' AND month = '11' AND day = '01' GROUP BY 1`,
		`SELECT account, region, year, month, day, "timestamp", count(*) FROM cloudtrail_logs GROUP BY 1, 2, 3, 4, 5, 6`,
		`SELECT "date", dt, count(*) FROM cloudtrail_logs GROUP BY 1, 2`,
		`SELECT "$path", "$record_number", eventid FROM cloudtrail_logs`,
		`SELECT count(*) FROM cloudtrail_logs WHERE "timestamp" BETWEEN '2023/11/01' AND '2023/11/02' AND account = '111122223333'`,
		`SELECT eventname, json_extract_scalar(requestparameters, '$.bucketName') AS bucket, count(*) FROM cloudtrail_logs GROUP BY 1, 2`,
		`SELECT r.arn, r.type, count(*) FROM cloudtrail_logs CROSS JOIN UNNEST(resources) AS t(r) GROUP BY 1, 2`,
		`SELECT element_at(resources, 1).arn, element_at(resources, 1).type, count(*) FROM cloudtrail_logs GROUP BY 1, 2`,
		`SELECT eventname FROM cloudtrail_logs WHERE eventtime >= '2023-11-01T12:00:00Z' AND eventtime < '2023-11-01T13:00:00Z'`,
		`SELECT date_trunc('hour', from_iso8601_timestamp(eventtime)), count(*) FROM cloudtrail_logs WHERE eventtime LIKE '2023-11-0%Z' AND length(eventtime) = 20 AND eventtime NOT LIKE '%-13-%' GROUP BY 1`,
		`SELECT sum(CAST(json_extract_scalar(additionaleventdata, '$.bytesTransferredOut') AS double)) FROM cloudtrail_logs WHERE eventname = 'GetObject'`,
		`SELECT managementevent, readonly, eventcategory, count(*) FROM cloudtrail_logs GROUP BY 1, 2, 3`,
		`SELECT eventid, sharedeventid, vpcendpointid, insightdetails, eventcontext FROM cloudtrail_logs WHERE errorcode IS NOT NULL OR eventcategory = 'Insight'`,
		`SELECT eventname, rank() OVER (PARTITION BY awsregion ORDER BY eventtime, eventid, eventname) FROM cloudtrail_logs WHERE awsregion = 'us-east-1'`,
		`WITH failed AS (SELECT useridentity.arn AS arn FROM cloudtrail_logs WHERE errorcode <> '') SELECT arn, count(*) FROM failed GROUP BY 1 HAVING count(*) > 1`,
		`SELECT useridentity, resources, eventdata, addendum, eventtime FROM a1b2c3d4-0000-4000-8000-000000000000`,
		`SELECT userIdentity.sessioncontext.sourceidentity, userIdentity.inscopeof.sourcearn, element_at(requestParameters, 'bucketName'), element_at(resources, 1).arnprefix FROM a1b2c3d4-0000-4000-8000-000000000000`,
	}
}

// recordQuestions need the record itself.
func recordQuestions() []string {
	return []string{
		`SELECT record, "$record_number" FROM cloudtrail_logs`,
		`SELECT json_extract_scalar(record, '$.eventVersion'), count(*) FROM cloudtrail_logs GROUP BY 1`,
	}
}

// Questions have the same answers from both, and also where the records were
// left out, save for those that ask for these.
func TestQuestionsAgree(t *testing.T) {
	for name, logs := range trees(t) {
		t.Run(name, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), "parquet")
			convertLogs(t, trailq.Dir(logs), folder, convert.Options{})
			checkQuestions(t, trailq.Dir(logs), folder, questions())
		})
	}
}

// Real logs are many small files, which take their time: they are converted once
// for events and questions.
func TestRealLogsAgree(t *testing.T) {
	logs, folder := trailtest.RealLogs(t), filepath.Join(t.TempDir(), "parquet")
	checkEvents(t, logs, folder)
	checkQuestions(t, trailq.Dir(logs), folder, questions()[:3])
}

// checkQuestions asks the logs, the folder that they were converted into, and
// another without records.
func checkQuestions(t *testing.T, source trailq.Source, whole string, some []string) {
	small := filepath.Join(t.TempDir(), "small")
	convertLogs(t, source, small, convert.Options{NoRecord: true})
	raw := openLogs(t, source, duck.Options{})
	wholeDB := openParquet(t, trailq.Dir(whole), duck.Options{}, parquet.SourceOptions{})
	smallDB := openParquet(t, trailq.Dir(small), duck.Options{}, parquet.SourceOptions{})
	for _, question := range some {
		want, rawSummary, err := tryAsk(t, raw, question)
		if err != nil { // hostile values are none of what a question expects
			if _, _, parquetErr := tryAsk(t, wholeDB, question); parquetErr == nil {
				t.Errorf("%s\nlogs: %v, Parquet: no error", question, err)
			}
			t.Logf("%s: %v", question, err)
			continue
		}
		got, summary := ask(t, wholeDB, question)
		same(t, question, got, want)
		sameTrouble(t, question, summary, rawSummary)
		got, _ = ask(t, smallDB, question)
		same(t, "without records: "+question, got, want)
	}
	for _, question := range recordQuestions() {
		want, _ := ask(t, raw, question)
		got, _ := ask(t, wholeDB, question)
		same(t, question, got, want)
		if _, _, err := tryAsk(t, smallDB, question); err == nil || !strings.Contains(err.Error(), "--no-record") {
			t.Errorf("without records: %s: %v", question, err)
		}
	}
}
