package trailtest

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// Tool returns the path of a program of the tools module, which `make tools`
// installs in the repository's folder bin. Without the program, the test is
// skipped, or fails if CI is true.
func Tool(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join(repositoryFolder(), "bin", name)
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

// repositoryFolder returns the root of this repository.
func repositoryFolder() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Dir(filepath.Dir(filepath.Dir(file)))
}
