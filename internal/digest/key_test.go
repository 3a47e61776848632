package digest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq/internal/trailtest"
	"github.com/trailq/trailq/internal/trailtest/signed"
)

// AWS's documents have keys in two forms, times in two forms, and names in two
// spellings.
func TestParseKeys(t *testing.T) {
	key := signed.NewKey(t)
	subject, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"PKCS1, seconds": fmt.Sprintf(`{"PublicKeyList":[{"Value":%q,"ValidityStartTime":1772236800.5,"ValidityEndTime":1774828800}]}`,
			base64.StdEncoding.EncodeToString(x509.MarshalPKCS1PublicKey(&key.PublicKey))),
		"SubjectPublicKeyInfo, text": fmt.Sprintf(`{"publicKeyList":[{"value":%q,"validityStartTime":"2026-02-28T00:00:00.5Z","validityEndTime":"2026-03-30T00:00:00Z"}]}`,
			base64.StdEncoding.EncodeToString(subject)),
	} {
		keys, err := ParseKeys([]byte(text))
		if err != nil || len(keys) != 1 {
			t.Errorf("%s: %d keys, error %v", name, len(keys), err)
		}
		for _, got := range keys {
			if !got.public.Equal(&key.PublicKey) || !got.From.Equal(time.Date(2026, 2, 28, 0, 0, 0, 5e8, time.UTC)) || !got.To.Equal(time.Date(2026, 3, 30, 0, 0, 0, 0, time.UTC)) {
				t.Errorf("%s: %v to %v", name, got.From, got.To)
			}
		}
	}
}

// What is no key of CloudTrail's is told, and the others are there.
func TestParseBadKeys(t *testing.T) {
	foreign, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	curve, err := x509.MarshalPKIXPublicKey(&foreign.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	good := signed.NewChain(t, signed.Options{}).PublicKeys()[0]
	labelled := good
	labelled.Fingerprint = "00"
	for name, test := range map[string]struct {
		keys []signed.PublicKey
		want string
	}{
		"curve":      {[]signed.PublicKey{good, {Value: curve}}, "key 2: not an RSA key"},
		"mislabeled": {[]signed.PublicKey{labelled}, "key 1: the file gives it the fingerprint 00, but it has " + good.Fingerprint},
	} {
		keys, err := ParseKeys(signed.MarshalKeys(t, test.keys))
		if len(keys) != 1 || err == nil || err.Error() != test.want {
			t.Errorf("%s: %d keys, error %v, want %q", name, len(keys), err, test.want)
		}
	}
}

// The answer in the AWS CLI's tests is read: its fingerprint is that of its value.
func TestParsePublishedKeys(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(trailtest.RealLogs(t), "real-cloudtrail", "aws__aws-cli", "list-public-keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	keys, err := ParseKeys(text)
	if err != nil || len(keys) != 1 || keys["7f3f401420072e50a65a141430817ab3"].public == nil {
		t.Errorf("%d keys, error %v", len(keys), err)
	}
}

// A key signs only while it is valid, but for two hours.
func TestFindKey(t *testing.T) {
	chain := signed.NewChain(t, signed.Options{})
	keys, err := ParseKeys(signed.MarshalKeys(t, chain.PublicKeys()))
	if err != nil {
		t.Fatal(err)
	}
	fingerprint := chain.PublicKeys()[0].Fingerprint
	valid := keys[fingerprint]
	for _, test := range []struct {
		end      time.Time
		backfill bool
		want     string
	}{
		{valid.From.Add(-time.Hour), false, ""},
		{valid.From.Add(-3 * time.Hour), false, "was not valid yet"},
		{valid.From.Add(-3 * time.Hour), true, ""},
		{valid.To.Add(time.Hour), false, ""},
		{valid.To.Add(4 * time.Hour), false, "was not valid any more"},
	} {
		digest := &content{Fingerprint: strings.ToUpper(fingerprint), start: test.end.Add(-time.Hour), end: test.end}
		if _, cause := keys.findKey(digest, test.backfill); !strings.HasSuffix(cause, test.want) || test.want == "" && cause != "" {
			t.Errorf("%v, backfill %v: %q, want %q", test.end, test.backfill, cause, test.want)
		}
	}
}
