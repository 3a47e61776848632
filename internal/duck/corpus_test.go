//go:build cgo

package duck

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
)

// corpusArchive are queries that people have published. It is not part of the
// repository.
const corpusArchive = "../../../shared/data/athena-sql.tar.gz"

// unpackCorpus unpacks the archive into a folder of the test.
func unpackCorpus(t testing.TB) string {
	t.Helper()
	file, err := os.Open(corpusArchive)
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("the published queries are not there: ", corpusArchive)
	} else if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	content, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	archive := tar.NewReader(content)
	for {
		header, err := archive.Next()
		if err == io.EOF {
			return folder
		} else if err != nil {
			t.Fatal(err)
		}
		if header.Typeflag != tar.TypeReg {
			continue
		}
		text, err := io.ReadAll(archive)
		if err != nil {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join(folder, filepath.Clean("/"+header.Name)), string(text))
	}
}

// published is a query of the corpus.
type published struct {
	name, text string
	kind       string // athena or lake
	validity   string // valid, or what is wrong with it
}

// corpus returns the queries with their placeholders filled in.
func corpus(t testing.TB) []published {
	t.Helper()
	folder := unpackCorpus(t)
	index := ""
	filepath.WalkDir(folder, func(path string, _ os.DirEntry, _ error) error {
		if filepath.Base(path) == "index.tsv" {
			index = path
		}
		return nil
	})
	fill := placeholders(t)
	var queries []published
	for i, line := range strings.Split(strings.TrimSpace(read(t, index)), "\n") {
		fields := strings.Split(line, "\t") // file, set, kind, licence, validity, source
		if i == 0 || fields[2] != "athena" && fields[2] != "lake" {
			continue
		}
		queries = append(queries, published{
			name: fields[0], kind: fields[2], validity: fields[4],
			text: fill(read(t, filepath.Join(filepath.Dir(index), fields[0]))),
		})
	}
	return queries
}

func read(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// placeholders returns what fills in the placeholders of the table in package
// dialect.
func placeholders(t testing.TB) func(string) string {
	type rule struct {
		pattern     *regexp.Regexp
		replacement string
	}
	var rules []rule
	for line := range strings.Lines(read(t, "../dialect/testdata/placeholders.tsv")) {
		pattern, replacement, found := strings.Cut(strings.TrimRight(line, "\n"), "\t")
		if found && !strings.HasPrefix(line, "#") {
			rules = append(rules, rule{regexp.MustCompile(pattern), replacement})
		}
	}
	return func(text string) string {
		for _, r := range rules {
			text = r.pattern.ReplaceAllString(text, r.replacement)
		}
		return text
	}
}

// All valid queries of the corpus run unchanged, and of the others those that
// are broken get a *dialect.Error.
func TestCorpus(t *testing.T) {
	db := openDB(t, trailq.Dir(testLogs), Options{})
	ran := map[string]int{}
	for _, query := range sample(corpus(t)) {
		err := runAll(t, db, query.text)
		var mistake *dialect.Error
		switch {
		case query.validity == "valid" && err != nil:
			t.Errorf("%s: %v", query.name, err)
		case query.validity == "valid":
			ran[query.kind]++
		case err != nil && !errors.As(err, &mistake):
			t.Errorf("%s, %s: %v is no dialect.Error", query.name, query.validity, err)
		}
	}
	if !underRace && (ran["athena"] != 180 || ran["lake"] != 78) {
		t.Errorf("%d of Athena's and %d of CloudTrail Lake's valid queries ran, want 180 and 78", ran["athena"], ran["lake"])
	}
}

// runAll runs the statements of a text.
func runAll(t testing.TB, db *DB, text string) error {
	statements, err := dialect.Split(text)
	if err != nil {
		return err
	}
	for _, s := range statements {
		answer, err := db.Query(t.Context(), s)
		if err != nil {
			return err
		}
		if _, err := allRows(t, answer); err != nil {
			return err
		}
	}
	return nil
}
