package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// readText returns a file of the repository.
func readText(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../..", path))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Every action of the workflows is named by the hash of a commit, with its version beside
// it, and every script that they, the Makefile and the other scripts run is there.
func TestWorkflowsNameWhatIsThere(t *testing.T) {
	uses := regexp.MustCompile(`uses: (.*)`)
	pinned := regexp.MustCompile(`^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
	script := regexp.MustCompile(`scripts/[\w/]+\.(?:sh|py)`)
	folder := regexp.MustCompile(`-C (tools\S*)`)
	var files []string
	for _, pattern := range []string{".github/workflows/*.yml", "scripts/*/*.sh", "Makefile"} {
		found, err := filepath.Glob(filepath.Join("../..", pattern))
		if err != nil || len(found) == 0 {
			t.Fatal(pattern, found, err)
		}
		files = append(files, found...)
	}
	for _, file := range files {
		text := readText(t, strings.TrimPrefix(file, "../../"))
		for _, action := range uses.FindAllStringSubmatch(text, -1) {
			if strings.HasSuffix(file, ".yml") && !pinned.MatchString(action[1]) {
				t.Errorf("%s: %s is not pinned", file, action[1])
			}
		}
		for _, name := range script.FindAllString(text, -1) {
			if info, err := os.Stat(filepath.Join("../..", name)); err != nil || strings.HasSuffix(name, ".sh") && info.Mode()&0o111 == 0 {
				t.Errorf("%s: %s: %v", file, name, err)
			}
		}
		for _, module := range folder.FindAllStringSubmatch(text, -1) {
			if _, err := os.Stat(filepath.Join("../..", module[1], "go.mod")); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
	}
}

// Every file of the packages for Linux is one that dist.sh stages.
func TestPackagesHoldWhatIsStaged(t *testing.T) {
	staged := readText(t, "scripts/dist/dist.sh")
	sources := regexp.MustCompile(`src: \$\{TRAILQ_STAGE\}/(\S+)`).FindAllStringSubmatch(readText(t, "scripts/dist/nfpm.yaml"), -1)
	if len(sources) < 8 {
		t.Fatalf("%d files in nfpm.yaml", len(sources))
	}
	for _, source := range sources {
		name := strings.TrimSuffix(source[1], "/")
		if !regexp.MustCompile(`[/ "=]` + regexp.QuoteMeta(name) + `\b`).MatchString(staged) {
			t.Errorf("dist.sh does not stage %s", name)
		}
	}
}

// The formula for Homebrew has the address and the sum of each archive that is there.
func TestFormulaHasTheSums(t *testing.T) {
	folder := t.TempDir()
	want := make(map[string]string)
	for _, platform := range []string{"linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64"} {
		name := "trailq_" + platform + ".tar.gz"
		if err := os.WriteFile(filepath.Join(folder, name), []byte(platform), 0o666); err != nil {
			t.Fatal(err)
		}
		want["https://github.com/trailq/trailq/releases/download/v1.2.3/"+name] = fmt.Sprintf("%x", sha256.Sum256([]byte(platform)))
	}
	formula, err := exec.Command("../../scripts/dist/formula.sh", "1.2.3", folder).Output()
	if err != nil {
		t.Fatal(err)
	}
	got := make(map[string]string)
	for _, archive := range regexp.MustCompile(`url "(.*)"\n *sha256 "(.*)"`).FindAllSubmatch(formula, -1) {
		got[string(archive[1])] = string(archive[2])
	}
	for address, sum := range want {
		if got[address] != sum {
			t.Errorf("%s: %q, want %q", address, got[address], sum)
		}
	}
	if ruby, err := exec.LookPath("ruby"); err == nil {
		check := exec.Command(ruby, "-c")
		check.Stdin = bytes.NewReader(formula)
		if out, err := check.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
	}
	blocks := len(regexp.MustCompile(`(?m)^ *(class\b|def\b|test do|on_\w+ do)`).FindAll(formula, -1))
	if ends := bytes.Count(formula, []byte("end\n")); ends != blocks {
		t.Errorf("%d blocks and %d ends:\n%s", blocks, ends, formula)
	}
}

// The descriptions of macOS's frameworks have each function that Go's standard library calls
// there: without one, the program for macOS does not link elsewhere.
func TestFrameworksHaveWhatGoCalls(t *testing.T) {
	described := readText(t, "scripts/dist/macos/CoreFoundation.framework/CoreFoundation.tbd") +
		readText(t, "scripts/dist/macos/Security.framework/Security.tbd") +
		readText(t, "scripts/dist/macos/libresolv.tbd")
	imports := regexp.MustCompile(`//go:cgo_import_dynamic \S+ (\S+) "(/System/Library/Frameworks/|/usr/lib/libresolv)`)
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, pattern := range []string{"crypto/x509/internal/macos/*.go", "internal/syscall/unix/*_darwin.go"} {
		files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(root)), "src", pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, call := range imports.FindAllSubmatch(text, -1) {
				count++
				if name := string(call[1]); !regexp.MustCompile(`\b_` + name + `\b`).MatchString(described) {
					t.Errorf("%s calls %s, which is not described", file, name)
				}
			}
		}
	}
	if count < 15 {
		t.Errorf("Go's standard library calls %d functions of frameworks, want more", count)
	}
}
