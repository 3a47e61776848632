package trailq_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/trailq/trailq"

// layers says which of our packages each package may import. An arrow that is
// not here is an error, and so is a package that is not here: see
// ARCHITECTURE.md. Tests can import more.
var layers = map[string][]string{
	"internal/inflate":             {},
	"internal/jsontext":            {},
	"internal/fieldname":           {},
	"internal/records":             {"internal/inflate", "internal/jsontext", "internal/fieldname"},
	"internal/fieldpath":           {"internal/records"},
	"internal/shape":               {"internal/records", "internal/fieldname"},
	"internal/fact":                {"internal/records", "internal/fieldpath"},
	"internal/eventid":             {},
	"internal/budget":              {},
	"internal/logpath":             {},
	"internal/condition":           {"internal/records", "internal/fact", "internal/fieldpath"},
	"":                             {"internal/records", "internal/shape", "internal/fact", "internal/eventid", "internal/budget", "internal/logpath", "internal/condition", "internal/filetime"},
	"internal/table":               {},
	"internal/web/static":          {},
	"internal/sqltext":             {},
	"internal/humanize":            {},
	"internal/ansi":                {},
	"internal/arnlabel":            {},
	"internal/render":              {"internal/table", "internal/humanize", "internal/ansi", "internal/arnlabel"},
	"internal/otheraccount":        {""},
	"internal/peek":                {""},
	"internal/summary":             {""},
	"internal/overlap":             {"", "internal/humanize"},
	"internal/prune":               {"", "internal/dialect"},
	"internal/order":               {"", "internal/scratch"},
	"internal/miss":                {"", "internal/condition", "internal/records", "internal/humanize"},
	"s3source":                     {""},
	"internal/scratch":             {},
	"internal/confine":             {},
	"internal/extract":             {"", "internal/records", "internal/fact", "internal/jsontext", "internal/dialect", "internal/dialect/schema"},
	"internal/spool":               {""},
	"internal/filestat":            {""},
	"internal/duck/vector":         {"internal/records", "internal/extract", "internal/table", "internal/sqltext", "internal/dialect/schema"},
	"internal/duck/guard":          {"internal/dialect", "internal/dialect/schema"},
	"internal/duck/function":       {"internal/dialect/builtin", "internal/dialect/schema"},
	"internal/duck/predicate":      {"", "internal/dialect", "internal/fact", "internal/sqltext"},
	"internal/derived":             {"internal/extract", "internal/dialect", "internal/dialect/schema", "internal/dialect/syntax", "internal/report", "internal/sqltext"},
	"internal/derived/value":       {"", "internal/derived", "internal/extract", "internal/fact", "internal/records", "internal/report"},
	"internal/duck":                {"", "internal/derived", "internal/prune", "internal/overlap", "internal/dialect", "internal/dialect/schema", "internal/dialect/builtin", "internal/duck/vector", "internal/duck/guard", "internal/duck/function", "internal/duck/predicate", "internal/extract", "internal/spool", "internal/table", "internal/scratch", "internal/sqltext", "internal/summary", "internal/atomicfile", "internal/engine", "internal/duck/definition", "internal/duck/pending", "internal/duck/freed", "internal/duck/tuple", "internal/duck/bound", "internal/filestat"},
	"internal/engine":              {"", "internal/dialect", "internal/table"},
	"internal/duck/sheet":          {"internal/sqltext"},
	"internal/bill":                {},
	"internal/inventory":           {"internal/price"},
	"internal/bill/export":         {"", "internal/bill", "internal/duck/sheet", "internal/scratch", "internal/sqltext"},
	"internal/gap":                 {},
	"internal/identity":            {},
	"internal/report":              {"", "internal/fact", "internal/condition", "internal/records", "internal/table", "internal/dialect", "internal/dialect/schema", "internal/sqltext", "internal/fieldpath"},
	"internal/report/top":          {"internal/table", "internal/humanize", "internal/report"},
	"internal/report/pricing":      {"internal/table", "internal/humanize", "internal/price", "internal/address", "internal/report"},
	"internal/report/cost":         {"internal/table", "internal/humanize", "internal/price", "internal/address", "internal/bill", "internal/report", "internal/report/pricing"},
	"internal/report/billed":       {"internal/table", "internal/humanize", "internal/price", "internal/address", "internal/bill", "internal/bill/export", "internal/report", "internal/report/pricing"},
	"internal/lifetime":            {},
	"internal/report/started":      {"internal/lifetime", "internal/table", "internal/humanize", "internal/price", "internal/report", "internal/report/pricing"},
	"internal/costing":             {"internal/bill/export", "internal/fieldpath", "internal/report", "internal/report/billed", "internal/report/cost", "internal/report/started", "internal/report/trailbill", "internal/table", "internal/tariff", "internal/words"},
	"internal/report/trailbill":    {"internal/table", "internal/humanize", "internal/price", "internal/report", "internal/report/pricing"},
	"internal/delivery":            {"internal/gap"},
	"internal/report/diff":         {"internal/table", "internal/humanize", "internal/price", "internal/address", "internal/explain", "internal/delivery", "internal/novelty", "internal/phrase", "internal/suspect", "internal/report", "internal/report/pricing", "internal/report/diff/cells", "internal/report/diff/narrow"},
	"internal/report/diff/cells":   {"internal/explain", "internal/table"},
	"internal/report/diff/narrow":  {"internal/report", "internal/report/diff/cells", "internal/report/pricing", "internal/table"},
	"internal/report/who":          {"internal/condition", "internal/table", "internal/humanize", "internal/identity", "internal/report"},
	"internal/report/timeline":     {"", "internal/table", "internal/humanize", "internal/gap", "internal/report"},
	"internal/facet":               {"internal/address", "internal/condition", "internal/fact", "internal/price", "internal/report", "internal/report/pricing"},
	"internal/atomicfile":          {},
	"internal/digest":              {"", "internal/records", "internal/table"},
	"internal/publickey":           {"internal/digest"},
	"internal/coverage":            {"", "internal/records", "internal/table", "internal/fact", "internal/gap", "internal/digest"},
	"internal/mirror":              {"", "internal/atomicfile", "internal/digest"},
	"internal/cache":               {"", "internal/peek", "internal/atomicfile"},
	"internal/price":               {"internal/jsonfile"},
	"internal/address":             {"internal/jsonfile"},
	"internal/jsonfile":            {},
	"internal/explain":             {},
	"internal/phrase":              {"internal/address"},
	"internal/suspect":             {"internal/phrase"},
	"internal/novelty":             {"internal/phrase"},
	"internal/parquet/rowgroup":    {"internal/dialect/schema", "internal/extract", "internal/records"},
	"internal/parquet/datafile":    {"", "internal/derived", "internal/derived/value", "internal/dialect/schema", "internal/extract", "internal/parquet/rowgroup"},
	"internal/parquet/layout":      {"", "internal/overlap", "internal/parquet/datafile", "internal/atomicfile"},
	"internal/parquet/convert":     {"", "internal/derived", "internal/duck", "internal/summary", "internal/atomicfile", "internal/parquet/datafile", "internal/parquet/layout"},
	"internal/parquet/bucketstore": {"s3source", "internal/parquet/layout", "internal/scratch"},
	"internal/filetime":            {},
	"internal/parquet":             {"", "internal/filetime", "internal/prune", "internal/dialect", "internal/duck", "internal/scratch", "internal/peek", "internal/engine", "internal/parquet/layout"},
	"internal/mask":                {"internal/table"},
	"internal/browser":             {},
	"internal/casefile":            {"internal/atomicfile"},
	"internal/words":               {},
	"internal/target":              {"internal/fieldpath", "internal/records"},
	"internal/projection":          {"", "internal/jsontext", "internal/fact", "internal/fieldpath", "internal/records", "internal/table", "internal/target"},
	"internal/lookahead":           {""},
	"internal/interruptible":       {},
	"internal/unwritten":           {""},
	"internal/usertable":           {"", "internal/catalog", "internal/dialect", "internal/dialect/schema", "internal/dialect/syntax", "internal/report", "internal/sqltext"},
	"internal/catalog":             {"", "internal/dialect", "internal/dialect/hive", "internal/dialect/schema", "internal/dialect/parser", "internal/dialect/syntax", "internal/sqltext"},
	"internal/remote/client":       {"internal/catalog", "internal/table"},
	"internal/trino":               {"internal/catalog", "internal/remote/client", "internal/sqltext", "internal/table", "internal/dialect/parser", "internal/dialect/syntax"},
	"internal/athena":              {"internal/catalog", "internal/table", "internal/sqltext", "internal/remote/client", "s3source"},
	"internal/remote":              {"", "internal/catalog", "internal/dialect", "internal/dialect/parser", "internal/dialect/syntax", "internal/duck", "internal/engine", "internal/humanize", "internal/remote/client", "internal/report", "internal/table", "internal/trino", "internal/words", "internal/athena"},
	"internal/plan":                {"", "internal/table", "s3source"},
	"internal/trailtest/trinotest": {"", "internal/catalog", "internal/parquet/convert", "internal/sqltext", "internal/trailtest/s3test", "internal/dialect/schema"},
	"internal/duck/definition":     {"internal/dialect/builtin", "internal/dialect/schema"},
	"internal/duck/bound":          {},
	"internal/duck/tuple":          {"internal/extract", "internal/duck/vector"},
	"internal/duck/pending":        {},
	"internal/duck/freed":          {},
	"internal/tariff":              {"internal/price", "internal/address", "internal/inventory", "internal/words", "internal/atomicfile"},
	"internal/ask":                 {"", "internal/derived", "internal/order", "internal/miss", "internal/otheraccount", "internal/overlap", "internal/fact", "internal/words", "internal/mask", "internal/jsontext", "internal/records", "internal/table", "internal/humanize", "internal/dialect", "internal/dialect/schema", "internal/engine", "internal/duck", "internal/parquet", "internal/parquet/layout", "internal/parquet/convert", "internal/report", "internal/report/top", "internal/costing", "internal/report/diff", "internal/report/who", "internal/report/timeline", "internal/bill/export", "internal/tariff", "internal/price", "internal/address", "s3source", "internal/mirror", "internal/cache", "internal/digest", "internal/fieldpath", "internal/projection", "internal/lookahead", "internal/unwritten", "internal/interruptible", "internal/catalog", "internal/plan", "internal/remote", "internal/remote/client", "internal/usertable"},
	"internal/evidence":            {"", "internal/words", "internal/table", "internal/atomicfile", "internal/mirror", "internal/digest", "internal/publickey", "internal/coverage", "internal/ask"},
	"internal/tableddl":            {"", "internal/words", "internal/ask", "internal/parquet/layout", "internal/remote", "internal/remote/client", "internal/dialect/schema"},
	"internal/conversion":          {"internal/words", "internal/engine", "internal/parquet/bucketstore", "internal/parquet/convert", "internal/ask"},
	"internal/account":             {"", "internal/humanize", "internal/engine", "internal/mirror", "internal/digest", "internal/ask", "internal/plan"},
	"internal/web/guard":           {},
	"internal/web/reply":           {"internal/ask", "internal/dialect", "internal/render", "internal/table"},
	"internal/web/leaf":            {"internal/web/reply"},
	"internal/web/tables":          {"", "internal/account", "internal/address", "internal/ask", "internal/dialect", "internal/duck", "internal/engine", "internal/facet", "internal/price", "internal/render", "internal/report", "internal/scratch", "internal/table", "internal/web/reply"},
	"internal/web":                 {"", "internal/account", "internal/ask", "internal/casefile", "internal/dialect", "internal/dialect/duckdb", "internal/dialect/schema", "internal/engine", "internal/evidence", "internal/facet", "internal/mask", "internal/render", "internal/report", "internal/table", "internal/web/guard", "internal/web/leaf", "internal/web/reply", "internal/web/static", "internal/web/tables", "internal/words"},
	"internal/web/launch":          {"internal/ask", "internal/browser", "internal/interruptible", "internal/web", "internal/web/guard", "internal/words"},
	"internal/pager":               {},
	"internal/screen":              {"internal/ansi", "internal/render"},
	"internal/complete":            {},
	"internal/typed":               {"internal/table"},
	"internal/arrowstream":         {"internal/table", "internal/typed"},
	"internal/duck/rowfile":        {"internal/table", "internal/typed", "internal/sqltext"},
	"internal/output":              {"internal/table", "internal/humanize", "internal/typed", "internal/render", "internal/arrowstream", "internal/duck/rowfile", "internal/atomicfile", "internal/confine"},
	"internal/suggest":             {},
	"internal/build":               {},
	"internal/topic":               {},
	"internal/manual":              {"internal/topic"},
	"internal/warm":                {"", "internal/ask", "internal/filetime", "internal/humanize", "internal/parquet/convert", "internal/parquet/layout"},
	"internal/reporter":            {"", "internal/account", "internal/ask", "internal/digest", "internal/engine", "internal/humanize", "internal/mirror", "internal/plan", "internal/screen"},
	"internal/cli":                 {"", "internal/facet", "internal/table", "internal/humanize", "internal/render", "internal/dialect", "internal/engine", "internal/mirror", "internal/atomicfile", "internal/prompt", "internal/words", "internal/confine", "internal/digest", "internal/ask", "internal/account", "internal/projection", "internal/interruptible", "internal/evidence", "internal/tableddl", "internal/web", "internal/web/launch", "internal/plan", "internal/conversion", "internal/tariff", "internal/manual", "internal/ansi", "internal/pager", "internal/screen", "internal/suggest", "internal/build", "internal/topic", "internal/warm", "internal/reporter", "internal/output", "internal/prune", "internal/complete"},
	"internal/prompt":              {"internal/dialect", "internal/dialect/schema", "internal/atomicfile"},
	"cmd/trailq":                   {"internal/cli", "internal/confine"},

	"internal/dialect/syntax":     {},
	"internal/dialect/parser":     {"internal/dialect/syntax"},
	"internal/dialect/resolve":    {"internal/dialect/syntax"},
	"internal/dialect/lookaround": {},
	"internal/dialect/hive":       {"internal/dialect/syntax", "internal/sqltext"},
	"internal/dialect/schema":     {"internal/dialect/syntax", "internal/dialect/hive", "internal/sqltext"},
	"internal/dialect/attempt":    {"internal/dialect/resolve", "internal/dialect/syntax"},
	"internal/dialect/binary":     {},
	"internal/dialect/builtin":    {"internal/dialect/binary", "internal/dialect/parser", "internal/dialect/syntax", "internal/dialect/hive", "internal/dialect/lookaround"},
	"internal/dialect/wordlist":   {},
	"internal/dialect/loggroup":   {"internal/dialect/syntax"},
	"internal/dialect/duckdb":     {"internal/dialect/syntax", "internal/dialect/wordlist", "internal/sqltext"},
	"internal/dialect/rewrite":    {"internal/dialect/builtin", "internal/dialect/syntax", "internal/dialect/schema", "internal/dialect/resolve", "internal/dialect/lookaround", "internal/dialect/duckdb", "internal/sqltext"},
	"internal/dialect/laxity":     {"internal/dialect/syntax", "internal/dialect/resolve", "internal/dialect/wordlist"},
	"internal/dialect/equality":   {"internal/dialect/syntax", "internal/dialect/resolve"},
	"internal/dialect":            {"internal/dialect/parser", "internal/dialect/syntax", "internal/dialect/rewrite", "internal/dialect/schema", "internal/dialect/resolve", "internal/dialect/laxity", "internal/dialect/attempt", "internal/dialect/equality", "internal/dialect/hive", "internal/dialect/builtin", "internal/dialect/loggroup", "internal/sqltext"},

	"internal/trailtest":                {""},
	"internal/trailtest/gen":            {},
	"internal/trailtest/s3test":         {"internal/trailtest"},
	"internal/trailtest/signed":         {"", "internal/trailtest"},
	"internal/trailtest/sqlgen":         {},
	"internal/trailtest/cmd/sqlgen":     {"internal/trailtest/sqlgen"},
	"internal/trailtest/athenatest":     {"internal/trailtest/s3test", "internal/remote", "internal/dialect/parser", "internal/dialect/syntax"},
	"internal/report/reporttest":        {"", "internal/duck", "internal/report", "internal/price", "internal/address"},
	"internal/trailtest/cmd/trailgen":   {"internal/trailtest/gen"},
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

// The table of ARCHITECTURE.md says what layers says, each package once.
func TestArchitectureTable(t *testing.T) {
	page, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	row := regexp.MustCompile("(?m)^\\| `([^`]+)`[^|]*\\|[^|]*\\| (.+) \\|$")
	told := map[string]string{}
	for _, cells := range row.FindAllStringSubmatch(string(page), -1) {
		if _, twice := told[cells[1]]; twice {
			t.Errorf("%s has two rows", cells[1])
		}
		told[cells[1]] = cells[2]
	}
	for name, imports := range layers {
		if strings.HasPrefix(name, "internal/trailtest/") {
			continue // rooms and commands of tests, in no layer
		}
		want := "–"
		if len(imports) > 0 {
			want = strings.Join(shortNames(imports), ", ")
		}
		shown := cmp.Or(name, "trailq")
		if told[shown] != want {
			t.Errorf("ARCHITECTURE.md says that %s imports %q, layers says %q", shown, told[shown], want)
		}
		delete(told, shown)
	}
	for name := range told {
		t.Errorf("ARCHITECTURE.md has a row for %s, which layers does not know", name)
	}
}

// shortNames are packages as the table names them.
func shortNames(imports []string) []string {
	var short []string
	for _, name := range imports {
		short = append(short, cmp.Or(strings.TrimPrefix(name, "internal/"), "root"))
	}
	return short
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
