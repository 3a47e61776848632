package inventory_test

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq/internal/inventory"
	"github.com/trailq/trailq/internal/price"
)

// Prefixes of one class are one rule each; where classes are mixed, there is none.
func TestRead(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(filepath.Join(folder, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var packed bytes.Buffer
	out := gzip.NewWriter(&packed)
	if _, err := out.Write([]byte(`"amzn-s3-demo-bucket","archive/2023/a%2Cb.gz","1","STANDARD_IA"
"amzn-s3-demo-bucket","archive/2024/b","1","STANDARD_IA"
"amzn-s3-demo-bucket","mixed/a","1","STANDARD"
"amzn-s3-demo-bucket","mixed/b","1","GLACIER_IR"
"amzn-s3-demo-bucket","mixed/deep/c","1","GLACIER_IR"
"amzn-s3-demo-bucket1","a","1","STANDARD"
`)); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	write("data/part.csv.gz", packed.String())
	write("2024-06-01T01-00Z/manifest.json", `{"sourceBucket":"amzn-s3-demo-bucket","fileFormat":"CSV",
		"fileSchema":"Bucket, Key, Size, StorageClass","files":[{"key":"x/amzn-s3-demo-bucket/all/data/part.csv.gz"}]}`)
	got, err := inventory.Read(filepath.Join(folder, "2024-06-01T01-00Z"))
	if err != nil {
		t.Fatal(err)
	}
	want := &inventory.Report{Objects: 6, Mixed: 2, Rules: []price.StorageRule{
		{Bucket: "amzn-s3-demo-bucket", Prefix: "archive/", Class: "STANDARD_IA"},
		{Bucket: "amzn-s3-demo-bucket", Prefix: "mixed/deep/", Class: "GLACIER_IR"},
		{Bucket: "amzn-s3-demo-bucket1", Class: "STANDARD"},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	write("manifest.json", `{"fileFormat":"ORC","fileSchema":"struct<…>","files":[{"key":"a"}]}`)
	if _, err := inventory.Read(folder); err == nil {
		t.Error("ORC: no error")
	}
}
