package dialect

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/trailq/trailq/internal/dialect/laxity"
	"github.com/trailq/trailq/internal/dialect/syntax"
)

// Flavor says whose table a query means.
type Flavor int

// The flavours. Auto chooses by the query itself.
const (
	Auto   Flavor = iota
	Athena        // AWS's documented table: parameters and times are text
	Lake          // CloudTrail Lake: maps, booleans, eventtime a timestamp
)

// Options say how a statement is to be understood.
type Options struct {
	Flavor Flavor
	Table  *Table    // what SELECT * is; nil for DefaultTable
	Known  []string  // tables and views that earlier statements of the same run made
	Views  []string  // those of Known that are views, and may read the logs
	Now    time.Time // the clock for Bounds; zero means time.Now
	// Scalars says that who reads the logs can find [Query.Scalars].
	Scalars bool
}

// Query is a statement rewritten for DuckDB.
type Query struct {
	SQL     string   // for DuckDB; without parameters
	Names   []string // of tables, as written, that were taken as the logs
	Lake    bool     // the flavour is CloudTrail Lake's
	Bounds  Bounds   // what need not be read
	Needs   []Need   // what each row that is used meets
	Scalars []Scalar // what the columns [ScalarColumns] shall hold
	Creates string   // the table or view that the statement makes, if any
	View    bool     // it is a view
	Notes   []string // on what runs here and what Athena refuses

	source  string
	marks   []mark
	guessed bool // that the statement is CloudTrail Lake's
}

// mark says which byte of the source a byte of Query.SQL stems from.
type mark struct{ output, source int }

// Statement is one statement of a text.
type Statement struct {
	Text string // without the semicolon

	source string // all of the text
	tokens []syntax.Token
	end    token
}

// Split cuts a text into its statements. Comments alone are no statement.
func Split(text string) ([]Statement, error) {
	tokens, err := lex(text)
	if err != nil {
		return nil, err
	}
	var statements []Statement
	start := 0
	for i, t := range tokens {
		if t.kind != endToken && !(t.kind == operatorToken && t.text == ";") {
			continue
		}
		if i > start {
			s, err := newStatement(text, tokens[start:i], t)
			if err != nil {
				return nil, err
			}
			statements = append(statements, s)
		}
		start = i + 1
	}
	return statements, nil
}

// longestStatement is Athena's limit for a statement, in bytes.
const longestStatement = 262144

// SplitScript does what [Split] does for the text of a user: it refuses a statement
// that is longer than Athena takes, before much time goes into it.
func SplitScript(text string) ([]Statement, error) {
	if len(text) > longestStatement {
		tokens, err := lex(text)
		if err != nil {
			return nil, err
		}
		start := 0
		for _, t := range tokens {
			if t.kind == endToken || t.kind == operatorToken && t.text == ";" {
				if t.offset-start > longestStatement {
					return nil, errorAt(text, start, "the statement has %d bytes, and Athena takes at most %d", t.offset-start, longestStatement)
				}
				start = t.offset + 1
			}
		}
	}
	return Split(text)
}

func newStatement(source string, tokens []token, end token) (Statement, error) {
	end = token{kind: endToken, before: end.before, offset: end.offset}
	first := tokens[0].offset - len(tokens[0].before)
	s := Statement{Text: source[first:end.offset], source: source, end: end, tokens: make([]syntax.Token, 0, len(tokens)+1)}
	for _, t := range append(tokens[:len(tokens):len(tokens)], end) {
		s.tokens = append(s.tokens, syntax.Token{Kind: syntax.TokenKind(t.kind), Text: t.text, Offset: t.offset, Space: t.before != ""})
	}
	if err := syntax.CheckBrackets(s.tokens); err != nil {
		return Statement{}, placeError(source, err)
	}
	return s, nil
}

// Rewrite rewrites a text that holds one statement. It is safe for
// concurrent use, as everything in this package.
func Rewrite(text string, options Options) (*Query, error) {
	statements, err := Split(text)
	if err != nil {
		return nil, err
	}
	switch len(statements) {
	case 0:
		return nil, &Error{Message: "there is no statement: write SELECT …"}
	case 1:
		return statements[0].Rewrite(options)
	}
	return nil, errorAt(text, statements[1].tokens[0].Offset, "a second statement begins here: only one is expected")
}

// Rewrite rewrites the statement. Its errors are of type [*Error].
func (s Statement) Rewrite(options Options) (*Query, error) {
	parsed, err := s.parse()
	if err != nil {
		return nil, err
	}
	r := newRewriter(s, options)
	r.setTable(false)
	r.readPaths(parsed)
	info := r.readAs(parsed, options.Flavor)
	r.learnFormats(parsed, info)
	bounds, needs := r.prune(info)
	notes := append(r.notes, laxity.Reading{Source: s.source, Statement: parsed, Info: info, Lake: r.lake}.Notes()...)
	r.transform(parsed, info)
	if r.err != nil {
		return nil, r.err
	}
	tokens := append(printedTokens(parsed), s.end)
	printed, err := parseTree(s.source, tokens)
	if err != nil {
		return nil, err
	}
	collectAliases(printed, r.aliases)
	nodes := r.statement(printed)
	guessed := r.lake && options.Flavor == Auto
	if r.err != nil {
		if guessed {
			r.err.Message += guessedLake
		}
		return nil, r.err
	}
	q := &Query{Names: r.names, Lake: r.lake, Scalars: r.scalars, Creates: r.creates, View: r.view, source: s.source}
	q.guessed = guessed
	q.Bounds, q.Needs, q.Notes = bounds, needs, notes
	q.SQL, q.marks = render(nodes)
	return q, nil
}

// parse returns the statement's tree.
func (s Statement) parse() (syntax.Statement, error) {
	parsed, err := syntax.ParseTokens(s.tokens)
	if err != nil {
		return nil, placeError(s.source, err)
	}
	return parsed, nil
}

// rewriter holds what is known about one statement while it is rewritten.
type rewriter struct {
	source     string
	lake       bool
	table      Table
	visible    map[string]bool // columns of SELECT *
	shape      map[string]Type // types of the columns by name, hidden ones too
	known      map[string]bool
	views      map[string]bool   // of known
	ctes       map[string]bool   // names that WITH gives anywhere
	aliases    map[string]bool   // every name that the statement gives with AS
	formats    map[string]string // day formats that literals show, by column
	names      []string
	scalars    []Scalar
	creates    string
	view       bool
	partitions map[string]Partition // of partitionNames
	scan       []Column             // of ScanColumns
	maps       map[int]bool         // offsets of UNNEST's arguments that are maps
	own        *Table               // the user's, as Options.Table says
	notes      []string             // on the reading
	now        time.Time
	err        *Error

	scalarsGiven bool // as Options.Scalars says
}

func newRewriter(s Statement, options Options) *rewriter {
	r := &rewriter{source: s.source, known: map[string]bool{}, views: map[string]bool{}, ctes: map[string]bool{}, aliases: map[string]bool{}, formats: map[string]string{}, maps: map[int]bool{}}
	if r.now = options.Now; r.now.IsZero() {
		r.now = time.Now()
	}
	r.now = r.now.UTC()
	r.scalarsGiven = options.Scalars
	for _, name := range options.Known {
		r.known[strings.ToLower(name)] = true
	}
	for _, name := range options.Views {
		r.views[strings.ToLower(name)] = true
	}
	r.own = options.Table
	return r
}

// setTable sets the table: CloudTrail Lake's, the user's own or the documented
// one.
func (r *rewriter) setTable(lake bool) {
	r.lake, r.scan, r.partitions = lake, ScanColumns(), partitionNames()
	switch {
	case lake:
		r.table = lakeTable()
	case r.own != nil:
		r.table = *r.own
	default:
		r.table = DefaultTable()
	}
	r.visible, r.shape = columnShapes(r.table, r.scan)
}

// fail keeps the first error.
func (r *rewriter) fail(at node, format string, arguments ...any) {
	if r.err == nil {
		r.err = errorAt(r.source, at.offset, format, arguments...)
	}
}

// failAt keeps the first error, at a place of the source.
func (r *rewriter) failAt(offset int, format string, arguments ...any) {
	if r.err == nil {
		r.err = errorAt(r.source, offset, format, arguments...)
	}
}

// collectAliases notes the names that follow AS, however deep.
func collectAliases(nodes []node, aliases map[string]bool) {
	for i, n := range nodes {
		collectAliases(n.kids, aliases)
		if i > 0 && nodes[i-1].is("as") && n.isName() {
			aliases[n.name()] = true
		}
	}
}

// render writes nodes as text and notes where each token came from.
func render(nodes []node) (string, []mark) {
	var w renderer
	w.nodes(nodes)
	return strings.TrimSpace(w.text.String()), w.marks
}

type renderer struct {
	text  strings.Builder
	last  byte
	marks []mark
}

func (w *renderer) nodes(nodes []node) {
	for _, n := range nodes {
		w.token(n.token)
		if n.group {
			w.nodes(n.kids)
			w.token(n.close)
		}
	}
}

// token writes a token, kept apart from a neighbour it would merge with.
func (w *renderer) token(t token) {
	before := t.before
	if w.text.Len() == 0 {
		before = ""
	}
	w.write(before)
	if before == "" && t.text != "" && gluing(w.last) && gluing(t.text[0]) {
		w.write(" ")
	}
	w.marks = append(w.marks, mark{output: w.text.Len(), source: t.offset})
	w.write(t.text)
}

func (w *renderer) write(text string) {
	if text != "" {
		w.text.WriteString(text)
		w.last = text[len(text)-1]
	}
}

func gluing(c byte) bool {
	return isNameByte(c) || isDigit(c) || c == '\'' || c == '"' || c >= utf8.RuneSelf
}
