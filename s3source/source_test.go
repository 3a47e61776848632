package s3source_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/trailtest"
	"github.com/trailq/trailq/internal/trailtest/s3test"
	"github.com/trailq/trailq/s3source"
)

func TestURL(t *testing.T) {
	for url, want := range map[string]string{
		"s3://bucket":           "s3://bucket",
		"s3://bucket/":          "s3://bucket",
		"s3://bucket/AWSLogs/":  "s3://bucket/AWSLogs/",
		"s3://bucket/a%20b?c#d": "s3://bucket/a%20b?c#d",
		"s3://arn:aws:s3:eu-west-1:111122223333:accesspoint/name/a/b": "s3://arn:aws:s3:eu-west-1:111122223333:accesspoint/name/a/b",
		"s3://arn:aws:s3:eu-west-1:111122223333:accesspoint/name":     "s3://arn:aws:s3:eu-west-1:111122223333:accesspoint/name",
	} {
		source, err := s3source.New(t.Context(), url, s3source.Options{})
		if err != nil || source.String() != want || !s3source.IsURL(url) {
			t.Errorf("%s: %v, %v", url, source, err)
		}
	}
	for _, url := range []string{"", "bucket", "s3:/bucket", "s3://", "s3:///key", "S3://bucket", "https://bucket.s3.amazonaws.com/"} {
		if source, err := s3source.New(t.Context(), url, s3source.Options{}); err == nil {
			t.Errorf("%q became %v", url, source)
		}
	}
}

func TestPrefix(t *testing.T) {
	s := newSetting(t, logs(12, 1))
	got := read(t, newSource(t, s.proxy.URL, "logs/0000", s3source.Options{}))
	if len(got.ids) != 10 || got.fatal != nil {
		t.Errorf("events %v, error %v", got.ids, got.fatal)
	}
	got = read(t, newSource(t, s.proxy.URL, key(11), s3source.Options{}))
	if len(got.ids) != 1 || got.ids[0] != eventID(11, 0) {
		t.Errorf("events %v, error %v", got.ids, got.fatal)
	}
}

// The endpoint is where the environment says, as for the AWS command line.
func TestEndpointFromEnvironment(t *testing.T) {
	for _, name := range []string{"AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"} {
		t.Run(name, func(t *testing.T) {
			s := newSetting(t, logs(1, 1))
			t.Setenv(name, s.proxy.URL)
			read(t, newSource(t, "", "", s3source.Options{})).checkComplete(t, 1, 1)
		})
	}
}

// A bucket in another region than the configured one is read there.
func TestOtherRegion(t *testing.T) {
	t.Run("as AWS tells", func(t *testing.T) {
		s := newSetting(t, logs(3, 1))
		s.proxy.Add(s3test.AnyRequest, 1, s3test.WrongRegion(s3test.Region))
		s.read(t, s3source.Options{Region: "ap-southeast-2"}).checkComplete(t, 3, 1)
		if lists := s.proxy.Count(s3test.ListRequest); lists != 2 {
			t.Errorf("%d list requests, want 2", lists)
		}
	})
	t.Run("as others tell", func(t *testing.T) {
		s := newSetting(t, logs(3, 1))
		s.read(t, s3source.Options{Region: "ap-southeast-2"}).checkComplete(t, 3, 1)
	})
	t.Run("in a circle", func(t *testing.T) {
		s := newSetting(t, logs(3, 1))
		s.proxy.Add(isSignedFor("us-east-1"), -1, s3test.WrongRegion("eu-west-1"))
		s.proxy.Add(isSignedFor("eu-west-1"), -1, s3test.WrongRegion("us-east-1"))
		got := s.read(t, s3source.Options{})
		checkError(t, got.fatal, `the bucket "`+bucketName+`" is in another region: cannot list s3://`+bucketName, "give its region")
	})
}

// isSignedFor chooses requests that are signed for the region.
func isSignedFor(region string) s3test.When {
	return func(r *http.Request) bool { return strings.Contains(r.Header.Get("Authorization"), "/"+region+"/s3/") }
}

// Objects with Content-Encoding: gzip, as CloudTrail delivers them, are
// decompressed once, and whole.
func TestContentEncoding(t *testing.T) {
	tree := make(trailtest.Tree)
	for name, content := range logs(3, 50) {
		tree[name] = trailtest.Gzip(string(content))
	}
	s := newSetting(t, tree)
	for name := range tree {
		s.server.SetMetadata(t, bucketName, name, "content-encoding", "gzip")
	}
	var transformed bool
	s.proxy.Add(func(r *http.Request) bool {
		accepts := r.Header.Get("Accept-Encoding")
		transformed = transformed || accepts != "" && accepts != "identity"
		return false
	}, -1, nil)
	s.proxy.Add(s3test.IsObject(key(1)), 1, s3test.Reset(500))
	got := s.read(t, s3source.Options{})
	got.checkComplete(t, 3, 50)
	if transformed {
		t.Error("requests accept an encoding")
	}
	var stored int64
	for _, content := range tree {
		stored += int64(len(content))
	}
	if got.summary.StoredBytes != stored {
		t.Errorf("%d bytes came, %d are stored", got.summary.StoredBytes, stored)
	}
}

func TestRequestPayer(t *testing.T) {
	s := newSetting(t, logs(1, 1))
	s.proxy.Add(func(r *http.Request) bool { return r.Header.Get("x-amz-request-payer") != "requester" }, -1,
		s3test.Refuse(http.StatusForbidden, "AccessDenied", "The requester pays."))
	s.read(t, s3source.Options{RequestPayer: true}).checkComplete(t, 1, 1)
}

// Listings as some servers give them.
func TestListings(t *testing.T) {
	const start = `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>` + bucketName + `</Name>`
	list := func(keys ...string) string {
		var b strings.Builder
		for _, key := range keys {
			b.WriteString("<Contents><Key>" + key + "</Key><Size>7</Size><ETag>&quot;x&quot;</ETag></Contents>")
		}
		return b.String()
	}
	const more, end = "<IsTruncated>true</IsTruncated><NextContinuationToken>x</NextContinuationToken>", "</ListBucketResult>"
	const another = "<IsTruncated>true</IsTruncated><NextContinuationToken>y</NextContinuationToken>"
	const encoded = "<EncodingType>url</EncodingType>"
	for name, test := range map[string]struct {
		pages []string
		keys  []string
		err   string
	}{
		"key beside a folder of that name": {[]string{start + list("x", "x/y") + end}, []string{"x", "x/y"}, ""},
		"encoded keys":                     {[]string{start + encoded + list("a+b%2Bc%25", "%01%0A", "%E6%97%A5") + end}, []string{"a b+c%", "\x01\n", "日"}, ""},
		"keys that are not encoded":        {[]string{start + list("a+b%2Bc%25") + end}, []string{"a+b%2Bc%25"}, ""},
		"empty pages and more":             {[]string{start + more + end, start + another + end, start + list("a") + end}, []string{"a"}, ""},
		"the same page again":              {[]string{start + list("a") + more + end, start + list("b") + more + end}, []string{"a"}, "repeats a page"},
		"bad encoding":                     {[]string{start + encoded + list("a", "%zz") + end}, nil, "invalid URL escape"},
		"more without saying where":        {[]string{start + list("a") + "<IsTruncated>true</IsTruncated>" + end}, nil, "more keys, but sends no token"},
		"no answer":                        {[]string{""}, nil, "the server's answer is empty"},
		"not XML":                          {[]string{"<html><body>Log in to the hotel's network"}, nil, "XML"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSetting(t, nil)
			for _, page := range test.pages {
				s.proxy.Add(s3test.IsKind(s3test.ListRequest), 1, s3test.Answer(page))
			}
			var keys []string
			var fatal error
			for file, err := range newSource(t, s.proxy.URL, "", s3source.Options{MaxAttempts: 1}).Files(t.Context(), nil) {
				if err != nil {
					fatal = err
					continue
				}
				keys = append(keys, strings.TrimPrefix(file.Path, "s3://"+bucketName+"/"))
			}
			if !slices.Equal(keys, test.keys) || (fatal == nil) != (test.err == "") {
				t.Errorf("keys %q, want %q, error %v", keys, test.keys, fatal)
			}
			if fatal != nil && !strings.Contains(fatal.Error(), test.err) {
				t.Errorf("error %q", fatal)
			}
		})
	}
}
