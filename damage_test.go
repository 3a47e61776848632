package trailq_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/trailtest"
)

// isSoak reports whether tests run in their long form.
func isSoak() bool { return os.Getenv("TRAILQ_SOAK") != "" }

// Of a log file that is cut anywhere, or has any bit flipped, either all events are
// read or an error says that some are not. (In plain JSON a flipped bit can change a
// value, which no reader can notice, but not the number of records.)
func TestDamagedFiles(t *testing.T) {
	records := 3
	if isSoak() {
		records = 60
	}
	var list []string
	for i := range records {
		list = append(list, trailtest.Record(strings.Repeat(string(rune('a'+i%26)), i+1), time.Date(2023, 11, 1, 0, i, 0, 0, time.UTC)))
	}
	envelope := trailtest.Envelope(list...)
	half := len(envelope) / 2
	for name, content := range map[string][]byte{
		"gzip":         trailtest.Gzip(envelope),
		"gzip members": trailtest.Gzip(envelope[:half], envelope[half:]),
		"zstd":         trailtest.Zstd(envelope),
		"plain":        []byte(envelope),
		"lines":        []byte(strings.Join(list, "\n") + "\n"),
	} {
		t.Run(name, func(t *testing.T) {
			d := damage{whole: content, records: records, isPlain: name == "plain" || name == "lines", boundaries: name == "lines"}
			d.cutEverywhere(t)
			d.flipEverywhere(t)
			t.Logf("%d damaged files, %d with an error, %d read whole", d.tried, d.failed, d.tried-d.failed)
		})
	}
}

// damage damages a log file.
type damage struct {
	whole      []byte
	records    int
	isPlain    bool // it has no checksum
	boundaries bool // between two records, a shorter file is whole, too

	tried, failed int
}

func (d *damage) cutEverywhere(t *testing.T) {
	for end := range d.whole {
		rest := d.whole[end:]
		if d.boundaries && end > 0 && (d.whole[end-1] == '\n' || rest[0] == '\n') {
			continue
		}
		if d.isPlain && len(bytes.TrimSpace(rest)) == 0 {
			continue
		}
		d.check(t, d.whole[:end], "cut at", end)
	}
}

func (d *damage) flipEverywhere(t *testing.T) {
	damaged := bytes.Clone(d.whole)
	for at := range damaged {
		for bit := range 8 {
			if !isSoak() && bit != at%8 {
				continue
			}
			damaged[at] ^= 1 << bit
			d.check(t, damaged, "bit flipped in byte", at)
			damaged[at] ^= 1 << bit
		}
	}
}

// check reads the damaged file, in one go and as a stream.
func (d *damage) check(t *testing.T, content []byte, what string, at int) {
	t.Helper()
	if testing.Short() && at%7 != 0 {
		return
	}
	for _, size := range []int64{int64(len(content)), -1} {
		var tally trailq.Tally
		source := odd{size: size, open: func(context.Context) (io.ReadCloser, error) {
			return io.NopCloser(bytes.NewReader(content)), nil
		}}
		events, errs := 0, 0
		for _, err := range trailq.Events(t.Context(), source, trailq.Options{Workers: 1, Tally: &tally}) {
			if _, isFile := errors.AsType[*trailq.FileError](err); err != nil && !isFile {
				t.Fatalf("%s %d of %d: %v", what, at, len(d.whole), err)
			} else if isFile {
				errs++
				continue
			}
			events++
		}
		summary := tally.Summary()
		if d.tried++; errs > 0 {
			d.failed++
		}
		if err := summary.Reconcile(); err != nil || summary.Complete() != (errs == 0) {
			t.Errorf("%s %d of %d: summary %+v: %v", what, at, len(d.whole), summary, err)
		}
		if errs == 0 && events != d.records {
			t.Errorf("%s %d of %d, size %d: %d of %d events without an error", what, at, len(d.whole), size, events, d.records)
		}
	}
}
