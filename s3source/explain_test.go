package s3source_test

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq/internal/trailtest/s3test"
	"github.com/trailq/trailq/s3source"
)

// checkError fails the test unless err is an [*s3source.Error] with that problem
// and with a hint that contains hint.
func checkError(t *testing.T, err error, problem, hint string) {
	t.Helper()
	var failure *s3source.Error
	if !errors.As(err, &failure) {
		t.Errorf("error %v is not one of S3", err)
		return
	}
	if failure.Problem != problem || !strings.Contains(failure.Hint, hint) || (hint == "") != (failure.Hint == "") {
		t.Errorf("problem %q, hint %q\nwant    %q, hint with %q", failure.Problem, failure.Hint, problem, hint)
	}
	if text := err.Error(); !strings.Contains(text, failure.Problem) || !strings.Contains(text, failure.Hint) || strings.Contains(text, "RequestID") {
		t.Errorf("text %q", text)
	}
}

// What the server refuses about the listing ends the reading.
func TestListRefused(t *testing.T) {
	s := newSetting(t, nil)
	const cannot = "cannot list s3://" + bucketName
	for code, test := range map[string]struct {
		status        int
		problem, hint string
	}{
		"AccessDenied":         {403, "access denied: " + cannot, `allow s3:ListBucket on the bucket "` + bucketName + `"`},
		"SomethingNew":         {403, "access denied: " + cannot, "s3:ListBucket"},
		"AllAccessDisabled":    {403, "access denied: " + cannot, "s3:ListBucket"},
		"NoSuchBucket":         {404, `there is no bucket "` + bucketName + `"`, "check the name"},
		"InvalidBucketName":    {400, `"` + bucketName + `" is not the name of a bucket`, "s3://bucket/prefix"},
		"ExpiredToken":         {400, "the credentials have expired: " + cannot, "aws sso login"},
		"InvalidToken":         {400, "the server does not accept the session token: " + cannot, "AWS_SESSION_TOKEN"},
		"InvalidAccessKeyId":   {403, "the server does not accept the credentials: " + cannot, "check the access key"},
		"RequestTimeTooSkewed": {403, "this machine's clock differs too much from the server's: " + cannot, "set the clock"},
		"PermanentRedirect":    {301, `the bucket "` + bucketName + `" is in another region: ` + cannot, "give its region"},
		"Unexpected":           {301, `the bucket "` + bucketName + `" is in another region`, "give its region"},
		"MethodNotAllowed":     {405, cannot, ""},
		"SlowDown":             {503, "the server is too busy: " + cannot, "fewer workers"},
	} {
		t.Run(code, func(t *testing.T) {
			s.proxy.Add(s3test.AnyRequest, 1, s3test.Refuse(test.status, code, "As the server says."))
			got := s.read(t, s3source.Options{MaxAttempts: 1})
			checkError(t, got.fatal, test.problem, test.hint)
			if !strings.Contains(got.fatal.Error(), "("+code+": As the server says.)") {
				t.Errorf("text %q", got.fatal)
			}
		})
	}
}

// What it refuses about one object is an error of that object alone.
func TestObjectRefused(t *testing.T) {
	s := newSetting(t, logs(3, 1))
	for name, test := range map[string]struct {
		status              int
		code, message       string
		problem, hint, text string
	}{
		"denied": {403, "AccessDenied", "Access Denied", "access denied: cannot read the object", "allow s3:GetObject on it", ""},
		"key of KMS": {403, "AccessDenied",
			"User: arn:aws:iam::111122223333:user/alice is not authorized to perform: kms:Decrypt on the resource",
			"cannot decrypt the object", "kms:Decrypt", "user/alice"},
		"disabled key of KMS": {400, "KMS.DisabledException", "The key is disabled.", "cannot decrypt the object", "must be enabled", ""},
		"archived": {403, "InvalidObjectState", "The operation is not valid for the object's storage class",
			"the object is archived", "aws s3api restore-object", ""},
	} {
		t.Run(name, func(t *testing.T) {
			s.proxy.Add(s3test.IsObject(key(1)), 1, s3test.Refuse(test.status, test.code, test.message))
			got := s.read(t, s3source.Options{})
			if got.fatal != nil || len(got.files) != 1 || len(got.ids) != 2 {
				t.Fatalf("errors %v, %v, %d events", got.fatal, got.files, len(got.ids))
			}
			checkError(t, got.files[0], test.problem, test.hint)
			if got.files[0].File != "s3://"+bucketName+"/"+key(1) || !strings.Contains(got.files[0].Error(), test.text) {
				t.Errorf("error %q", got.files[0])
			}
		})
	}
}

// Credentials that have expired are refused once, and not for each of the objects
// that are left: all of them fail.
func TestExpiredWhileReading(t *testing.T) {
	const files, good, workers = 300, 20, 4
	s := newSetting(t, logs(files, 1))
	isGet := s3test.IsKind(s3test.GetRequest)
	s.proxy.Add(isGet, good, s3test.Before(func() {}))
	s.proxy.Add(isGet, -1, s3test.Refuse(http.StatusBadRequest, "ExpiredToken", "The provided token has expired."))
	got := s.read(t, s3source.Options{})
	if got.fatal != nil || len(got.ids) != good || len(got.files) != files-good {
		t.Fatalf("error %v, %d events, %d files failed", got.fatal, len(got.ids), len(got.files))
	}
	for _, failed := range got.files {
		checkError(t, failed, "the credentials have expired: cannot read the object", "aws sso login")
	}
	if gets := s.proxy.Count(s3test.GetRequest); gets > good+workers {
		t.Errorf("%d requests", gets)
	}
}

// An object that is not what was listed is never taken for it.
func TestObjectChanged(t *testing.T) {
	const replaced = "the object was replaced after it was listed"
	longer := logs(1, 3)[key(0)]
	for name, test := range map[string]struct {
		change        func(s setting)
		fault         s3test.Fault
		problem, hint string
	}{
		"replaced": {func(s setting) { s.server.Put(t, bucketName, key(0), longer) }, nil, replaced, "run again"},
		"replaced while it was read": {
			func(s setting) { s.server.Put(t, bucketName, key(0), longer) },
			s3test.Reset(500), replaced, "run again",
		},
		"deleted": {func(s setting) { s.server.Delete(t, bucketName, key(0)) }, nil, "the object was deleted after it was listed", ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSetting(t, logs(2, 2))
			if test.fault != nil {
				s.proxy.Add(s3test.IsObject(key(0)), 1, test.fault)
			}
			s.proxy.Add(s3test.IsObject(key(0)), 1, s3test.Before(func() { test.change(s) }))
			got := s.read(t, s3source.Options{})
			if got.fatal != nil || len(got.files) != 1 || got.ids[len(got.ids)-1] != eventID(1, 1) {
				t.Fatalf("errors %v, %v, events %v", got.fatal, got.files, got.ids)
			}
			checkError(t, got.files[0], test.problem, test.hint)
		})
	}
}

// A server without ETags can still show it by the size.
func TestObjectChangedWithoutETag(t *testing.T) {
	s := newSetting(t, nil)
	folder := s.server.Folder(bucketName)
	logs(1, 2).Write(t, folder)
	s.proxy.Add(s3test.IsObject(key(0)), 1, s3test.Before(func() { logs(1, 3).Write(t, folder) }))
	got := s.read(t, s3source.Options{})
	if got.fatal != nil || len(got.files) != 1 || got.ids != nil {
		t.Fatalf("errors %v, %v, events %v", got.fatal, got.files, got.ids)
	}
	if !strings.Contains(got.files[0].Error(), "bytes that were listed") {
		t.Errorf("error %q", got.files[0])
	}
}

// A server whose ranges are not those asked for is not believed.
func TestWrongRange(t *testing.T) {
	s := newSetting(t, logs(1, 10))
	s.proxy.Add(s3test.IsKind(s3test.GetRequest), 1, s3test.Reset(500))
	s.proxy.Add(s3test.IsKind(s3test.RangeRequest), 1, func(w http.ResponseWriter, r *http.Request, forward http.Handler) {
		w.Header().Set("Content-Range", "bytes 0-99/100")
		w.WriteHeader(http.StatusPartialContent)
		w.Write(make([]byte, 100))
	})
	got := s.read(t, s3source.Options{})
	if len(got.files) != 1 || !strings.Contains(got.files[0].Error(), `the server sent "bytes 0-99/100" of the object for bytes 500-`) {
		t.Errorf("errors %v", got.files)
	}
}

// The policies of the real server: some users can list, others can read.
func TestPermissions(t *testing.T) {
	s := newSetting(t, logs(2, 1))
	anonymous := s3source.Options{NoSignRequest: true}
	s.proxy.Add(func(r *http.Request) bool { return r.Header.Get("Authorization") != "" }, -1,
		s3test.Refuse(http.StatusBadRequest, "SignedRequest", "This one should not be signed."))

	checkError(t, s.read(t, anonymous).fatal, "access denied: cannot list s3://"+bucketName, "allow s3:ListBucket")

	s.server.SetMetadata(t, bucketName, "", "policy", policy(`{"Effect":"Allow","Principal":"*","Action":"s3:ListBucket","Resource":"arn:aws:s3:::`+bucketName+`"},`+
		`{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::`+bucketName+`/`+key(1)+`"}`))
	got := s.read(t, anonymous)
	if got.fatal != nil || len(got.files) != 1 || len(got.ids) != 1 || got.ids[0] != eventID(1, 0) {
		t.Fatalf("errors %v, %v, events %v", got.fatal, got.files, got.ids)
	}
	checkError(t, got.files[0], "access denied: cannot read the object", "allow s3:GetObject")
}

func policy(statements string) string {
	return `{"Version":"2012-10-17","Statement":[` + statements + `]}`
}

// The real server's other refusals.
func TestServerRefuses(t *testing.T) {
	server := s3test.StartServer(t)
	server.Setenv(t)
	const cannot = "cannot list s3://" + bucketName
	checkError(t, read(t, newSource(t, server.Endpoint, "", s3source.Options{})).fatal, `there is no bucket "`+bucketName+`"`, "check the name")

	server.MakeBucket(t, bucketName, nil)
	t.Setenv("AWS_SECRET_ACCESS_KEY", "another")
	checkError(t, read(t, newSource(t, server.Endpoint, "", s3source.Options{})).fatal,
		"the server does not accept the credentials: "+cannot, "check the access key")
}

// What is wrong with the settings, before or instead of an answer.
func TestSettingsRefused(t *testing.T) {
	server := s3test.StartServer(t)
	server.Setenv(t)

	_, err := s3source.New(t.Context(), "s3://"+bucketName, s3source.Options{Profile: "nobody"})
	checkError(t, err, `there is no profile "nobody" in the AWS configuration`, "aws configure list-profiles")

	started := time.Now()
	got := read(t, newSource(t, "http://127.0.0.1:1", "", s3source.Options{}))
	checkError(t, got.fatal, "no server answers at the endpoint", "check the endpoint's URL")
	got = read(t, newSource(t, "http://no-such-host.invalid", "", s3source.Options{}))
	checkError(t, got.fatal, `the server's name "no-such-host.invalid" is not known`, "check the endpoint's URL")
	if took := time.Since(started); took > 20*time.Second {
		t.Errorf("it took %v to say so", took)
	}

	t.Setenv("AWS_ACCESS_KEY_ID", "")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "")
	got = read(t, newSource(t, server.Endpoint, "", s3source.Options{}))
	checkError(t, got.fatal, "no AWS credentials", "aws sso login")
}

func TestNothingThere(t *testing.T) {
	s := newSetting(t, logs(1, 1))
	got := read(t, newSource(t, s.proxy.URL, "lgos/", s3source.Options{}))
	checkError(t, got.fatal, "s3://"+bucketName+"/lgos/: no object has this prefix", "aws s3 ls s3://"+bucketName+"/")
}

// The end of the context is not an error of S3.
func TestCancelledIsNotExplained(t *testing.T) {
	s := newSetting(t, logs(1, 1))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range newSource(t, s.proxy.URL, "", s3source.Options{}).Files(ctx, nil) {
		var failure *s3source.Error
		if !errors.Is(err, context.Canceled) || errors.As(err, &failure) {
			t.Errorf("error %v", err)
		}
	}
}

// A profile has credentials, region and endpoint, as for the AWS command line.
func TestProfile(t *testing.T) {
	s := newSetting(t, logs(2, 2))
	for _, name := range []string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"} {
		t.Setenv(name, "")
	}
	settings := filepath.Join(t.TempDir(), "config")
	t.Setenv("AWS_CONFIG_FILE", settings)
	err := os.WriteFile(settings, []byte("[profile logs]\naws_access_key_id = "+s3test.AccessKey+
		"\naws_secret_access_key = "+s3test.SecretKey+"\nregion = us-east-1\nendpoint_url = "+s.proxy.URL+"\n"), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	source, err := s3source.New(t.Context(), "s3://"+bucketName, s3source.Options{Profile: "logs"})
	if err != nil {
		t.Fatal(err)
	}
	read(t, source).checkComplete(t, 2, 2)
}
