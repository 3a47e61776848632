package inflate

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"strings"
	"testing"
)

// Log files that AWS wrote, where they are at hand, decode as with the standard
// library.
func TestRealFiles(t *testing.T) {
	archive, err := os.Open("../../../shared/data/real-cloudtrail.tar.gz")
	if err != nil {
		t.Skip("no real log files: ", err)
	}
	defer archive.Close()
	z, err := gzip.NewReader(archive)
	if err != nil {
		t.Fatal(err)
	}
	var d Decoder
	files := 0
	for names := tar.NewReader(z); ; {
		head, err := names.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(head.Name, ".gz") {
			continue
		}
		file, err := io.ReadAll(names)
		if err != nil {
			t.Fatal(err)
		}
		files++
		want, wantErr := reference(file)
		got, err := d.Gzip(nil, file, 1<<30)
		if !bytes.Equal(got, want) || (err == nil) != (wantErr == nil) {
			t.Errorf("%q: got %d bytes (%v), want %d (%v)", head.Name, len(got), err, len(want), wantErr)
		}
	}
	t.Logf("%d files", files)
	if files == 0 {
		t.Error("the archive has no log files")
	}
}
