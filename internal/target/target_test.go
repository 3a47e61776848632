package target

import (
	"testing"

	"github.com/trailq/trailq/internal/records"
)

func TestFind(t *testing.T) {
	finder, err := NewFinder()
	if err != nil {
		t.Fatal(err)
	}
	for raw, want := range map[string]string{
		`{"requestParameters":{"bucketName":"b","key":"k"},"resources":[{"ARN":"arn:aws:s3:::other"}]}`:   "b",
		`{"requestParameters":{"roleArn":"arn:aws:iam::111122223333:role/r"}}`:                            "arn:aws:iam::111122223333:role/r",
		`{"requestParameters":{"instancesSet":{"items":[{"instanceId":"i-1"}]}}}`:                         "i-1",
		`{"requestParameters":null,"responseElements":{"instancesSet":{"items":[{"instanceId":"i-2"}]}}}`: "i-2",
		`{"requestParameters":{"queueUrl":"https://sqs.eu-west-1.amazonaws.com/111122223333/jobs"}}`:      "jobs",
		`{"requestParameters":{"name":{"a":1}},"resources":[{"ARN":"arn:aws:s3:::b/k"}]}`:                 "arn:aws:s3:::b/k",
		`{"requestParameters":{"name":""}}`:                                                               "",
		`{}`:                                                                                              "",
	} {
		record := &records.Record{Raw: []byte(raw)}
		record.Fields, _ = records.Object(record.Raw, nil)
		if got := finder.Find(record); got != want {
			t.Errorf("%s: %q, want %q", raw, got, want)
		}
	}
}
