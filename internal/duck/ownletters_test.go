//go:build cgo

package duck

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
)

// j. A user's DDL works by its columns and types, whatever its form, and is taken from
// the file of the query.
func TestOwnTables(t *testing.T) {
	for script, want := range map[string]string{
		"CREATE EXTERNAL TABLE t (eventname string, readonly boolean) PARTITIONED BY (day date) STORED AS INPUTFORMAT 'com.amazon.emr.cloudtrail.CloudTrailInputFormat' OUTPUTFORMAT 'x' LOCATION 's3://b/'; SELECT count(*) FROM t WHERE readonly AND day > DATE '2023-11-01'":                                                                                                                                                        "[[1]]",
		"CREATE EXTERNAL TABLE IF NOT EXISTS `db`.`t` (`eventname` string COMMENT 'a, (b)', `eventtime` timestamp) ROW FORMAT SERDE 'com.amazon.emr.hive.serde.CloudTrailSerde' LOCATION 's3://b/'; SELECT eventname FROM db.t WHERE eventtime > TIMESTAMP '2023-11-04 00:00:00'":                                                                                                                                                      "[[RunInstances]]",
		"CREATE EXTERNAL TABLE t (eventid string, requestparameters map<string,string>) ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe' LOCATION 's3://b/'; SELECT eventid FROM t WHERE element_at(requestparameters, 'durationseconds') = '3600' OR requestparameters['durationSeconds'] = '3600'":                                                                                                                              "",
		"CREATE EXTERNAL TABLE t (eventid string, requestparameters struct<bucketname:string,key:string>) ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe' LOCATION 's3://b/'; SELECT requestparameters.key FROM t WHERE requestparameters.bucketname IS NOT NULL ORDER BY eventid LIMIT 1":                                                                                                                                       "[[reports/a.txt]]",
		"CREATE DATABASE x; CREATE EXTERNAL TABLE x.logs (eventname string, resources array<struct<arn:string,accountid:string,type:string>>) PARTITIONED BY (account string, region string, year string, month string, day string) ROW FORMAT SERDE 's' LOCATION 's3://b/'; MSCK REPAIR TABLE x.logs; SELECT r.type FROM x.logs CROSS JOIN UNNEST(resources) AS t(r) WHERE region = 'us-east-1' AND year = '2023' ORDER BY 1 LIMIT 1": "[[AWS::S3::Bucket]]",
		"CREATE EXTERNAL TABLE t (eventname string) PARTITIONED BY (dt int) ROW FORMAT SERDE 's' LOCATION 's3://b/' TBLPROPERTIES ('projection.enabled'='true','projection.dt.type'='date','projection.dt.format'='yyyyMMdd'); SELECT count(*) FROM t WHERE dt >= 20231102":                                                                                                                                                            "[[3]]",
		"CREATE EXTERNAL TABLE t (eventid string, useridentity struct<type:string,arn:string>, eventversion double) ROW FORMAT SERDE 's' LOCATION 's3://b/'; SELECT eventversion > 1.1, useridentity.type FROM t WHERE eventid = 'e1'":                                                                                                                                                                                                 "[[true AssumedRole]]",
		"CREATE EXTERNAL TABLE t (eventname string, eventid string); ALTER TABLE t ADD PARTITION (region='x') LOCATION 's3://b/'; SELECT * FROM t ORDER BY eventid LIMIT 1":                                                                                                                                                                                                                                                            "[[GetObject e1]]",
	} {
		statements, err := dialect.Split(script)
		if err != nil {
			t.Fatal(err)
		}
		queries, table, err := dialect.TakeDefinitions(statements)
		if err != nil || len(queries) != 1 {
			t.Errorf("%s\n %d queries: %v", script, len(queries), err)
			continue
		}
		db := openDB(t, trailq.Files("../dialect/testdata/trino/records.jsonl"), Options{Table: table})
		_, rows, err := tryAsk(t, db, queries[0].Text)
		if got := fmt.Sprint(rows); want != "" && (err != nil || got != want) {
			t.Errorf("%s\n gives %s, %v, not %s", script, got, err, want)
		} else if want == "" && err == nil && got != "[[e3]]" {
			t.Errorf("%s\n gives %s", script, got)
		}
	}
}

// o. Records whose account is not that of their file's name are found; only the
// partition column is decided by the path.
func TestOtherAccounts(t *testing.T) {
	folder := t.TempDir()
	for account, records := range map[string]string{
		"111122223333": `{"eventID":"1","eventName":"a","recipientAccountId":"B"},{"eventID":"2","recipientAccountId":"111122223333","userIdentity":{"accountId":"B"}}`,
		"444455556666": `{"eventID":"3","eventName":"a","recipientAccountId":"B"}`,
	} {
		name := filepath.Join(folder, "AWSLogs", account, "CloudTrail", "eu-west-1", "2023", "11", "01", account+"_CloudTrail_eu-west-1_20231101T0005Z_abcdefghijklmnop.json")
		writeFile(t, name, `{"Records":[`+records+`]}`)
	}
	db := openDB(t, trailq.Dir(folder), Options{})
	for query, want := range map[string]string{
		"SELECT count(*) FROM logs WHERE recipientaccountid = 'B'":                                          "[[2]]",
		"SELECT count(*) FROM logs WHERE recipientaccountid IN ('B', 'C') AND eventname = 'a'":              "[[2]]",
		"SELECT count(*) FROM logs WHERE recipientaccountid = '444455556666'":                               "[[0]]",
		"SELECT count(*) FROM logs WHERE recipientaccountid = '111122223333'":                               "[[1]]",
		"SELECT count(*) FROM logs WHERE account = '444455556666'":                                          "[[1]]",
		"SELECT count(*) FROM logs WHERE account = 'B'":                                                     "[[0]]",
		"SELECT count(*) FROM logs WHERE useridentity.accountid = 'B'":                                      "[[1]]",
		"SELECT count(*) FROM logs WHERE recipientaccountid LIKE 'B%' OR account = '111122223333'":          "[[3]]",
		"SELECT account, recipientaccountid FROM logs WHERE recipientaccountid <> account ORDER BY eventid": "[[111122223333 B] [444455556666 B]]",
		"SELECT count(*) FROM $EDS_ID WHERE recipientAccountId = 'B'":                                       "[[2]]",
		"SELECT count(*) FROM `g` WHERE `recipientAccountId` = 'B'":                                         "[[2]]",
	} {
		if _, rows := ask(t, db, query); fmt.Sprint(rows) != want {
			t.Errorf("%s gives %v, want %s", query, rows, want)
		}
	}
}
