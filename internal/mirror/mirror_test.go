package mirror_test

import (
	"context"
	"crypto/md5"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/mirror"
)

const base = "s3://amzn-s3-demo-bucket/"

// bucket is a source whose objects are texts. Its versions are their MD5, as
// ETags are.
type bucket struct {
	objects  map[string]string
	versions map[string]string // others than the MD5
	broken   map[string]error  // what reading some ends in, after half of them
	ending   error             // of the listing
	fetched  []string
	sums     int
}

func (b *bucket) String() string { return base }

func (b *bucket) Files(context.Context, *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) {
		for _, key := range slices.Sorted(maps.Keys(b.objects)) {
			file := trailq.File{Path: base + key, Size: int64(len(b.objects[key])), Version: b.version(key)}
			file.Open = func(context.Context) (io.ReadCloser, error) {
				b.fetched = append(b.fetched, key) // one worker
				return io.NopCloser(b.open(key)), nil
			}
			if !yield(file, nil) {
				return
			}
		}
		if b.ending != nil {
			yield(trailq.File{}, b.ending)
		}
	}
}

func (b *bucket) version(key string) string {
	if version, found := b.versions[key]; found {
		return version
	}
	return fmt.Sprintf(`"%x"`, md5.Sum([]byte(b.objects[key])))
}

func (b *bucket) open(key string) io.Reader {
	content := b.objects[key]
	if err := b.broken[key]; err != nil {
		return io.MultiReader(strings.NewReader(content[:len(content)/2]), failing{err})
	}
	return strings.NewReader(content)
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// outcome is what comes of a copying.
type outcome struct {
	reasons map[string]mirror.Reason // of the changes, by place
	errors  []string
	fatal   error
	mirror.Summary
}

func (b *bucket) copy(t *testing.T, folder string, options mirror.Options) outcome {
	t.Helper()
	b.fetched = nil
	options.Base, options.Workers, options.Tally = base, 1, new(mirror.Tally)
	result := outcome{reasons: make(map[string]mirror.Reason)}
	for change, err := range mirror.Copy(t.Context(), b, folder, options) {
		var file *trailq.FileError
		switch {
		case result.fatal != nil:
			t.Errorf("after %v came %v, %v", result.fatal, change, err)
		case errors.As(err, &file):
			result.errors = append(result.errors, err.Error())
		case err != nil:
			result.fatal = err
		default:
			result.reasons[change.Place] = change.Reason
		}
	}
	result.Summary = options.Tally.Summary()
	if err := result.Reconcile(); err != nil {
		t.Error(err)
	}
	if result.Pending != 0 || result.Copied != len(result.reasons) {
		t.Errorf("summary %+v", result.Summary)
	}
	checkNoParts(t, folder)
	return result
}

// contents are the files below a folder, without those of this package.
func contents(t *testing.T, folder string) map[string]string {
	t.Helper()
	found := make(map[string]string)
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(entry.Name(), ".trailq") {
			return err
		}
		text, err := os.ReadFile(path)
		place, _ := filepath.Rel(folder, path)
		found[filepath.ToSlash(place)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func checkNoParts(t *testing.T, folder string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, _ error) error {
		if strings.Contains(path, ".trailq-part") {
			t.Errorf("%s is left", path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkSame(t *testing.T, folder string, want map[string]string) {
	t.Helper()
	if got := contents(t, folder); !maps.Equal(got, want) {
		t.Errorf("there is %q, want %q", got, want)
	}
}

func TestCopy(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "new", "folder")
	b := &bucket{objects: map[string]string{
		"a": "1", "b/c/d": "22", "b/c/e": "", "b-": "333", "b/f": "4444", "space + % 日本": "5", "z/": "",
	}}
	want := maps.Clone(b.objects)
	delete(want, "z/")
	got := b.copy(t, folder, mirror.Options{})
	checkSame(t, folder, want)
	if got.Copied != 6 || got.Skipped[trailq.SkippedMarker] != 1 || got.FetchedBytes != 11 || got.WantedBytes != 11 || !got.AllListed {
		t.Errorf("summary %+v", got.Summary)
	}
	if got = b.copy(t, folder, mirror.Options{}); got.Unchanged != 6 || len(b.fetched) > 0 {
		t.Errorf("fetched %q, summary %+v", b.fetched, got.Summary)
	}
}

// Each way in which a copy may be other than the object.
func TestChanges(t *testing.T) {
	folder := t.TempDir()
	b := &bucket{objects: map[string]string{"d/same": "1", "d/larger": "22", "d/version": "333", "d/gone": "4", "d/edited": "55"}}
	b.copy(t, folder, mirror.Options{})
	b.objects["d/larger"] = "222"
	b.objects["d/version"] = "334"
	b.objects["d/late"] = "6" // sorts before others
	if err := os.Remove(filepath.Join(folder, "d/gone")); err != nil {
		t.Fatal(err)
	}
	write(t, folder, "d/edited", "66") // of the same size
	want := map[string]mirror.Reason{
		"d/larger": mirror.Changed, "d/version": mirror.Changed, "d/late": mirror.Missing, "d/gone": mirror.Missing, "d/edited": mirror.Changed,
	}
	dry := b.copy(t, folder, mirror.Options{DryRun: true})
	if !maps.Equal(dry.reasons, want) || len(b.fetched) > 0 || !dry.DryRun {
		t.Errorf("a dry run gives %v, fetched %q", dry.reasons, b.fetched)
	}
	got := b.copy(t, folder, mirror.Options{})
	if !maps.Equal(got.reasons, want) || got.Replaced != 3 || got.Unchanged != 1 || dry.Copied != got.Copied || dry.WantedBytes != got.FetchedBytes {
		t.Errorf("changes %v, summary %+v, of the dry run %+v", got.reasons, got.Summary, dry.Summary)
	}
	checkSame(t, folder, b.objects)
}

func write(t *testing.T, folder, place, content string) {
	t.Helper()
	path := filepath.Join(folder, place)
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
}

// Files that another program has copied are compared with their ETag; where that
// is no MD5, they are fetched.
func TestFilesOfOthers(t *testing.T) {
	folder := t.TempDir()
	b := &bucket{
		objects:  map[string]string{"a": "right", "b": "right", "c": "right"},
		versions: map[string]string{"b": `"d41d8cd98f00b204e9800998ecf8427e-2"`},
	}
	write(t, folder, "a", "right")
	write(t, folder, "b", "right")
	write(t, folder, "c", "wrong")
	write(t, folder, "of no object", "stays")
	b.copy(t, folder, mirror.Options{})
	if want := []string{"b", "c"}; !slices.Equal(b.fetched, want) {
		t.Errorf("fetched %q, want %q", b.fetched, want)
	}
	want := maps.Clone(b.objects)
	want["of no object"] = "stays"
	checkSame(t, folder, want)
	if got := b.copy(t, folder, mirror.Options{}); got.Unchanged != 3 || len(b.fetched) > 0 {
		t.Errorf("fetched %q", b.fetched)
	}
}

// An index that was cut off, or is no index at all, costs comparisons and no
// more.
func TestDamagedIndex(t *testing.T) {
	b := &bucket{objects: map[string]string{"a": "1", "b": "2"}}
	for _, damage := range []string{"", "\x00\x01", "x\ty\tz\tb\n", "\"x\"\t1\t1\ta\n\"x\"\t1", strings.Repeat("\t\n", 1000)} {
		folder := t.TempDir()
		b.copy(t, folder, mirror.Options{})
		write(t, folder, ".trailq-sync", damage)
		for range 2 {
			if got := b.copy(t, folder, mirror.Options{}); got.Unchanged != 2 || len(b.fetched) > 0 || got.errors != nil {
				t.Errorf("index %q: fetched %q, errors %q", damage, b.fetched, got.errors)
			}
		}
		write(t, folder, "b", "3")
		if b.copy(t, folder, mirror.Options{}); !slices.Equal(b.fetched, []string{"b"}) {
			t.Errorf("index %q: fetched %q", damage, b.fetched)
		}
	}
}

// A server without ETags leaves the size to tell by.
func TestNoVersions(t *testing.T) {
	folder := t.TempDir()
	b := &bucket{objects: map[string]string{"a": "1"}, versions: map[string]string{"a": ""}}
	b.copy(t, folder, mirror.Options{})
	if got := b.copy(t, folder, mirror.Options{}); got.Unchanged != 1 {
		t.Errorf("summary %+v", got.Summary)
	}
	b.objects["a"] = "22"
	if got := b.copy(t, folder, mirror.Options{}); got.Replaced != 1 {
		t.Errorf("summary %+v", got.Summary)
	}
}

// A file that cannot be fetched leaves what was there, and the others come.
func TestFetchFails(t *testing.T) {
	folder := t.TempDir()
	b := &bucket{objects: map[string]string{"a": "old", "b": "1", "c": "2"}}
	b.copy(t, folder, mirror.Options{})
	b.objects = map[string]string{"a": "newer", "b": "1", "c": "22", "d": "33"}
	b.broken = map[string]error{"a": errors.New("out of order"), "d": io.ErrUnexpectedEOF}
	got := b.copy(t, folder, mirror.Options{})
	checkSame(t, folder, map[string]string{"a": "old", "b": "1", "c": "22"})
	want := []string{base + "a: out of order", base + "d: unexpected EOF"}
	if !slices.Equal(got.errors, want) || got.Failed != 2 || got.Copied != 1 || got.Complete() {
		t.Errorf("errors %q, summary %+v", got.errors, got.Summary)
	}
	b.broken = nil
	b.copy(t, folder, mirror.Options{})
	checkSame(t, folder, b.objects)
}

// What was listed before the listing failed is copied.
func TestListingFails(t *testing.T) {
	folder := t.TempDir()
	b := &bucket{objects: map[string]string{"a": "1", "b": "2"}, ending: errors.New("no more")}
	got := b.copy(t, folder, mirror.Options{})
	checkSame(t, folder, b.objects)
	if got.fatal != b.ending || got.AllListed {
		t.Errorf("error %v, summary %+v", got.fatal, got.Summary)
	}
}

// Breaking off the loop, or the end of the context, leaves whole files and no
// part of any.
func TestStop(t *testing.T) {
	folder := t.TempDir()
	b := &bucket{objects: make(map[string]string)}
	for i := range 2000 {
		b.objects[fmt.Sprintf("%d/%d", i%10, i)] = "content"
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	tally := new(mirror.Tally)
	var last error
	for _, err := range mirror.Copy(ctx, b, folder, mirror.Options{Base: base, Workers: 1, Tally: tally}) {
		cancel()
		last = err
	}
	if s := tally.Summary(); !errors.Is(last, context.Canceled) || s.Reconcile() != nil || s.Pending != 0 || s.Skipped[trailq.SkippedStopped] == 0 {
		t.Errorf("error %v, summary %+v", last, s)
	}
	for range mirror.Copy(t.Context(), b, folder, mirror.Options{Base: base, Workers: 1}) {
		break
	}
	checkNoParts(t, folder)
	for place, content := range contents(t, folder) {
		if content != "content" {
			t.Errorf("%s holds %q", place, content)
		}
	}
	b.copy(t, folder, mirror.Options{})
	checkSame(t, folder, b.objects)
}

// The window, the accounts and the regions choose by the path.
func TestFilter(t *testing.T) {
	const one = "AWSLogs/111122223333/CloudTrail/eu-west-1/2023/11/01/111122223333_CloudTrail_eu-west-1_20231101T0000Z_x.json.gz"
	const digest = "AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2023/11/01/111122223333_CloudTrail-Digest_eu-west-1_t_eu-west-1_20231101T000000Z.json.gz"
	const two = "AWSLogs/444455556666/CloudTrail/eu-west-1/2023/11/01/444455556666_CloudTrail_eu-west-1_20231101T0000Z_x.json.gz"
	b := &bucket{objects: map[string]string{one: "1", digest: "2", two: "3", "else": "4"}}
	folder := t.TempDir()
	got := b.copy(t, folder, mirror.Options{Filter: trailq.Filter{Accounts: []string{"111122223333"}}})
	checkSame(t, folder, map[string]string{one: "1", digest: "2", "else": "4"})
	if got.Skipped[trailq.SkippedAccount] != 1 {
		t.Errorf("summary %+v", got.Summary)
	}
}
