package trailtest

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// Tree is a few files that a test writes itself: their contents by their paths,
// which have slashes.
type Tree map[string][]byte

// Paths are the paths in byte order.
func (tree Tree) Paths() []string { return slices.Sorted(maps.Keys(tree)) }

// Write writes the files below folder.
func (tree Tree) Write(t testing.TB, folder string) {
	t.Helper()
	for path, content := range tree {
		if err := writeFile(filepath.Join(folder, filepath.FromSlash(path)), content); err != nil {
			t.Fatal(err)
		}
	}
}

// writeFile writes a file anew, and the folders that it is in.
func writeFile(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err // what is being read must stay as it was
	}
	return os.WriteFile(path, content, 0o666)
}

// The account and the region of the records that [Record] makes.
const (
	Account = "111122223333"
	Region  = "eu-west-1"
)

// Record is a record of an S3 data event whose eventID is id.
func Record(id string, eventTime time.Time) string {
	return fmt.Sprintf(`{"eventVersion":"1.11","userIdentity":{"type":"IAMUser","principalId":"AIDACKCEVSQ6C2EXAMPLE",`+
		`"arn":"arn:aws:iam::%[1]s:user/alice","accountId":"%[1]s","accessKeyId":"AKIAIOSFODNN7EXAMPLE","userName":"alice"},`+
		`"eventTime":"%[2]s","eventSource":"s3.amazonaws.com","eventName":"GetObject","awsRegion":"%[3]s",`+
		`"sourceIPAddress":"192.0.2.7","userAgent":"aws-cli/2.15.0","requestParameters":{"bucketName":"amzn-s3-demo-bucket","key":"%[4]s"},`+
		`"responseElements":null,"additionalEventData":{"bytesTransferredOut":1024},"requestID":"79104EXAMPLEB723","eventID":"%[4]s",`+
		`"readOnly":true,"eventType":"AwsApiCall","managementEvent":false,"recipientAccountId":"%[1]s","eventCategory":"Data"}`,
		Account, eventTime.UTC().Format(time.RFC3339), Region, id)
}

// Envelope is the content of a log file with these records.
func Envelope(records ...string) string {
	return `{"Records":[` + strings.Join(records, ",") + `]}`
}

// LogPath is the path of a log file of the account and region, delivered at
// that time.
func LogPath(account, region string, delivered time.Time, id string) string {
	return fmt.Sprintf("AWSLogs/%[1]s/CloudTrail/%[2]s/%[3]s/%[1]s_CloudTrail_%[2]s_%[4]s_%[5]s.json.gz",
		account, region, delivered.UTC().Format("2006/01/02"), delivered.UTC().Format("20060102T1504Z"), id)
}

// Gzip compresses each part to a gzip member, one behind the other.
func Gzip(parts ...string) []byte {
	var b bytes.Buffer
	for _, part := range parts {
		w := gzip.NewWriter(&b)
		w.Write([]byte(part)) // a Buffer takes everything
		w.Close()
	}
	return b.Bytes()
}

// Zstd compresses to a zstd frame.
func Zstd(content string) []byte {
	var b bytes.Buffer
	w, err := zstd.NewWriter(&b)
	if err != nil {
		panic(err) // without options there is nothing to refuse
	}
	w.Write([]byte(content))
	w.Close()
	return b.Bytes()
}
