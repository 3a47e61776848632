package trailtest

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// Tool returns the path of a program of the tools module, which `make tools`
// puts into the folder bin of the repository. Where it is missing the test is
// skipped, or fails where CI is true.
func Tool(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join(repository(), "bin", name)
	if _, err := os.Stat(path); err == nil {
		return path
	}
	if path, err := exec.LookPath(name); err == nil {
		return path
	}
	const message = "%s is not installed: run `go build -C tools -o ../bin/ tool` in the repository"
	if os.Getenv("CI") == "true" {
		t.Fatalf(message, name)
	}
	t.Skipf(message, name)
	return ""
}

// repository is the root of this repository.
func repository() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Dir(filepath.Dir(filepath.Dir(file)))
}
