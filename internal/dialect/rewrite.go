package dialect

import (
	"strings"
	"time"

	"github.com/trailq/trailq/internal/dialect/attempt"
	"github.com/trailq/trailq/internal/dialect/equality"
	"github.com/trailq/trailq/internal/dialect/laxity"
	"github.com/trailq/trailq/internal/dialect/loggroup"
	"github.com/trailq/trailq/internal/dialect/parser"
	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/rewrite"
	"github.com/trailq/trailq/internal/dialect/schema"
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
	Table  *schema.Table // what SELECT * is; nil for DefaultTable
	Known  []string      // tables and views that earlier statements of the same run made
	Views  []string      // those of Known that are views, and may read the logs
	Now    time.Time     // the clock for Bounds; zero means time.Now
	// Scalars says that who reads the logs can find [Query.Scalars].
	Scalars bool
	// Further are columns of the logs beside those of [schema.ScanColumns].
	Further []schema.Column
}

// Query is a statement rewritten for DuckDB.
type Query struct {
	SQL     string          // for DuckDB; without parameters
	Names   []string        // of tables, as written, that were taken as the logs
	Lake    bool            // the flavour is CloudTrail Lake's
	Bounds  Bounds          // what need not be read
	Needs   []Need          // what each row that is used meets
	Scalars []schema.Scalar // what the columns [ScalarColumns] shall hold
	Creates string          // the table or view that the statement makes, if any
	View    bool            // it is a view
	Notes   []string        // on what runs here and what Athena refuses

	Otherwise *Query // of Statement.Otherwise

	source  string
	marks   []mark
	guessed bool // that the statement is CloudTrail Lake's
}

// mark says which byte of the source a byte of Query.SQL stems from.
type mark struct{ output, source int }

// Statement is one statement of a text.
type Statement struct {
	Text string // without the semicolon
	// Otherwise gives the same answer, for an engine that has no room for what this
	// statement numbers. It is nil for most.
	Otherwise *Statement

	source string // all of the text
	tokens []syntax.Token
}

// Split cuts a text into its statements. Comments alone are no statement.
func Split(text string) ([]Statement, error) {
	tokens, err := tokenize(text)
	if err != nil {
		return nil, err
	}
	var statements []Statement
	start, first := 0, 0
	for i, token := range tokens {
		if !endsStatement(token) {
			continue
		}
		if i > start {
			s := Statement{Text: text[first:token.Offset], source: text}
			tokens[i] = syntax.Token{Kind: syntax.End, Offset: token.Offset, Space: token.Space}
			s.tokens = tokens[start : i+1]
			if err := parser.CheckBrackets(s.tokens); err != nil {
				return nil, placeError(text, err)
			}
			statements = append(statements, s)
		}
		start, first = i+1, token.EndOffset()
	}
	return statements, nil
}

func tokenize(text string) ([]syntax.Token, error) {
	tokens, err := syntax.Tokenize(text)
	if err != nil {
		return nil, placeError(text, err)
	}
	return tokens, nil
}

func endsStatement(t syntax.Token) bool {
	return t.Kind == syntax.End || t.Kind == syntax.Operator && t.Text == ";"
}

// longestStatement is Athena's limit for a statement, in bytes.
const longestStatement = 262144

// SplitScript does what [Split] does for the text of a user: it refuses a statement
// that is longer than Athena takes, before much time goes into it.
func SplitScript(text string) ([]Statement, error) {
	if len(text) > longestStatement {
		tokens, err := tokenize(text)
		if err != nil {
			return nil, err
		}
		start := 0
		for _, token := range tokens {
			if endsStatement(token) {
				if length := token.Offset - start; length > longestStatement {
					return nil, errorAt(text, start, "the statement has %d bytes, and Athena takes at most %d", length, longestStatement)
				}
				start = token.Offset + 1
			}
		}
	}
	return Split(text)
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
	isLogGroup := loggroup.IsWritten(s.tokens)
	if isLogGroup {
		if err := loggroup.Translate(parsed, s.source); err != nil {
			return nil, placeError(s.source, err)
		}
	}
	writeNormalForms(parsed)
	writeTablesAsSelects(parsed)
	r.readPaths(parsed)
	info := r.readAs(parsed, options.Flavor)
	for info.SpreadZones(parsed) {
		info = r.resolveNames(parsed)
	}
	if at, message := info.ZoneClash(parsed); at != nil {
		r.failAt(at.Start(), "%s", message)
	}
	r.learnFormats(parsed, info)
	bounds, needs := r.prune(info)
	notes := r.notes
	if !isLogGroup { // of which Athena refuses all
		notes = append(notes, laxity.Reading{Source: s.source, Statement: parsed, Info: info, Lake: r.logs.Lake}.Notes()...)
	}
	guessed := r.logs.Lake && options.Flavor == Auto
	equality.WriteExact(parsed, info)
	attempt.ContainFailures(parsed, info)
	written, mistake := r.writeStatement(parsed, info)
	if mistake != nil {
		if guessed {
			mistake.Message += guessedLake
		}
		return nil, mistake
	}
	q := &Query{Names: written.Names, Lake: r.logs.Lake, Scalars: written.Scalars, Creates: written.Creates, View: written.View, source: s.source}
	q.guessed = guessed
	q.Bounds, q.Needs, q.Notes = bounds, needs, notes
	q.SQL, q.marks = render(written.Tokens)
	if s.Otherwise != nil {
		q.Otherwise, err = s.Otherwise.Rewrite(options)
	}
	return q, err
}

// writeStatement writes the statement in the engine's terms.
func (r *rewriter) writeStatement(statement syntax.Statement, info *resolve.Info) (*rewrite.Output, *Error) {
	if r.err != nil {
		return nil, r.err
	}
	in := rewrite.Input{Statement: statement, Info: info, Logs: r.logs, Expressions: r.columnExpressions(), Known: r.known, Scalars: r.scalarsGiven}
	written, err := rewrite.WriteStatement(in)
	if err != nil {
		return nil, placeError(r.source, err)
	}
	return written, nil
}

// parse returns the statement's tree.
func (s Statement) parse() (syntax.Statement, error) {
	parsed, err := parser.ParseTokens(s.tokens)
	if err != nil {
		return nil, placeError(s.source, err)
	}
	return parsed, nil
}

// rewriter holds what is known about one statement while it is rewritten.
type rewriter struct {
	source  string
	tokens  int // of the statement
	logs    *schema.Logs
	known   map[string]bool
	views   map[string]bool          // of known
	formats map[string]string        // day formats that literals show, by column
	types   map[string]partitionType // of columns that are no texts, as the statement shows
	own     *schema.Table            // the user's, as Options.Table says
	notes   []string                 // on the reading
	now     time.Time
	err     *Error

	scalarsGiven bool // as Options.Scalars says
	further      []schema.Column
}

func newRewriter(s Statement, options Options) *rewriter {
	r := &rewriter{source: s.source, tokens: len(s.tokens), known: map[string]bool{}, views: map[string]bool{}, formats: map[string]string{}, types: map[string]partitionType{}}
	if r.now = options.Now; r.now.IsZero() {
		r.now = time.Now()
	}
	r.now = r.now.UTC()
	r.scalarsGiven, r.further = options.Scalars, options.Further
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
func (r *rewriter) setTable(lake bool) { r.logs = schema.NewLogs(r.own, lake, r.further...) }

// failAt keeps the first error, at a place of the source.
func (r *rewriter) failAt(offset int, format string, arguments ...any) {
	if r.err == nil {
		r.err = errorAt(r.source, offset, format, arguments...)
	}
}
