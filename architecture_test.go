package trailq_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/trailq/trailq"

// layers says which of our packages each package may import. An arrow that is
// not here is an error, and so is a package that is not here: see
// ARCHITECTURE.md. Tests may import more.
var layers = map[string][]string{
	"internal/inflate":  {},
	"internal/records":  {"internal/inflate"},
	"":                  {"internal/records"},
	"internal/table":    {},
	"internal/dialect":  {},
	"internal/render":   {"internal/table"},
	"s3source":          {""},
	"internal/duck":     {"", "internal/records", "internal/dialect", "internal/table"},
	"internal/gap":      {},
	"internal/identity": {},
	"internal/report":   {"", "internal/records", "internal/table", "internal/render", "internal/dialect", "internal/gap", "internal/identity", "internal/price", "internal/address", "internal/explain"},
	"internal/mirror":   {""},
	"internal/cache":    {""},
	"internal/price":    {"internal/jsonfile"},
	"internal/address":  {"internal/jsonfile"},
	"internal/jsonfile": {},
	"internal/explain":  {},
	"internal/lake":     {"", "internal/dialect", "internal/duck"},
	"internal/cli":      {"", "internal/records", "internal/table", "internal/render", "internal/dialect", "internal/duck", "internal/report", "s3source", "internal/mirror", "internal/cache", "internal/price", "internal/address", "internal/lake"},
	"cmd/trailq":        {"internal/cli"},

	"internal/trailtest":                {"", "internal/records"},
	"internal/trailtest/cmd/trailgen":   {"internal/trailtest"},
	"internal/trailtest/cmd/trailcount": {"", "internal/records"},
}

// goPackage is what go list says.
type goPackage struct {
	ImportPath string
	Doc        string // the first sentence of the package comment
	Imports    []string
}

func packages(t *testing.T) []goPackage {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Doc,Imports", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []goPackage
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func TestImportsPointOneWay(t *testing.T) {
	for _, p := range packages(t) {
		name := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
		allowed, known := layers[name]
		if !known {
			t.Errorf("package %q is in no layer", name)
			continue
		}
		for _, imported := range p.Imports {
			own, isOurs := strings.CutPrefix(imported, module)
			if own = strings.TrimPrefix(own, "/"); isOurs && !slices.Contains(allowed, own) {
				t.Errorf("%q imports %q", name, own)
			}
		}
	}
}

// Users of the library get the standard library and klauspost/compress, no more.
func TestRootImports(t *testing.T) {
	command := exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", ".")
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	for path := range strings.FieldsSeq(string(out)) {
		if !strings.HasPrefix(path, module) && !strings.HasPrefix(path, "github.com/klauspost/compress") {
			t.Errorf("the library depends on %s", path)
		}
	}
}

// Every package says what it is for.
func TestPackageComments(t *testing.T) {
	for _, p := range packages(t) {
		if len(p.Doc) < 30 {
			t.Errorf("%s has no package comment, or hardly one: %q", p.ImportPath, p.Doc)
		}
	}
}
