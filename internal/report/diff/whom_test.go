//go:build cgo

package diff_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/report/diff"
	"github.com/trailq/trailq/internal/report/reporttest"
	"github.com/trailq/trailq/internal/trailtest"
)

// A cause that is about no caller names those who made most of its calls, with their parts
// of them, or says how many there are.
func TestCauseOfSeveralCallers(t *testing.T) {
	logs := plantedLogs{t: t, folder: t.TempDir()}
	logs.add(2000, day(1).From, day(2).To, func(i int, r reporttest.Record) {
		r["userIdentity"] = reporttest.Record{"arn": fmt.Sprintf("arn:aws:iam::%s:user/u%d", trailtest.Account, i%7)}
		r["sourceIPAddress"] = fmt.Sprintf("198.51.100.%d", i%5)
	})
	logs.add(1000, day(2).From, day(2).To, func(i int, r reporttest.Record) {
		r["sourceIPAddress"] = "AWS Internal"
		r["userIdentity"] = reporttest.Record{"type": "AWSService", "invokedBy": []string{"cloudtrail.amazonaws.com", "delivery.logs.amazonaws.com", fmt.Sprintf("s%d.amazonaws.com", i%9)}[min(i%10/5, i%10/3, 2)]}
	})
	logs.write()
	counted := make(map[string]int)
	for event, record := range reporttest.Decoded(t, trailq.Dir(logs.folder), trailq.Filter{From: day(2).From}) {
		if event.SourceIPAddress == "AWS Internal" {
			counted[reporttest.Words(record, "userIdentity", "invokedBy")]++
		}
	}
	want := fmt.Sprintf(", mostly by cloudtrail.amazonaws.com (%d %%) and delivery.logs.amazonaws.com (%d %%)", counted["cloudtrail.amazonaws.com"]/10, counted["delivery.logs.amazonaws.com"]/10)
	checkSentence(t, logs.folder, want)

	many := plantedLogs{t: t, folder: t.TempDir(), records: logs.records[:2000]}
	many.add(600, day(2).From, day(2).To, func(i int, r reporttest.Record) {
		r["errorCode"], r["userIdentity"] = "ThrottlingException", reporttest.Record{"arn": fmt.Sprintf("arn:aws:iam::%s:user/u%d", trailtest.Account, i%47)}
	})
	many.write()
	checkSentence(t, many.folder, ", by 47 callers")
}

// checkSentence checks that the causes in a folder are said with these words.
func checkSentence(t *testing.T, folder, want string) {
	t.Helper()
	comparison := ask(t, reporttest.OpenDB(t, trailq.Dir(folder)), diff.Options{Before: day(1), After: day(2)})
	var text strings.Builder
	for row, err := range comparison.Tables(diff.Form{ForPeople: true})[0].Rows {
		if err != nil {
			t.Fatal(err)
		}
		text.WriteString(string(row[1].AppendText(nil)) + " ")
	}
	if !strings.Contains(text.String(), want) {
		t.Errorf("%q lacks %q", text.String(), want)
	}
}
