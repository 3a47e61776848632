package cli

import (
	"context"
	"crypto/rsa"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/trailtest"
	"github.com/trailq/trailq/internal/trailtest/s3test"
	"github.com/trailq/trailq/internal/trailtest/signed"
)

// awsVariable names the AWS CLI to compare with: scripts/digest/compare.sh installs one.
const awsVariable = "TRAILQ_AWSCLI"

// Where the AWS CLI finds something altered, or nothing, so does trailq verify; where it
// does not, the scenario says what it does.
func TestVerifyLikeAWSCLI(t *testing.T) {
	aws := os.Getenv(awsVariable)
	if aws == "" {
		t.Skip(awsVariable + " is not set to the AWS CLI: use scripts/digest/compare.sh")
	}
	signers := []*rsa.PrivateKey{signed.NewKey(t), signed.NewKey(t)}
	for _, s := range signed.Scenarios() {
		t.Run(s.Name, func(t *testing.T) {
			b := signed.NewAltered(t, signers)
			s.Alter(b)
			server := s3test.StartServer(t)
			server.Setenv(t)
			server.MakeBucket(t, signed.Bucket, b.Tree)
			for key := range b.Tree {
				server.SetMetadata(t, signed.Bucket, key, "X-Amz-Meta.signature", b.Signatures[key])
				server.SetMetadata(t, signed.Bucket, key, "X-Amz-Meta.signature-algorithm", "SHA256withRSA")
				server.SetMetadata(t, signed.Bucket, key, "X-Amz-Meta.backfill-generation-timestamp", "2026-03-01T13:00:00Z")
			}
			keys := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body)
				w.Header().Set("Content-Type", "application/x-amz-json-1.1")
				_, _ = w.Write(signed.MarshalKeys(t, b.Keys))
			}))
			defer keys.Close()
			t.Setenv("AWS_ENDPOINT_URL_S3", server.Endpoint)
			t.Setenv("AWS_ENDPOINT_URL_CLOUDTRAIL", keys.URL)
			t.Setenv("AWS_REGION", trailtest.Region)
			t.Setenv("AWS_DEFAULT_REGION", trailtest.Region)
			said, failed := runAWS(t.Context(), t, aws)
			alike := failed == (len(s.Want) > 0)
			if alike != (s.Unlike == "") {
				t.Errorf("the AWS CLI fails: %v, want problems %q, unlike %q:\n%s", failed, s.Want, s.Unlike, said)
			}
			code, _, stderr := runIn(t, nil, "verify", "s3://"+signed.Bucket, "--fetch-keys", "--from", "2026-03-01T00:07:31Z", "--to", "2026-03-01T12:07:31Z")
			want := exitComplete
			switch {
			case s.Broken:
				want = exitAltered
			case len(s.Want) > 0:
				want = exitIncomplete
			}
			if code != int(want) {
				t.Errorf("exit code %d, want %d: %s", code, want, stderr)
			}
		})
	}
}

// runAWS validates the bucket by the AWS CLI.
func runAWS(ctx context.Context, t *testing.T, aws string) (said string, failed bool) {
	command := exec.CommandContext(ctx, aws, "cloudtrail", "validate-logs",
		"--trail-arn", "arn:aws:cloudtrail:"+trailtest.Region+":"+trailtest.Account+":trail/management_events",
		"--start-time", "2026-03-01T00:00:00Z", "--end-time", "2026-03-01T14:00:00Z", "--s3-bucket", signed.Bucket)
	command.Env = slices.DeleteFunc(os.Environ(), func(variable string) bool { // for it, an empty one is set
		return strings.HasPrefix(variable, "AWS_") && strings.HasSuffix(variable, "=")
	})
	output, err := command.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if !strings.Contains(string(output), "files") && !strings.Contains(string(output), "No digests found") {
		t.Fatalf("the AWS CLI did not validate: %s", output)
	}
	return string(output), err != nil
}
