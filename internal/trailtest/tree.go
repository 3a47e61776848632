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

// Tree holds the contents of a few files that a test writes itself, by their paths,
// which have slashes.
type Tree map[string][]byte

// Paths returns the paths in byte order.
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

// writeFile replaces a file, and creates the folders that contain it.
func writeFile(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err // the file must not change for somebody who reads it now
	}
	return os.WriteFile(path, content, 0o666)
}

// The account and the region of the records made by [Record].
const (
	Account = "111122223333"
	Region  = "eu-west-1"
)

// Record returns a record of an S3 data event with the given eventID.
func Record(id string, eventTime time.Time) string {
	return fmt.Sprintf(`{"eventVersion":"1.11","userIdentity":{"type":"IAMUser","principalId":"AIDACKCEVSQ6C2EXAMPLE",`+
		`"arn":"arn:aws:iam::%[1]s:user/alice","accountId":"%[1]s","accessKeyId":"AKIAIOSFODNN7EXAMPLE","userName":"alice"},`+
		`"eventTime":"%[2]s","eventSource":"s3.amazonaws.com","eventName":"GetObject","awsRegion":"%[3]s",`+
		`"sourceIPAddress":"192.0.2.7","userAgent":"aws-cli/2.15.0","requestParameters":{"bucketName":"amzn-s3-demo-bucket","key":"%[4]s"},`+
		`"responseElements":null,"additionalEventData":{"bytesTransferredOut":1024},"requestID":"79104EXAMPLEB723","eventID":"%[4]s",`+
		`"readOnly":true,"eventType":"AwsApiCall","managementEvent":false,"recipientAccountId":"%[1]s","eventCategory":"Data"}`,
		Account, eventTime.UTC().Format(time.RFC3339), Region, id)
}

// Envelope returns the content of a log file with these records.
func Envelope(records ...string) string {
	return `{"Records":[` + strings.Join(records, ",") + `]}`
}

// LogPath returns the path of a log file of the account and region that was
// delivered at the given time.
func LogPath(account, region string, delivered time.Time, id string) string {
	return fmt.Sprintf("AWSLogs/%[1]s/CloudTrail/%[2]s/%[3]s/%[1]s_CloudTrail_%[2]s_%[4]s_%[5]s.json.gz",
		account, region, delivered.UTC().Format("2006/01/02"), delivered.UTC().Format("20060102T1504Z"), id)
}

// Gzip compresses each part to a gzip member and joins the members.
func Gzip(parts ...string) []byte {
	var b bytes.Buffer
	for _, part := range parts {
		w := gzip.NewWriter(&b)
		w.Write([]byte(part)) // writing to a Buffer cannot fail
		w.Close()
	}
	return b.Bytes()
}

// Zstd compresses to a zstd frame.
func Zstd(content string) []byte {
	var b bytes.Buffer
	w, err := zstd.NewWriter(&b)
	if err != nil {
		panic(err) // cannot fail without options
	}
	w.Write([]byte(content))
	w.Close()
	return b.Bytes()
}
