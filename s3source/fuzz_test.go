package s3source

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/trailq/trailq"
)

// answers is a server whose first answer is given, and whose others are a last page
// without keys.
type answers struct {
	first  []byte
	status int
	calls  int
}

func (a *answers) Do(r *http.Request) (*http.Response, error) {
	body, status := []byte("<ListBucketResult><Name>b</Name></ListBucketResult>"), http.StatusOK
	if a.calls++; a.calls == 1 {
		body, status = a.first, a.status
	}
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(body)), Request: r}, nil
}

// answered is a bucket whose server gives these answers.
func answered(server *answers) *bucket {
	c := &connection{reached: new(atomic.Bool), attempts: 1, retryer: aws.NopRetryer{}}
	c.client.Store(s3.New(s3.Options{
		HTTPClient: guardedClient{server, time.Minute}, Region: anyRegion, Credentials: aws.AnonymousCredentials{},
		BaseEndpoint: aws.String("http://192.0.2.1"), UsePathStyle: true, Retryer: aws.NopRetryer{},
	}))
	return &bucket{location: location{"b", "logs/"}, connection: c, options: Options{ListCalls: 1}}
}

// The largest answers take little memory while AWS's library reads them: 31 MB of
// empty objects once took 1.5 GB.
func TestAnswerMemory(t *testing.T) {
	const limit = 150 << 20
	for _, tag := range []string{"<Contents/>", "<Contents><Key>logs/x</Key></Contents>", "<CommonPrefixes/>", "<Owner><ID>x</ID></Owner>", "<a>", " ", "<a a=\"\" b=\"\" c=\"\" d=\"\" e=\"\"/>"} {
		const start, end = "<ListBucketResult><Name>b</Name>", "</ListBucketResult>"
		room := (maxAnswerBytes - len(start+end)) / len(tag)
		if tags := strings.Count(tag, "<"); tags > 0 {
			room = min(room, (maxAnswerTags-4)/tags)
		}
		server := &answers{first: []byte(start + strings.Repeat(tag, room) + end), status: 200}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for _, err := range answered(server).Files(t.Context(), &trailq.Filter{}) {
			if errors.Is(err, errAnswerSize) {
				t.Errorf("%q: %v", tag, err)
			}
		}
		runtime.ReadMemStats(&after)
		t.Logf("%d times %q: %d MB", room, tag, (after.TotalAlloc-before.TotalAlloc)>>20)
		if after.TotalAlloc-before.TotalAlloc > limit {
			t.Errorf("%q takes more than %d MB", tag, limit>>20)
		}
	}
}

// Whatever a server answers to a list call, the listing ends, and its keys are those
// of the answer: with the prefix, and none twice in a row.
func FuzzListAnswer(f *testing.F) {
	const start = `<?xml version="1.0"?><ListBucketResult><Name>b</Name>`
	for _, answer := range []string{
		start + "<Contents><Key>logs/a</Key><Size>7</Size><ETag>&quot;x&quot;</ETag></Contents></ListBucketResult>",
		start + "<EncodingType>url</EncodingType><Contents><Key>logs/%00+b</Key></Contents><CommonPrefixes><Prefix>logs/c/</Prefix></CommonPrefixes></ListBucketResult>",
		start + "<IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken></ListBucketResult>",
		start + "<IsTruncated>true</IsTruncated></ListBucketResult>",
		"<Error><Code>AccessDenied</Code></Error>", "", "<", "{}",
	} {
		f.Add([]byte(answer), 200, true)
		f.Add([]byte(answer), 403, false)
	}
	f.Fuzz(func(t *testing.T, answer []byte, status int, withWindow bool) {
		if status < 200 || status > 599 || status == 429 || status >= 500 {
			return // are repeated
		}
		b := answered(&answers{first: answer, status: status})
		const prefix = "logs/"
		filter := &trailq.Filter{}
		if withWindow {
			filter.From = time.Date(2023, 11, 1, 0, 0, 0, 0, time.UTC)
		}
		last, files := "", 0
		for file, err := range b.Files(t.Context(), filter) {
			if err != nil {
				return
			}
			files++
			key := strings.TrimPrefix(file.Path, "s3://b/")
			if !strings.HasPrefix(key, prefix) || files > 1 && key == last || file.Size < 0 {
				t.Errorf("file %+v after %q", file, last)
			}
			last = key
		}
		if tags := bytes.Count(bytes.ToLower(answer), []byte("<contents")); files > tags {
			t.Errorf("%d files of %d entries", files, tags)
		}
		if status >= 300 && files > 0 {
			t.Errorf("%d files of an error %d", files, status)
		}
	})
}
