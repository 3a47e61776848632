package cli

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/trailtest/s3test"
	"github.com/trailq/trailq/internal/trailtest/signed"
)

// newSignedBucket makes a chain of six hours, and writes its keys to a file.
func newSignedBucket(t *testing.T) (chain *signed.Chain, keys string) {
	chain = signed.NewChain(t, signed.Options{Hours: 6, LogsPerHour: 2})
	keys = filepath.Join(t.TempDir(), "keys.json")
	if err := os.WriteFile(keys, signed.MarshalKeys(t, chain.PublicKeys()), 0o600); err != nil {
		t.Fatal(err)
	}
	return chain, keys
}

// checkVerify runs "trailq verify", and checks the exit code and what it says.
func checkVerify(t *testing.T, code exitCode, said string, arguments ...string) (stdout string) {
	t.Helper()
	got, stdout, stderr := runIn(t, nil, append([]string{"verify"}, arguments...)...)
	if got != int(code) || !strings.Contains(stderr, said) {
		t.Errorf("exit code %d, want %d; stderr %q, want %q\n%s", got, code, stderr, said, stdout)
	}
	return stdout
}

// A copy without metadata proves all but its newest digest.
func TestVerifyFolder(t *testing.T) {
	chain, keys := newSignedBucket(t)
	folder := t.TempDir()
	chain.Tree.Write(t, folder)
	stdout := checkVerify(t, exitIncomplete, "5 of 6 digests and 10 of 12 log files proven; 5 of 6 hours; ", folder, "--keys", keys, "-o", "csv", "--table", "problems")
	if !strings.Contains(stdout, "\nunsigned,digest,1,111122223333,eu-west-1,management_events,2026-03-01T05:07:31Z,2026-03-01T06:07:31Z,") {
		t.Errorf("no row for the newest digest:\n%s", stdout)
	}
	checkVerify(t, exitComplete, "5 of 5 digests and 10 of 10 log files proven; 5 of 5 hours; ", folder, "--keys", keys, "--to", "2026-03-01T05:07:31Z")
	checkVerify(t, exitIncomplete, "0 of 6 digests and 0 of 12 log files proven; 0 of 6 hours; ", folder)
	checkVerify(t, exitIncomplete, "note: without public keys nothing can be proven: give --keys or --fetch-keys\n", folder)
	checkVerify(t, exitIncomplete, "0 of 0 digests and 0 of 0 log files proven; 0 of 0 hours; ", folder, "--keys", keys, "--account", "444455556666")

	log := filepath.Join(folder, chain.Logs(t, chain.Digests[2])[0])
	if err := os.Remove(log); err != nil {
		t.Fatal(err)
	}
	stdout = checkVerify(t, exitAltered, "5 of 6 digests and 9 of 11 log files proven", folder, "--keys", keys, "-o", "csv", "--table", "problems")
	if !strings.Contains(stdout, "\nmissing,log file,1,") {
		t.Errorf("no row for the missing log file:\n%s", stdout)
	}
	_, _, stderr := runIn(t, nil, "verify", folder, "--keys", keys, "--summary", "json")
	var summary struct {
		Verification struct {
			ProvenLogs int
			Problems   map[string]int
		}
	}
	if err := json.Unmarshal([]byte(stderr), &summary); err != nil || summary.Verification.ProvenLogs != 9 || summary.Verification.Problems["missing"] != 1 {
		t.Errorf("summary %s: %v", stderr, err)
	}
}

// With --verified, a query reads what is proven, and names the rest.
func TestVerified(t *testing.T) {
	chain, keys := newSignedBucket(t)
	folder := t.TempDir()
	chain.Tree.Write(t, folder)
	for _, test := range []struct {
		arguments []string
		code      exitCode
		said      string
	}{
		{nil, exitIncomplete, "20 events from 18 files (2 failed, skipped 6 digest), "},
		{[]string{"--to", "2026-03-01T05:00:00Z", "--late-delivery", "5m"}, exitComplete, "20 events from 18 files (skipped 6 digest, 2 window), "},
	} {
		for _, command := range [][]string{{"top"}, {"events"}, {"sql"}} {
			arguments := append([]string{command[0], folder}, test.arguments...)
			if command[0] == "sql" {
				arguments = append(arguments, "SELECT count(*) FROM cloudtrail_logs")
			}
			code, _, stderr := runIn(t, nil, append(arguments, "--verified", "--keys", keys)...)
			if code != int(test.code) || !strings.Contains(stderr, test.said) {
				t.Errorf("%q: exit code %d, want %d; stderr %q, want %q", arguments, code, test.code, stderr, test.said)
			}
		}
	}
	if code, _, stderr := runIn(t, nil, "top", folder, "--keys", keys); code != 0 || !strings.Contains(stderr, "note: 10 of the 12 log files that were read are proven by digests; trailq verify says more\n") {
		t.Errorf("exit code %d, stderr %q", code, stderr)
	}
	code, _, stderr := runIn(t, nil, "top", folder, "--verified")
	if code != int(exitIncomplete) || !strings.Contains(stderr, "not proven: no proven digest lists it") {
		t.Errorf("without keys: exit code %d, stderr %q", code, stderr)
	}
}

// Mistakes about keys are usage errors; a bad key among good ones is a warning.
func TestVerifyKeys(t *testing.T) {
	chain, _ := newSignedBucket(t)
	folder := t.TempDir()
	chain.Tree.Write(t, folder)
	write := func(name string, text []byte) string {
		name = filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(name, text, 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	checkVerify(t, exitUsage, "no such file or directory", folder, "--keys", filepath.Join(folder, "none.json"))
	checkVerify(t, exitUsage, "not an answer of list-public-keys", folder, "--keys", write("broken.json", []byte("{")))
	checkVerify(t, exitUsage, "no PublicKeyList with keys in it", folder, "--keys", write("empty.json", []byte("{}")))
	keys := append(chain.PublicKeys(), signed.PublicKey{Value: []byte("x")})
	checkVerify(t, exitIncomplete, "key 2: neither PKCS#1 nor SubjectPublicKeyInfo", folder, "--keys", write("keys.json", signed.MarshalKeys(t, keys)))
}

// A copying keeps signatures, so that everything in the copy is proven, as it is in the
// bucket.
func TestVerifySynced(t *testing.T) {
	chain, keys := newSignedBucket(t)
	server := s3test.StartServer(t)
	server.Setenv(t)
	server.MakeBucket(t, signed.Bucket, chain.Tree)
	for key, signature := range chain.Signatures {
		server.SetMetadata(t, signed.Bucket, key, "X-Amz-Meta.signature", signature)
	}
	const all = "6 of 6 digests and 12 of 12 log files proven; 6 of 6 hours; "
	checkVerify(t, exitComplete, all, "s3://"+signed.Bucket, "--keys", keys, "--endpoint-url", server.Endpoint)
	folder := filepath.Join(t.TempDir(), "copy")
	chain.Tree.Write(t, folder) // as another program copies it
	checkVerify(t, exitIncomplete, "5 of 6 digests", folder, "--keys", keys)
	for _, copied := range []string{"copied 6 of 18 files, ", "copied 0 of 18 files, "} {
		if code, _, stderr := runIn(t, nil, "sync", "s3://"+signed.Bucket, folder, "--endpoint-url", server.Endpoint); code != 0 || !strings.Contains(stderr, copied) {
			t.Fatalf("exit code %d: %s", code, stderr)
		}
		checkVerify(t, exitComplete, all, folder, "--keys", keys)
	}
}

// Keys are fetched for the regions and times of the digests, and kept.
func TestVerifyFetchKeys(t *testing.T) {
	chain, _ := newSignedBucket(t)
	folder := t.TempDir()
	chain.Tree.Write(t, folder)
	requests := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var asked struct{ StartTime, EndTime float64 }
		err := json.NewDecoder(r.Body).Decode(&asked)
		target := r.Header.Get("X-Amz-Target")
		if err != nil || !strings.HasSuffix(target, ".ListPublicKeys") || asked.StartTime >= float64(signed.Start().Unix()) || asked.EndTime <= asked.StartTime {
			t.Errorf("request %s %+v: %v", target, asked, err)
		}
		requests++
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		_, _ = w.Write(signed.MarshalKeys(t, chain.PublicKeys()))
	}))
	defer server.Close()
	for name, value := range map[string]string{
		"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "x", "AWS_ENDPOINT_URL_CLOUDTRAIL": server.URL,
		"AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull,
	} {
		t.Setenv(name, value)
	}
	keys := filepath.Join(t.TempDir(), "keys.json")
	const most = "5 of 6 digests and 10 of 12 log files proven"
	checkVerify(t, exitIncomplete, most, folder, "--fetch-keys")
	checkVerify(t, exitIncomplete, most, folder, "--fetch-keys", "--keys", keys)
	if requests != 2 {
		t.Errorf("%d requests, want one for each run and region", requests)
	}
	checkVerify(t, exitIncomplete, most, folder, "--keys", keys) // offline
}
