package s3source_test

import (
	"bytes"
	"context"
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"testing"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/trailtest/s3test"
	"github.com/trailq/trailq/s3source"
)

// What S3 tells of an object's content, in the headers that it sends.
func TestChecksum(t *testing.T) {
	s := newSetting(t, logs(2, 1))
	content := logs(2, 1)[key(1)]
	md5Sum, sha256Sum := md5.Sum(content), sha256.Sum256(content)
	encoded := base64.StdEncoding.EncodeToString(sha256Sum[:])
	source := newSource(t, s.proxy.URL, "", s3source.Options{})
	var file trailq.File
	for listed, err := range source.Files(t.Context(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		file = listed
	}
	for name, test := range map[string]struct {
		headers   map[string]string
		algorithm string
		sum       []byte
	}{
		"ETag":                       {nil, "MD5", md5Sum[:]},
		"encrypted by S3":            {map[string]string{"x-amz-server-side-encryption": "AES256"}, "MD5", md5Sum[:]},
		"encrypted with KMS":         {map[string]string{"x-amz-server-side-encryption": "aws:kms"}, "", nil},
		"encrypted twice":            {map[string]string{"x-amz-server-side-encryption": "aws:kms:dsse"}, "", nil},
		"encrypted by customer":      {map[string]string{"x-amz-server-side-encryption-customer-algorithm": "AES256"}, "", nil},
		"put in parts":               {map[string]string{"ETag": `"d41d8cd98f00b204e9800998ecf8427e-2"`}, "", nil},
		"checksum":                   {map[string]string{"x-amz-checksum-sha256": encoded, "x-amz-server-side-encryption": "aws:kms"}, "SHA256", sha256Sum[:]},
		"checksum of all parts":      {map[string]string{"x-amz-checksum-sha256": encoded, "x-amz-checksum-type": "FULL_OBJECT", "ETag": `"x-2"`}, "SHA256", sha256Sum[:]},
		"checksum of checksums":      {map[string]string{"x-amz-checksum-sha256": encoded + "-2", "x-amz-checksum-type": "COMPOSITE", "ETag": `"x-2"`}, "", nil},
		"checksum of some algorithm": {map[string]string{"x-amz-checksum-crc64nvme": "rosUhgp5mIg=", "x-amz-checksum-type": "FULL_OBJECT"}, "CRC64NVME", []byte{0xae, 0x8b, 0x14, 0x86, 0x0a, 0x79, 0x98, 0x88}},
	} {
		t.Run(name, func(t *testing.T) {
			s.proxy.Add(isHead, 1, s3test.SetHeaders(test.headers))
			algorithm, sum, err := checksum(t.Context(), source, file)
			if algorithm != test.algorithm || !bytes.Equal(sum, test.sum) || err != nil {
				t.Errorf("%s %x, %v, want %s %x", algorithm, sum, err, test.algorithm, test.sum)
			}
		})
	}

	s.server.Put(t, bucketName, key(1), []byte("other"))
	_, _, err := checksum(t.Context(), source, file)
	checkError(t, err, "the object was replaced after it was listed", "run again")
	s.server.Delete(t, bucketName, key(1))
	_, _, err = checksum(t.Context(), source, file)
	checkError(t, err, "the object was deleted after it was listed", "")
}

func isHead(r *http.Request) bool { return r.Method == http.MethodHead }

func checksum(ctx context.Context, source trailq.Source, file trailq.File) (string, []byte, error) {
	return source.(interface {
		Checksum(context.Context, trailq.File) (string, []byte, error)
	}).Checksum(ctx, file)
}

// How often a request is made is what AWS's settings say, unless the options do.
func TestMaxAttempts(t *testing.T) {
	t.Setenv("AWS_MAX_ATTEMPTS", "2")
	for attempts, want := range map[int]int{0: 2, 3: 3} {
		s := newSetting(t, logs(1, 1))
		t.Setenv("AWS_MAX_ATTEMPTS", "2")
		s.proxy.Add(s3test.IsObject(key(0)), -1, s3test.SlowDown())
		got := s.read(t, s3source.Options{MaxAttempts: attempts})
		if len(got.files) != 1 || s.proxy.Count(s3test.GetRequest) != want {
			t.Errorf("%d requests, want %d, errors %v", s.proxy.Count(s3test.GetRequest), want, got.files)
		}
	}
}

func TestFolder(t *testing.T) {
	for url, want := range map[string]string{
		"s3://bucket":               "s3://bucket/",
		"s3://bucket/":              "s3://bucket/",
		"s3://bucket/AWSLogs":       "s3://bucket/",
		"s3://bucket/AWSLogs/":      "s3://bucket/AWSLogs/",
		"s3://bucket/AWSLogs/11112": "s3://bucket/AWSLogs/",
		"s3://arn:aws:s3:eu-west-1:111122223333:accesspoint/name":   "s3://arn:aws:s3:eu-west-1:111122223333:accesspoint/name/",
		"s3://arn:aws:s3:eu-west-1:111122223333:accesspoint/name/a": "s3://arn:aws:s3:eu-west-1:111122223333:accesspoint/name/",
	} {
		if got, err := s3source.Folder(url); got != want || err != nil {
			t.Errorf("%s: %q, %v", url, got, err)
		}
	}
	if got, err := s3source.Folder("s3://"); err == nil {
		t.Errorf("no bucket became %q", got)
	}
}
