package cache_test

import (
	"bytes"
	"os"
	"testing"
)

// Whatever is in place of a kept file: where its size tells, the content is fetched
// again, and reading never fails.
func FuzzKeptFile(f *testing.F) {
	const original = "1234567890"
	f.Add([]byte(""))
	f.Add([]byte("12345"))
	f.Add([]byte("0987654321"))
	f.Add(bytes.Repeat([]byte("x"), 100))
	f.Fuzz(func(t *testing.T, content []byte) {
		folder := t.TempDir()
		r := new(remote)
		r.put("s3://bucket/a", `"1"`, original)
		source := open(t, folder, 0).Source(r)
		readAll(t, source)
		if err := os.WriteFile(stored(t, folder)[0], content, 0o600); err != nil {
			t.Fatal(err)
		}
		want := original
		if len(content) == len(original) {
			want = string(content)
		}
		for range 2 {
			if got := readAll(t, source); got[0] != want {
				t.Errorf("%q, want %q", got, want)
			}
		}
	})
}
