package trailq_test

import (
	"context"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq"
)

// calls is one event a line, its eventID naming it.
const calls = `
{"eventID":"get","eventTime":"2023-11-01T10:00:00Z","eventSource":"s3.amazonaws.com","eventName":"GetObject","awsRegion":"us-east-1","recipientAccountId":"111122223333","sourceIPAddress":"192.0.2.7","readOnly":true,"userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/Exporter/i-1","accessKeyId":"ASIAIOSFODNN7EXAMPLE","principalId":"AROAEXAMPLE:i-1","sessionContext":{"sessionIssuer":{"arn":"arn:aws:iam::111122223333:role/service/Exporter","userName":"Exporter"}}}}
{"eventID":"put","eventTime":"2023-11-01T11:00:00Z","eventSource":"s3.amazonaws.com","eventName":"PutObject","awsRegion":"eu-west-1","recipientAccountId":"444455556666","sourceIPAddress":"2001:db8::7","readOnly":false,"errorCode":"AccessDenied","userIdentity":{"type":"IAMUser","userName":"Alice","arn":"arn:aws:iam::444455556666:user\/Alice"}}
{"eventID":"sts","eventTime":"2023-11-01T12:00:00Z","eventSource":"sts.amazonaws.com","eventName":"AssumeRole","awsRegion":"us-east-1","recipientAccountId":"111122223333","sourceIPAddress":"lambda.amazonaws.com","readOnly":true,"errorCode":null,"userIdentity":{"type":"AWSService","invokedBy":"lambda.amazonaws.com"}}
{"eventID":"old","eventTime":"2013-11-01T12:00:00Z","eventSource":"iam.amazonaws.com","eventName":"CreateUser","awsRegion":"us-east-1","sourceIPAddress":"192.0.2.7","userIdentity":{"type":"Root","accountId":"777788889999"}}
{"eventID":"odd","eventName":["GetObject"],"eventTime":17,"userIdentity":"x","sourceIPAddress":null,"readOnly":"true","errorCode":500}
`

func TestFilter(t *testing.T) {
	day := func(hour int) time.Time { return time.Date(2023, 11, 1, hour, 0, 0, 0, time.UTC) }
	tests := map[string]struct {
		filter trailq.Filter
		want   string
	}{
		"all":                       {trailq.Filter{}, "get put sts old odd"},
		"from":                      {trailq.Filter{From: day(11)}, "put sts"},
		"to":                        {trailq.Filter{To: day(11)}, "get old"},
		"window":                    {trailq.Filter{From: day(10), To: day(12)}, "get put"},
		"window in another zone":    {trailq.Filter{From: day(10).In(time.FixedZone("", 7200)), To: day(11)}, "get"},
		"account":                   {trailq.Filter{Accounts: []string{"111122223333"}}, "get sts"},
		"accounts":                  {trailq.Filter{Accounts: []string{"1111*", "4444*"}}, "get put sts"},
		"account of an old event":   {trailq.Filter{Accounts: []string{"777788889999"}}, "old"},
		"region":                    {trailq.Filter{Regions: []string{"eu-*"}}, "put"},
		"source":                    {trailq.Filter{EventSources: []string{"s3.amazonaws.com"}}, "get put"},
		"source, short":             {trailq.Filter{EventSources: []string{"sts", "iam"}}, "sts old"},
		"name":                      {trailq.Filter{EventNames: []string{"GetObject"}}, "get"},
		"name with a star":          {trailq.Filter{EventNames: []string{"*Object", "Create????"}}, "get put old"},
		"caller by ARN":             {trailq.Filter{Callers: []string{"assumed-role/exporter"}}, "get"},
		"caller by escaped ARN":     {trailq.Filter{Callers: []string{"user/Alice"}}, "put"},
		"caller, whole":             {trailq.Filter{Callers: []string{"ali?e"}}, "put"},
		"caller, not whole":         {trailq.Filter{Callers: []string{"li?e"}}, ""},
		"caller by key":             {trailq.Filter{Callers: []string{"ASIAIOSFODNN7EXAMPLE"}}, "get"},
		"caller by role":            {trailq.Filter{Callers: []string{"arn:aws:iam::111122223333:role/service/Exporter"}}, "get"},
		"caller by principal":       {trailq.Filter{Callers: []string{"AROAEXAMPLE"}}, "get"},
		"caller by service":         {trailq.Filter{Callers: []string{"lambda"}}, "sts"},
		"address":                   {trailq.Filter{SourceIPAddresses: []string{"192.0.2.7"}}, "get old"},
		"block":                     {trailq.Filter{SourceIPAddresses: []string{"192.0.2.0/24", "2001:db8::/32"}}, "get put old"},
		"service as address":        {trailq.Filter{SourceIPAddresses: []string{"lambda.amazonaws.com"}}, "sts"},
		"errors":                    {trailq.Filter{ErrorsOnly: true}, "put odd"},
		"reads":                     {trailq.Filter{Access: trailq.ReadAccess}, "get sts odd"},
		"writes":                    {trailq.Filter{Access: trailq.WriteAccess}, "put"},
		"all fields must match":     {trailq.Filter{EventNames: []string{"*Object"}, Regions: []string{"us-east-1"}, Access: trailq.ReadAccess}, "get"},
		"window and odd event time": {trailq.Filter{From: time.Unix(1, 0)}, "get put sts old"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var tally trailq.Tally
			var got []string
			options := trailq.Options{Filter: test.filter, Tally: &tally}
			for event, err := range trailq.Events(t.Context(), trailq.Stream("-", strings.NewReader(calls)), options) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, event.EventID)
			}
			if want := strings.Fields(test.want); !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
			records := tally.Summary().Records
			if records.Read != 5 || records.Filtered != 5-int64(len(got)) {
				t.Errorf("summary %+v, want 5 read", records)
			}
		})
	}
}

func TestBadFilter(t *testing.T) {
	now := time.Now()
	for want, filter := range map[string]trailq.Filter{
		"window is empty":      {From: now, To: now},
		`"192.0.2.300"`:        {SourceIPAddresses: []string{"192.0.2.300"}},
		`"192.0.2.0/33"`:       {SourceIPAddresses: []string{"192.0.2.0/33"}},
		`"10.0.0.0/8, 1.2.3/"`: {SourceIPAddresses: []string{"10.0.0.0/8, 1.2.3/"}},
		`access "all"`:         {Access: "all"},
	} {
		pairs := 0
		for event, err := range trailq.Events(context.Background(), trailq.Stream("-", strings.NewReader(calls)), trailq.Options{Filter: filter}) {
			if pairs++; event != nil || err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%+v: got %v, %v, want an error with %s", filter, event, err, want)
			}
		}
		if pairs != 1 {
			t.Errorf("%+v: %d pairs, want the error only", filter, pairs)
		}
	}
}

func TestMatchesPath(t *testing.T) {
	delivered := time.Date(2023, 11, 1, 10, 5, 0, 0, time.UTC)
	file := trailq.LogPath{Account: "111122223333", Kind: "CloudTrail", Region: "us-west-2", Delivered: delivered}
	at := func(offset time.Duration) time.Time { return delivered.Add(offset) }
	tests := map[string]struct {
		filter trailq.Filter
		want   trailq.SkipReason
	}{
		"no filter":                        {trailq.Filter{}, ""},
		"account":                          {trailq.Filter{Accounts: []string{"111122223333"}}, ""},
		"another account":                  {trailq.Filter{Accounts: []string{"444455556666"}}, trailq.SkippedAccount},
		"region":                           {trailq.Filter{Regions: []string{"us-west-?"}}, ""},
		"another region":                   {trailq.Filter{Regions: []string{"eu-west-1"}}, trailq.SkippedRegion},
		"region of the global services":    {trailq.Filter{Regions: []string{"us-east-1"}}, ""},
		"from within the minute":           {trailq.Filter{From: at(59 * time.Second)}, ""},
		"from the next minute":             {trailq.Filter{From: at(time.Minute)}, trailq.SkippedWindow},
		"to long before":                   {trailq.Filter{To: at(-25 * time.Hour)}, trailq.SkippedWindow},
		"to a day before":                  {trailq.Filter{To: at(-24 * time.Hour)}, trailq.SkippedWindow},
		"to just less than a day before":   {trailq.Filter{To: at(-24*time.Hour + time.Second)}, ""},
		"to an hour before, no such delay": {trailq.Filter{To: at(-time.Hour), LateDelivery: time.Hour}, trailq.SkippedWindow},
		"to long before, any delay":        {trailq.Filter{To: at(-9000 * time.Hour), LateDelivery: -1}, ""},
		"asked":                            {trailq.Filter{SkipPath: func(p trailq.LogPath) trailq.SkipReason { return trailq.SkipReason(p.Region) }}, "us-west-2"},
	}
	for name, test := range tests {
		if ok, reason := test.filter.MatchesPath(file); ok != (reason == "") || reason != test.want {
			t.Errorf("%s: %v, %q, want %q", name, ok, reason, test.want)
		}
		if ok, _ := test.filter.MatchesPath(trailq.LogPath{}); !ok {
			t.Errorf("%s: a path that tells nothing was skipped", name)
		}
	}
}

// A file with only the day of delivery in its path can have come at any minute of it.
func TestMatchesWholeDay(t *testing.T) {
	day := time.Date(2023, 11, 1, 0, 0, 0, 0, time.UTC)
	file := trailq.LogPath{Account: "111122223333", Kind: "CloudTrail", Region: "us-west-2", Delivered: day, WholeDay: true}
	for name, test := range map[string]struct {
		filter trailq.Filter
		want   bool
	}{
		"from within the day": {trailq.Filter{From: day.Add(23*time.Hour + 59*time.Minute)}, true},
		"from its end":        {trailq.Filter{From: day.Add(24 * time.Hour)}, false},
		"to a day before":     {trailq.Filter{To: day.Add(-24 * time.Hour)}, false},
		"to within the day":   {trailq.Filter{To: day.Add(time.Second), LateDelivery: time.Nanosecond}, true},
	} {
		if ok, reason := test.filter.MatchesPath(file); ok != test.want || ok != (reason == "") {
			t.Errorf("%s: %v, %q, want %v", name, ok, reason, test.want)
		}
	}
}

// FuzzWildcard compares names without slashes with path.Match.
func FuzzWildcard(f *testing.F) {
	f.Add("a*b?c*", "axxbyc")
	f.Add("**?", "é")
	f.Fuzz(func(t *testing.T, pattern, name string) {
		if strings.ContainsAny(pattern, `[\`) || strings.Contains(name, "/") || !isASCII(pattern+name) || name == "" {
			return
		}
		want, err := path.Match(pattern, name)
		if err != nil {
			return
		}
		filter := trailq.Filter{Accounts: []string{pattern}}
		if got, _ := filter.MatchesPath(trailq.LogPath{Account: name}); got != want {
			t.Errorf("%q matches %q: %v, want %v", pattern, name, got, want)
		}
	})
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > 127 })
}
