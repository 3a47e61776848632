package phrase_test

import (
	"slices"
	"testing"

	"github.com/trailq/trailq/internal/phrase"
)

func TestNames(t *testing.T) {
	for arn, want := range map[string]string{
		"arn:aws:iam::111122223333:role/path/exporter": "role exporter",
		"arn:aws:iam::111122223333:root":               "root of 111122223333",
		"cloudtrail.amazonaws.com":                     "cloudtrail.amazonaws.com",
	} {
		if got := phrase.Caller(arn); got != want {
			t.Errorf("%s: %q, want %q", arn, got, want)
		}
	}
	for arn, want := range map[string]string{
		"arn:aws:dynamodb:eu-west-1:111122223333:table/orders":             "table orders",
		"arn:aws:lambda:eu-west-1:111122223333:function:resize":            "function resize",
		"arn:aws:sqs:eu-west-1:111122223333:jobs":                          "queue jobs",
		"arn:aws:sns:eu-west-1:111122223333:alerts":                        "topic alerts",
		"arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/resize": "log group /aws/lambda/resize",
		"arn:aws:secretsmanager:eu-west-1:111122223333:secret:db/main":     "secret db/main",
		"arn:aws:ec2:eu-west-1:111122223333:instance/i-0123456789abcdef0":  "instance i-0123456789abcdef0",
		"arn:aws:s3:::amzn-s3-demo-bucket":                                 "amzn-s3-demo-bucket",
		"amzn-s3-demo-bucket":                                              "amzn-s3-demo-bucket",
		"arn:aws:kms:eu-west-1:111122223333:alias/backup":                  "alias backup",
	} {
		if got := phrase.Resource(arn); got != want {
			t.Errorf("%s: %q, want %q", arn, got, want)
		}
	}
}

func TestWrap(t *testing.T) {
	got := phrase.Wrap("rose from 60 to 1,366 events, 99 % of all", 32)
	if want := []string{"rose from 60 to 1,366 events,", "99 % of all"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := phrase.Shorten("aws-cli/2.2.16 Python", 8); got != "aws-cli…" {
		t.Errorf("%q", got)
	}
}
