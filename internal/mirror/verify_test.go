package mirror_test

import (
	"bytes"
	"context"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/mirror"
)

// summed is a bucket that knows checksums.
type summed struct {
	bucket
	algorithms map[string]string
	values     map[string][]byte
	refuses    error
}

func (s *summed) Checksum(_ context.Context, file trailq.File) (string, []byte, error) {
	s.sums++
	key := strings.TrimPrefix(file.Path, base)
	return s.algorithms[key], s.values[key], s.refuses
}

func (s *summed) copy(t *testing.T, folder string) outcome {
	t.Helper()
	s.sums = 0
	tally := new(mirror.Tally)
	result := outcome{reasons: make(map[string]mirror.Reason)}
	for change, err := range mirror.Copy(t.Context(), s, folder, mirror.Options{Base: base, Workers: 1, Verify: true, Tally: tally}) {
		if err != nil {
			result.errors = append(result.errors, err.Error())
			continue
		}
		result.reasons[change.Place] = change.Reason
	}
	result.Summary = tally.Summary()
	return result
}

const text = "123456789"

func newSummed() *summed {
	sha1Sum, sha256Sum, md5Sum := sha1.Sum([]byte(text)), sha256.Sum256([]byte(text)), md5.Sum([]byte(text))
	s := &summed{
		values: map[string][]byte{
			// The checks of these CRCs are published for this text: reveng's catalogue.
			"CRC32": {0xcb, 0xf4, 0x39, 0x26}, "CRC32C": {0xe3, 0x06, 0x92, 0x83},
			"CRC64NVME": {0xae, 0x8b, 0x14, 0x86, 0x0a, 0x79, 0x98, 0x88},
			"SHA1":      sha1Sum[:], "SHA256": sha256Sum[:], "MD5": md5Sum[:],
			"XXHASH3": []byte("12345678"),
		},
		algorithms: make(map[string]string),
		bucket:     bucket{objects: map[string]string{"none": text, "etag": text}, versions: map[string]string{"none": `"x-2"`}},
	}
	for name := range s.values {
		s.algorithms[name], s.objects[name], s.versions[name] = name, text, `"x-2"`
	}
	return s
}

func TestVerify(t *testing.T) {
	folder := t.TempDir()
	s := newSummed()
	got := s.copy(t, folder)
	if got.Copied != 9 || got.Verified != 7 || got.Unverifiable != 2 || got.errors != nil || s.sums != 8 {
		t.Errorf("errors %q, summary %+v, %d requests", got.errors, got.Summary, s.sums)
	}
	got = s.copy(t, folder)
	if got.Unchanged != 9 || got.Verified != 7 || got.Unverifiable != 2 || s.sums != 8 {
		t.Errorf("summary %+v, %d requests", got.Summary, s.sums)
	}
}

// A copy that has changed in silence is fetched again; without --verify nobody
// looks. One that comes wrong twice is an error, and leaves what was there.
func TestVerifyFinds(t *testing.T) {
	folder := t.TempDir()
	s := newSummed()
	s.copy(t, folder)
	for _, name := range []string{"SHA256", "etag"} {
		rot(t, folder, name)
	}
	if got := s.bucket.copy(t, folder, mirror.Options{}); got.Unchanged != 9 {
		t.Errorf("summary %+v", got.Summary)
	}
	got := s.copy(t, folder)
	// The ETag could be that of an object under a key of KMS: there is no MD5
	// that says that the copy is wrong.
	want := map[string]mirror.Reason{"SHA256": mirror.Differs}
	if !maps.Equal(got.reasons, want) || got.Unverifiable != 3 {
		t.Errorf("changes %v, summary %+v", got.reasons, got.Summary)
	}
	s.algorithms["etag"], s.values["etag"] = "MD5", s.values["MD5"]
	if got = s.copy(t, folder); !maps.Equal(got.reasons, map[string]mirror.Reason{"etag": mirror.Differs}) || got.Verified != 7 {
		t.Errorf("changes %v, summary %+v", got.reasons, got.Summary)
	}
	checkSame(t, folder, s.objects)

	s.values["SHA1"] = make([]byte, 20)
	got = s.copy(t, folder)
	if len(got.errors) != 1 || got.Failed != 1 || !strings.Contains(got.errors[0], "SHA1: what came does not have the checksum of the original") {
		t.Errorf("errors %q", got.errors)
	}
	checkSame(t, folder, s.objects)
	s.refuses = errors.New("access denied")
	if got = s.copy(t, folder); got.Failed != 8 {
		t.Errorf("errors %q", got.errors)
	}
}

// rot changes the content of a file, and neither its size nor its time.
func rot(t *testing.T, folder, place string) {
	t.Helper()
	path := filepath.Join(folder, place)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, bytes.Repeat([]byte("x"), int(info.Size())), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
}
