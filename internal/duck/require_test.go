//go:build cgo

package duck

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
)

// condition makes a condition of the depth at most, of all forms that are
// understood and of some that are not.
func condition(random *rand.Rand, depth int) string {
	pick := func(of ...string) string { return of[random.IntN(len(of))] }
	if depth > 0 && random.IntN(2) == 0 {
		a, b := condition(random, depth-1), condition(random, depth-1)
		return pick("("+a+" AND "+b+")", "("+a+" OR "+b+")", "NOT ("+a+")", a+" AND "+b, "("+a+") IS NULL")
	}
	column := pick("eventname", "errorcode", "eventtime", "awsregion", "readonly", "useridentity.type", "useridentity.arn", "l.eventsource",
		"useridentity.sessioncontext.sessionissuer.username", "requestparameters", "eventid", "sourceipaddress")
	text := pick("'GetObject'", "'AccessDenied'", "'us-east-1'", "'true'", "'AssumedRole'", "'s3.amazonaws.com'", "''", "'2023-11-01T12:00:00Z'", "'Admin'", "'m'", "NULL", "'\u00e9'")
	pattern := pick("'Get%'", "'%Object'", "'%amazon%'", "'%'", "'%a_m%'", "'A%d'", "'arn:aws:sts::111122223333:assumed-role/Admin/alice'")
	return pick(column+" = "+text, column+" <> "+text, column+" < "+text, text+" <= "+column, column+" IN ("+text+", "+text+")", column+" NOT IN ("+text+")",
		column+" BETWEEN "+text+" AND 'zz'", column+" IS NULL", column+" IS NOT NULL", column+" LIKE "+pattern, column+" NOT LIKE "+pattern,
		"lower("+column+") = "+text, "coalesce("+column+", 'GetObject') = "+text)
}

// Rows that are left out because of what a query needs are those that its WHERE
// drops, whatever the condition.
func TestNeedsAgainstWhere(t *testing.T) {
	odd := writeLogs(t, append(oddRecords(), `{"eventName":"G\u0065tObject","errorCode":null,"awsRegion":5,"userIdentity":"x"}`,
		`{"eventName":"A","eventName":"GetObject","errorCode":"","userIdentity":{"type":"A","type":"AssumedRole"}}`)...)
	db := openDB(t, trailq.Join(trailq.Dir(odd), trailq.Dir(someLogs)), Options{})
	random := rand.New(rand.NewPCG(3, 11))
	needs, kept := 0, 0
	for range 120 {
		text := "SELECT count(*), min(eventid), sum(length(coalesce(eventname, useridentity.arn))), count(useridentity.type) FROM cloudtrail_logs l WHERE " + condition(random, 3)
		query, err := db.rewriteStatement(statement(t, text))
		if err != nil {
			t.Fatal(err)
		}
		needs += len(query.Needs)
		var rows [2]string
		for i := range rows {
			answer, err := db.runQuery(t.Context(), query)
			if err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			got, err := allRows(t, answer)
			if err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			rows[i] = fmt.Sprint(got)
			query.Needs = nil
		}
		if diff := cmp.Diff(rows[1], rows[0]); diff != "" {
			t.Errorf("%s (-without needs +with):\n%s", text, diff)
		}
		if !strings.HasPrefix(rows[0], "[[0 ") {
			kept++
		}
	}
	if needs < 50 || kept < 20 {
		t.Errorf("%d needs and %d answers with rows are too few to tell", needs, kept)
	}
}

// The account is that of all records, whatever WHERE drops.
func TestNeedsAccount(t *testing.T) {
	db := openDB(t, trailq.Dir(testLogs), Options{})
	answer, rows := ask(t, db, "SELECT eventid FROM cloudtrail_logs WHERE eventname = 'NoSuchCall'")
	if s := answer.Reading().Summary; len(rows) != 0 || s.Records.Yielded != 6728 || s.Reconcile() != nil {
		t.Errorf("%d rows, %+v", len(rows), s)
	}
}

// A view keeps its rows beside a question about less of the logs.
func TestViewBesideLogs(t *testing.T) {
	db := openDB(t, trailq.Dir(testLogs), Options{})
	ask(t, db, "CREATE VIEW everything AS SELECT * FROM cloudtrail_logs")
	for _, where := range []string{"year = '1999'", "eventname = 'NoSuchCall'", "eventtime < '1999'"} {
		_, rows := ask(t, db, "SELECT count(*) FROM everything UNION ALL SELECT count(*) FROM cloudtrail_logs WHERE "+where)
		if got := fmt.Sprint(rows); got != "[[6728] [0]]" && got != "[[0] [6728]]" {
			t.Errorf("WHERE %s: %s", where, got)
		}
	}
}
