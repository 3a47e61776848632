//go:build cgo

package duck

import (
	"fmt"
	"testing"

	"github.com/trailq/trailq"
)

// A query of CloudWatch Logs' SQL gives what its own documentation says; the values
// are those of records.jsonl. Each construct of that page is here:
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData_SQL.html
func TestLogGroupQueries(t *testing.T) {
	db := openDB(t, trailq.Files("../dialect/testdata/trino/records.jsonl"), Options{})
	for query, want := range map[string]string{
		"SELECT `eventID`, `userIdentity.arn` FROM `g` WHERE `eventName` = 'ConsoleLogin'":                                                                                      "[[e4 arn:aws:iam::111122223333:root]]",
		"SELECT eventID FROM `g` WHERE `userIdentity.type` = \"Root\"":                                                                                                          "[[e4]]",
		"SELECT eventID FROM `filterIndex('awsRegion' = 'us-west-2')`":                                                                                                          "[[e5]]",
		"SELECT l.eventID FROM `filterIndex('awsRegion' IN ['us-west-2', 'eu-west-1'], 'userIdentity.type' = 'IAMUser')` AS l":                                                  "[[e5]]",
		"SELECT eventID FROM `filterIndex('readOnly' = false)` WHERE eventID > 'e4' OR eventID = 'e1'":                                                                          "[[e5]]",
		"SELECT eventID FROM `logGroups(logGroupIdentifier: ['a', 'b']) filterIndex('requestParameters.durationSeconds' = 3600)`":                                               "[[e3]]",
		"SELECT d.eventID FROM `dataSource(['aws_cloudtrail.management'])` AS d WHERE d.awsRegion = 'eu-west-1'":                                                                "[[e3]]",
		"SELECT `eventSource`, COUNT(*) AS n FROM `g` GROUP BY `eventSource` HAVING n > 1":                                                                                      "[[s3.amazonaws.com 2]]",
		"SELECT a.eventID, b.`eventName` FROM `g` AS a INNER JOIN `h` AS b ON a.`eventID` = b.`eventID` WHERE a.eventID = 'e1'":                                                 "[[e1 GetObject]]",
		"SELECT upper(awsRegion), lower(eventName) FROM `g` WHERE eventID = 'e1'":                                                                                               "[[US-EAST-1 getobject]]",
		"SELECT date_add(eventTime, 30), last_day(`@timestamp`), datediff(`@timestamp`, eventTime) FROM `g` WHERE eventID = 'e3'":                                               "[[2023-12-02 2023-11-30 0]]",
		"SELECT date_sub(to_date('2023-11-05'), 5), current_date() > to_date(eventTime) FROM `g` WHERE eventID = 'e3'":                                                          "[[2023-10-31 true]]",
		"SELECT date_format(`@timestamp`, 'yyyy-MM-dd HH'), date_format(eventTime, 'EEE') FROM `g` WHERE eventID = 'e3'":                                                        "[[2023-11-02 00 Thu]]",
		"SELECT unix_timestamp(eventTime), from_unixtime(unix_timestamp(`@timestamp`)) FROM `g` WHERE eventID = 'e1'":                                                           "[[1698832800 2023-11-01 10:00:00]]",
		"SELECT IF(errorCode IS NULL, 'ok', 'failed'), nvl(errorCode, '-') FROM `g` WHERE eventID < 'e3' ORDER BY eventID":                                                      "[[ok -] [failed AccessDenied]]",
		"SELECT AVG(`additionalEventData.bytesTransferredOut`) FROM `g`":                                                                                                        "[[1024]]",
		"SELECT get_json_object(requestParameters, '$.bucketName'), get_json_object(requestParameters, '$.monitoring') FROM `g` WHERE eventID IN ('e1', 'e5') ORDER BY eventID": `[[amzn-s3-demo-bucket <nil>] [<nil> {"enabled":false}]]`,
		"SELECT size(resources), resources[0].type FROM `g` WHERE eventID = 'e1'":                                                                                               "[[2 AWS::S3::Object]]",
		"SELECT array_contains(split(eventSource, '[.]'), 'amazonaws'), split(eventSource, '[.]')[0] FROM `g` WHERE eventID = 'e1'":                                             "[[true s3]]",
		"SELECT eventID, RANK() OVER (ORDER BY errorCode) AS r FROM `g` ORDER BY errorCode, eventID LIMIT 4":                                                                    "[[e1 1] [e3 1] [e4 1] [e2 4]]",
		"SELECT CAST('123' AS INT), CAST(123 AS STRING) FROM `g` LIMIT 1":                                                                                                       "[[123 123]]",
		"SELECT COUNT(*) / 2, 1 / 0 FROM `g`": "[[2.5 <nil>]]",
		`SELECT split(eventSource, '\\.')[0], regexp_extract(eventTime, '(\\d+)-', 1), rlike(eventName, '^Get\\w+$') FROM ` + "`g` WHERE eventID = 'e1'": "[[s3 2023 true]]",
		"SELECT regexp_extract(eventName, '([A-Z][a-z]+)Object'), regexp_extract(eventName, '(x)') FROM `g` WHERE eventID = 'e1'":                        "[[Get ]]",
	} {
		_, rows, err := tryAsk(t, db, query)
		if err != nil {
			t.Errorf("%s: %v", query, err)
			continue
		}
		if got := fmt.Sprint(rows); got != want {
			t.Errorf("%s\n gives %s, want %s", query, got, want)
		}
	}
}
