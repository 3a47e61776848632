//go:build cgo

package parquet_test

import (
	"path/filepath"
	"testing"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/parquet"
	"github.com/trailq/trailq/internal/parquet/convert"
)

// narrowStatements name few columns, all of them, or some that are not written; those of a
// list run one after another.
func narrowStatements() [][]string {
	const few = `SELECT eventname, count(*) FROM cloudtrail_logs GROUP BY 1`
	return [][]string{
		{few, `SELECT * FROM cloudtrail_logs`, few},
		{`SELECT count(*) FROM cloudtrail_logs`, `SELECT 'cloudtrail_logs' AS awsregion`, `SELECT awsregion FROM cloudtrail_logs`},
		{`SELECT 'cloudtrail_logs' AS awsregion`, few},
		{few, `TABLE cloudtrail_logs`, `SELECT count(*) FROM (TABLE 0d1f1a3f UNION ALL TABLE cloudtrail_logs)`, `WITH a AS (TABLE cloudtrail_logs) TABLE a`},
		{few, `SELECT EVENTNAME, UserIdentity.ARN, "Year", l."$path", useridentity.sessioncontext.sessionissuer.arn FROM cloudtrail_logs l`},
		{few, `SELECT l.* FROM cloudtrail_logs l JOIN cloudtrail_logs m ON l.eventid = m.eventid`},
		{few, `SELECT eventname FROM cloudtrail_logs JOIN (SELECT eventid FROM cloudtrail_logs) USING (eventid)`},
		{few, `SELECT lower(eventname) AS eventid, count(*) FROM cloudtrail_logs GROUP BY eventname ORDER BY eventid`},
		{few, `WITH l AS (SELECT * FROM cloudtrail_logs) SELECT eventsource FROM l`},
		{few, `SELECT eventtime FROM cloudtrail_logs WHERE EXISTS (SELECT 1 FROM cloudtrail_logs m WHERE m.requestid = cloudtrail_logs.requestid)`},
		{few, `CREATE VIEW v AS SELECT * FROM cloudtrail_logs`, `SELECT awsregion FROM v`, few, `SELECT sourceipaddress FROM v`},
		{few, `CREATE TABLE t AS SELECT eventname, eventid FROM cloudtrail_logs`, `SELECT eventid FROM t`, `SELECT useragent FROM cloudtrail_logs`},
		{few, `SELECT a FROM cloudtrail_logs AS t(a, b)`, `SELECT cloudtrail_logs FROM cloudtrail_logs`, `SELECT t FROM cloudtrail_logs t`},
		{few, `SELECT evntname FROM cloudtrail_logs`, `SELECT eventname.x FROM cloudtrail_logs`, few},
		{few, `SELECT nosuch(eventname) FROM cloudtrail_logs`, few},
		{`SELECT eventName, eventTime FROM 0d1f1a3f`, `SELECT eventJson FROM 0d1f1a3f`, few},
		{`SELECT eventname FROM cloudtrail_logs WHERE errorcode IS NULL AND json_extract_scalar(requestparameters, '$.bucketName') IS NOT NULL`, few},
	}
}

// A statement gives the same after others as alone, from columns that are made for it, as
// from logs, which have no column to leave out.
func TestNarrowViews(t *testing.T) {
	logs, folder := oddLogs(t), filepath.Join(t.TempDir(), "parquet")
	convertLogs(t, trailq.Dir(logs), folder, convert.Options{})
	open := func() *duck.DB {
		return openParquet(t, trailq.Dir(folder), duck.Options{}, parquet.SourceOptions{})
	}
	answer := func(db *duck.DB, statement string) []string {
		rows, _, err := tryAsk(t, db, statement)
		if err != nil {
			return []string{err.Error()}
		}
		return rows
	}
	for _, statements := range narrowStatements() {
		db := open()
		fromLogs := openLogs(t, trailq.Dir(logs), duck.Options{})
		for i, statement := range statements {
			got := answer(db, statement)
			same(t, statement+": beside logs", got, answer(fromLogs, statement))
			if i > 0 {
				alone := open()
				for _, before := range statements[:i] {
					if before[:6] == "CREATE" {
						answer(alone, before)
					}
				}
				same(t, statement+": alone", got, answer(alone, statement))
			}
		}
	}
}
