package digest

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/trailtest/signed"
)

// The name of a digest is parsed and written back unchanged.
func FuzzParseName(f *testing.F) {
	f.Add("111122223333_CloudTrail-Digest_eu-west-1_management_events_eu-west-1_20260301T060731Z.json.gz")
	f.Add("111122223333_CloudTrail-Digest_eu-west-1_a__b_us-east-1_20260301T060731Z_backfill.json.gz")
	f.Add("_CloudTrail-Digest_____.json")
	f.Fuzz(func(t *testing.T, name string) {
		chain, end, ok := ParseName(name)
		if !ok {
			return
		}
		before, _, _ := strings.Cut(name, ".json")
		if got := chain.digestName(end); got != before+".json.gz" {
			t.Errorf("%q is written back as %q", name, got)
		}
	})
}

// A digest is what encoding/json reads, or refused; its time is sound and its hashes
// are whole.
func FuzzParseContent(f *testing.F) {
	f.Add([]byte(`{"awsAccountId":"111122223333","digestStartTime":"2026-03-01T05:07:31Z","digestEndTime":"2026-03-01T06:07:31Z",` +
		`"digestS3Bucket":"amzn-s3-demo-bucket","digestS3Object":"a/b","previousDigestSignature":null,"logFiles":[{"s3Object":"a","hashValue":"00","hashAlgorithm":"SHA-256"}]}`))
	f.Add([]byte(`{"digestEndTime":"x"}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, text []byte) {
		parsed, err := parseContent(text)
		if err != nil {
			return
		}
		var want struct {
			DigestS3Object string
			LogFiles       []json.RawMessage
		}
		if err := json.Unmarshal(text, &want); err != nil || want.DigestS3Object != parsed.Object || len(want.LogFiles) != len(parsed.LogFiles) {
			t.Errorf("object %q and %d files, want %q and %d: %v", parsed.Object, len(parsed.LogFiles), want.DigestS3Object, len(want.LogFiles), err)
		}
		if !parsed.start.Before(parsed.end) {
			t.Errorf("from %v to %v", parsed.start, parsed.end)
		}
		for i := range parsed.LogFiles {
			if _, ok := parsed.LogFiles[i].sum(); ok && len(parsed.LogFiles[i].Hash) != 64 {
				t.Errorf("hash %q", parsed.LogFiles[i].Hash)
			}
		}
	})
}

// Keys are under their own fingerprints, and read back from what is written.
func FuzzParseKeys(f *testing.F) {
	f.Add([]byte(`{"PublicKeyList":[{"Value":"MIGJAoGBAL0=","ValidityStartTime":1.5,"ValidityEndTime":"2026-03-01T06:07:31Z","Fingerprint":"x"}]}`))
	f.Add([]byte(`{"publicKeyList":[{"value":"","validityStartTime":1e300}]} {}`))
	f.Add(signed.MarshalKeys(f, signed.NewChain(f, signed.Options{}).PublicKeys()))
	f.Fuzz(func(t *testing.T, text []byte) {
		keys, err := ParseKeys(text)
		if len(keys) == 0 && err == nil {
			t.Error("neither keys nor an error")
		}
		for fingerprint, key := range keys {
			if key.Fingerprint() != fingerprint {
				t.Errorf("%s under %s", key.Fingerprint(), fingerprint)
			}
		}
		written, err := keys.Marshal()
		if err != nil {
			return // a year that has no form
		}
		again, err := ParseKeys(written)
		if len(again) != len(keys) || len(keys) > 0 && err != nil {
			t.Errorf("%d keys read back as %d: %v", len(keys), len(again), err)
		}
	})
}
