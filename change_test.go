package trailq_test

import (
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/trailtest"
)

// changing is a source whose files change after they are listed.
type changing struct {
	trailq.Source
	beforeOpen func(path string)
	afterOpen  func(path string)
}

func (c changing) Files(ctx context.Context, filter *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) {
		for file, err := range c.Source.Files(ctx, filter) {
			open := file.Open
			file.Open = func(ctx context.Context) (io.ReadCloser, error) {
				if c.beforeOpen != nil {
					c.beforeOpen(file.Path)
				}
				body, err := open(ctx)
				if err == nil && c.afterOpen != nil {
					c.afterOpen(file.Path)
				}
				return body, err
			}
			if !yield(file, err) {
				return
			}
		}
	}
}

// Of a file that grows, shrinks or vanishes after it is listed, or while it is read,
// the events are read or an error names the file; the other files are read.
func TestFilesThatChange(t *testing.T) {
	at := time.Date(2023, 11, 1, 0, 0, 0, 0, time.UTC)
	var list []string
	for i := range 20_000 { // of 800 bytes: more than is read in one go
		list = append(list, trailtest.Record(fmt.Sprint("event ", i), at))
	}
	large, small := trailtest.Envelope(list...), trailtest.Envelope(list[0], list[1])
	change := map[string]func(t *testing.T, path string){
		"vanishes": func(t *testing.T, path string) { check(t, os.Remove(path)) },
		"shrinks":  func(t *testing.T, path string) { check(t, os.Truncate(path, size(t, path)/2)) },
		"empties":  func(t *testing.T, path string) { check(t, os.Truncate(path, 0)) },
		"grows": func(t *testing.T, path string) {
			file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
			check(t, err)
			more := []byte(trailtest.Envelope(list[0]))
			if filepath.Base(path) == "gzip.json.gz" {
				more = trailtest.Gzip(string(more))
			}
			_, err = file.Write(more)
			check(t, err)
			check(t, file.Close())
		},
		"is replaced": func(t *testing.T, path string) {
			check(t, os.WriteFile(path+"~", []byte(trailtest.Envelope(list[5])), 0o666))
			check(t, os.Rename(path+"~", path))
		},
		"becomes a folder": func(t *testing.T, path string) {
			check(t, os.Remove(path))
			check(t, os.Mkdir(path, 0o777))
		},
	}
	contents := map[string][]byte{
		"gzip.json.gz": trailtest.Gzip(small), "plain.json": []byte(small),
		"large.json.gz": trailtest.Gzip(large), "large.json": []byte(large),
	}
	for what, change := range change {
		for name, content := range contents {
			for _, when := range []string{"before it is opened", "while it is read"} {
				t.Run(name+" "+what+" "+when, func(t *testing.T) {
					folder := t.TempDir()
					trailtest.Tree{name: content, "other.json": []byte(trailtest.Envelope(list[7]))}.Write(t, folder)
					source := changing{Source: trailq.Dir(folder)}
					act := func(path string) {
						if filepath.Base(path) == name {
							change(t, path)
						}
					}
					if when == "while it is read" {
						source.afterOpen = act
					} else {
						source.beforeOpen = act
					}
					readChanged(t, source, name)
				})
			}
		}
	}
}

// readChanged reads a source whose file of that name changes.
func readChanged(t *testing.T, source trailq.Source, name string) {
	t.Helper()
	var tally trailq.Tally
	events, others, errs := 0, 0, 0
	for event, err := range trailq.Events(t.Context(), source, trailq.Options{Tally: &tally}) {
		switch {
		case err != nil:
			errs++
		case filepath.Base(event.File) == name:
			events++
		default:
			others++
		}
	}
	summary := tally.Summary()
	whole := []int{1, 2, 3, 20_000, 20_001} // as it was, grew or was replaced
	if errs == 0 && !slices.Contains(whole, events) {
		t.Errorf("%d events, and no error", events)
	}
	if err := summary.Reconcile(); err != nil || others != 1 || summary.Complete() != (errs == 0) || errs > 1 {
		t.Errorf("%d other events, %d errors, summary %+v: %v", others, errs, summary, err)
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func size(t *testing.T, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	check(t, err)
	return info.Size()
}

// The time zone of the machine changes nothing.
func TestTimeZones(t *testing.T) {
	local := time.Local
	t.Cleanup(func() { time.Local = local })
	var want []string
	for _, zone := range []string{"UTC", "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin"} {
		location, err := time.LoadLocation(zone)
		if err != nil {
			t.Skip(err)
		}
		time.Local = location
		day := time.Date(2023, 11, 1, 0, 0, 0, 0, time.UTC).In(location)
		var tally trailq.Tally
		options := trailq.Options{Filter: trailq.Filter{From: day, To: day.Add(24 * time.Hour), LateDelivery: time.Hour}, Tally: &tally}
		var got []string
		for event, err := range trailq.Events(t.Context(), trailq.Dir("testdata/logs"), options) {
			check(t, err)
			got = append(got, event.EventID+event.EventTime.String())
		}
		summary := tally.Summary()
		got = append(got, fmt.Sprint(summary.Files, summary.FirstEventTime, summary.LastEventTime))
		if want == nil {
			want = got
		}
		if !slices.Equal(got, want) || len(got) < 1000 {
			t.Errorf("%s: %d events, want %d; %s, want %s", zone, len(got), len(want), got[len(got)-1], want[len(want)-1])
		}
	}
}

// A reading that is closed early leaves no goroutines and no open files behind.
func TestParallelLeavesNothing(t *testing.T) {
	for _, enough := range []int{0, 1, 300} {
		watched := trailtest.Watch(t, trailq.Dir("testdata/logs"))
		reading, err := trailq.NewParallel(t.Context(), watched, trailq.Options{})
		check(t, err)
		workers := []*trailq.Worker{reading.Worker(), reading.Worker()}
		for range enough {
			for _, worker := range workers {
				if _, err := worker.Next(); err != nil {
					t.Fatal(err)
				}
			}
		}
		check(t, reading.Close())
		watched.Check()
	}
}
