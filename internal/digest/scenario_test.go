package digest_test

import (
	"crypto/rsa"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/digest"
	"github.com/trailq/trailq/internal/trailtest/signed"
)

// describeProblems returns the problems as scenarios want them.
func describeProblems(b *signed.Altered, result *digest.Result) []string {
	var texts []string
	for _, p := range result.Problems {
		name := b.ShortName(p.Name)
		switch {
		case p.Subject == digest.Hours:
			name = p.From.Format("15:04") + "-" + p.To.Format("15:04")
		case p.Count > 1:
			name += fmt.Sprintf(" and %d more", p.Count-1)
		}
		texts = append(texts, string(p.State)+": "+name)
	}
	slices.Sort(texts)
	return texts
}

// Each way to alter a bucket is found and named, and nothing else is.
func TestScenarios(t *testing.T) {
	signers := []*rsa.PrivateKey{signed.NewKey(t), signed.NewKey(t)}
	for _, s := range signed.Scenarios() {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			b := signed.NewAltered(t, signers)
			s.Alter(b)
			keys, _ := digest.ParseKeys(signed.MarshalKeys(t, b.Keys)) // a mislabelled one is a scenario
			result := verifyAll(t, b.Source(), digest.Options{Keys: keys, Filter: trailq.Filter{From: signed.Start(), To: signed.Start().Add(12 * time.Hour)}})
			if diff := cmp.Diff(s.Want, describeProblems(b, result)); diff != "" {
				t.Errorf("problems: want (-), got (+):\n%s", diff)
			}
			if result.IsBroken() != s.Broken {
				t.Errorf("broken: %v, want %v", result.IsBroken(), s.Broken)
			}
			if want := len(s.Want) == 0; result.IsProven() != want {
				t.Errorf("proven: %v, want %v; %+v", result.IsProven(), want, result.Places)
			}
		})
	}
}

func verifyAll(t *testing.T, source trailq.Source, options digest.Options) *digest.Result {
	t.Helper()
	result, err := digest.Verify(t.Context(), source, options)
	if err != nil {
		t.Fatal(err)
	}
	return result
}
