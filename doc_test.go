package trailq_test

import (
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The program in the package comment runs, and counts what is in testdata/logs.
func TestPackageProgram(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "doc.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	var program strings.Builder
	for line := range strings.Lines(file.Doc.Text()) {
		if code, isCode := strings.CutPrefix(line, "\t"); isCode {
			program.WriteString(code)
		} else if line == "\n" {
			program.WriteString(line)
		}
	}
	name := filepath.Join(t.TempDir(), "main.go")
	if err := os.WriteFile(name, []byte(program.String()), 0o666); err != nil {
		t.Fatal(err)
	}
	command := exec.Command("go", "run", name)
	command.Dir = "testdata" // where the program's folder of logs is
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := command.CombinedOutput()
	if err != nil || !strings.HasPrefix(string(out), "map[") || !strings.Contains(string(out), " GetObject:5214 ") {
		t.Errorf("%v: %.500s\n%s", err, out, program.String())
	}
}
