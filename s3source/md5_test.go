package s3source_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/trailtest/s3test"
	"github.com/trailq/trailq/s3source"
)

// flipBit returns a fault that changes one bit of an object and sends headers.
func flipBit(headers map[string]string) s3test.Fault {
	return func(w http.ResponseWriter, r *http.Request, server http.Handler) {
		answer := httptest.NewRecorder()
		server.ServeHTTP(answer, r)
		for name, values := range answer.Header() {
			if !strings.HasPrefix(strings.ToLower(name), "x-amz-checksum") {
				w.Header()[name] = values
			}
		}
		for name, value := range headers {
			w.Header().Set(name, value)
		}
		w.WriteHeader(answer.Code)
		content := bytes.Clone(answer.Body.Bytes())
		content[len(content)/2] ^= 1
		_, _ = w.Write(content) // who does not get it fails
	}
}

// Bytes that change on their way are found by the MD5 that the ETag is, and only where
// it is one; another ETag than the listed one is found always.
func TestCheckMD5(t *testing.T) {
	for name, test := range map[string]struct {
		fault s3test.Fault
		check bool
		said  string
	}{
		"good":               {nil, true, ""},
		"good in two parts":  {s3test.Reset(1_000), true, ""},
		"changed":            {flipBit(nil), true, "do not have the MD5"},
		"changed, unchecked": {flipBit(nil), false, ""},
		"encrypted by S3":    {flipBit(map[string]string{"x-amz-server-side-encryption": "AES256"}), true, "do not have the MD5"},
		"encrypted with KMS": {flipBit(map[string]string{"x-amz-server-side-encryption": "aws:kms"}), true, ""},
		"another ETag":       {s3test.SetHeaders(map[string]string{"ETag": `"0123456789abcdef0123456789abcdef"`}), false, "was listed with"},
		"put in parts":       {s3test.SetHeaders(map[string]string{"ETag": `"0123456789abcdef0123456789abcdef-2"`}), true, "was listed with"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSetting(t, logs(1, 100))
			if test.fault != nil {
				s.proxy.Add(s3test.IsObject(key(0)), 1, test.fault)
			}
			source := newSource(t, s.proxy.URL, "", s3source.Options{CheckMD5: test.check})
			file, err := readFirst(t, source)
			switch {
			case test.said == "" && err != nil:
				t.Error(err)
			case test.said != "" && (err == nil || !strings.Contains(err.Error(), test.said)):
				t.Errorf("error %v after %d bytes, want %q", err, len(file), test.said)
			}
		})
	}
}

func readFirst(t *testing.T, source trailq.Source) (content []byte, err error) {
	t.Helper()
	for file, err := range source.Files(t.Context(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		body, err := file.Open(t.Context())
		if err != nil {
			return nil, err
		}
		content, err = io.ReadAll(body)
		return content, errors.Join(err, body.Close())
	}
	t.Fatal("no file")
	return nil, nil
}
