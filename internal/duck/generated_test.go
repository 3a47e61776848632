//go:build cgo

package duck

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/trailq/trailq"
)

// The engine says what Trino says to the generated queries whose answers
// scripts/trino/generate.sh recorded; it names the file of answers. What differs
// is written beside that file.
func TestGeneratedQueries(t *testing.T) {
	name := os.Getenv("TRINO_ANSWERS")
	if name == "" {
		t.Skip("TRINO_ANSWERS names no file of answers: see scripts/trino/generate.sh")
	}
	db := openDB(t, trailq.Files("../dialect/testdata/trino/odd.jsonl"), Options{})
	out, err := os.Create(filepath.Clean(name) + ".differences")
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	queries, differences := 0, 0
	for _, want := range readAnswers(t, name) {
		queries++
		if difference := compareAnswer(t, db, want); difference != "" {
			differences++
			fmt.Fprintf(out, "%s\n%s\n\n", want.SQL, difference)
		}
	}
	t.Logf("%d queries, %d differ", queries, differences)
	if differences > 0 {
		t.Errorf("%d differences are in %s.differences", differences, name)
	}
}
