package digest_test

import (
	"errors"
	"path"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/digest"
	"github.com/trailq/trailq/internal/trailtest"
	"github.com/trailq/trailq/internal/trailtest/signed"
)

// Only proven log files are read; the others are errors that say why.
func TestProofs(t *testing.T) {
	chain := signed.NewChain(t, signed.Options{Hours: 4, LogsPerHour: 2})
	keys, err := digest.ParseKeys(signed.MarshalKeys(t, chain.PublicKeys()))
	if err != nil {
		t.Fatal(err)
	}
	altered := chain.Logs(t, chain.Digests[1])[0]
	chain.Tree[altered] = trailtest.Gzip(trailtest.Envelope(trailtest.Record("planted", time.Now())))
	planted := path.Dir(altered) + "/111122223333_CloudTrail_eu-west-1_20260301T0112Z_plantedEXAMPLE.json.gz"
	chain.Tree[planted] = trailtest.Gzip(trailtest.Envelope(trailtest.Record("planted", time.Now())))
	delete(chain.Signatures, chain.Digests[3])
	source, err := digest.NewProofs(t.Context(), chain.Source(), chain.Source(), digest.FailOthers, digest.Options{Keys: keys})
	if err != nil {
		t.Fatal(err)
	}
	events, failed := 0, map[string]bool{}
	for event, err := range trailq.Events(t.Context(), source, trailq.Options{}) {
		var file *trailq.FileError
		switch {
		case errors.As(err, &file) && errors.Is(err, digest.ErrNotProven):
			failed[path.Base(file.File)] = true
		case err != nil:
			t.Fatal(err)
		case event.EventID == "planted":
			t.Errorf("an event of %s", event.File)
		default:
			events++
		}
	}
	for _, key := range append(chain.Logs(t, chain.Digests[3]), altered, planted) {
		if !failed[path.Base(key)] {
			t.Errorf("%s was read", key)
		}
	}
	if got, want := source.Count(), (digest.ProofCount{Opened: 9, Proven: 5}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if want := 2 * (3*2 - 1); events != want || len(failed) != 4 { // two events a file
		t.Errorf("%d events and %d failed files, want %d and 4", events, len(failed), want)
	}
}
