package cli

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// docs/commands is what the texts of help say today.
func TestManualIsCurrent(t *testing.T) {
	folder := t.TempDir()
	if code := Main(t.Context(), Environment{Stdout: t.Output(), Stderr: t.Output(), Getenv: func(string) string { return "" }}, []string{"manual", folder}); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	if diff := cmp.Diff(readPages(t, folder), readPages(t, "../../docs/commands")); diff != "" {
		t.Errorf("docs/commands is not current: run make docs (-help, +docs)\n%s", diff)
	}
}

func readPages(t *testing.T, folder string) map[string]string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*.md"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no pages in %s: %v", folder, err)
	}
	pages := make(map[string]string)
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		pages[filepath.Base(name)] = string(text)
	}
	return pages
}
