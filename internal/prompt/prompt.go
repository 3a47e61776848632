package prompt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/term"

	"github.com/trailq/trailq/internal/dialect"
)

// Options say where the person sits and what becomes of the statements.
type Options struct {
	// In and Out are a terminal in raw mode: every key comes as it is typed.
	In  io.Reader
	Out io.Writer
	// Width returns the terminal's columns, zero where unknown. It is asked before
	// every line. Nil is unknown.
	Width func() int
	// HistoryFile keeps the statements for the next prompt; empty keeps none.
	HistoryFile string
	// Answer answers a statement and shows the answer. Its context is done when the
	// user presses Ctrl-C. After an error the other statements of the same input
	// are dropped.
	Answer func(ctx context.Context, statement dialect.Statement) error
	// Abort, if it is not nil, is called when the user presses Ctrl-C again while an
	// answer does not stop.
	Abort func()
	// Fail shows an error: one of Answer, or of a statement that cannot be read.
	Fail func(err error)
	// Say shows a line that is about the prompt.
	Say func(line string)
}

// prompt is a prompt that runs.
type prompt struct {
	options  Options
	keyboard *keyboard
	terminal *term.Terminal
	history  *history
	entered  []string // lines of the statement that is being written
}

const (
	firstPrompt = "trailq> "
	nextPrompt  = "   ...> "
)

// screenHeight is what the line editor is told; it does not use it.
const screenHeight = 24

const welcome = "Enter SQL, ending with a semicolon; the table is cloudtrail_logs. Try .help.\n"

const helpText = `A statement ends with a semicolon and can span lines.
  .help      show this text
  .quit      leave; so does Ctrl-D
  Tab        complete columns and keywords; Up and Down bring back statements
  Ctrl-C     stop the answer, or drop what you have typed

  DESCRIBE cloudtrail_logs;
  SELECT eventname, count(*) FROM cloudtrail_logs GROUP BY 1 ORDER BY 2 DESC LIMIT 10;
`

// readWriter is a terminal made of two streams.
type readWriter struct {
	io.Reader
	io.Writer
}

// Run reads statements until the user leaves or ctx is done.
func Run(ctx context.Context, options Options) error {
	p := &prompt{options: options, keyboard: newKeyboard(ctx, options), history: openHistory(options.HistoryFile)}
	p.terminal = term.NewTerminal(readWriter{p.keyboard, options.Out}, firstPrompt)
	p.terminal.History = p.history
	p.terminal.AutoCompleteCallback = p.handleKey
	p.terminal.SetBracketedPasteMode(true)
	defer p.terminal.SetBracketedPasteMode(false)
	fmt.Fprint(p.terminal, welcome)
	err := p.readLines(ctx)
	if err := p.history.close(); err != nil {
		options.Say(fmt.Sprintf("warning: the history of this prompt is not kept: %v", err))
	}
	return err
}

// readLines takes lines until the end of the input.
func (p *prompt) readLines(ctx context.Context) error {
	for {
		p.fitWidth()
		line, err := p.terminal.ReadLine()
		pasted := errors.Is(err, term.ErrPasteIndicator)
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil && !pasted:
			return err
		case p.keyboard.tookInterrupt():
			p.entered = nil
		case len(p.entered) == 0 && isCommand(line):
			if p.runCommand(strings.TrimSpace(line)) {
				return nil
			}
		default:
			p.addLine(ctx, line)
		}
		p.terminal.SetPrompt(firstPrompt)
		if len(p.entered) > 0 {
			p.terminal.SetPrompt(nextPrompt)
		}
	}
}

// fitWidth tells the line editor how wide the terminal is now.
func (p *prompt) fitWidth() {
	if p.options.Width == nil {
		return
	}
	if width := p.options.Width(); width > 0 {
		_ = p.terminal.SetSize(width, screenHeight) // only a width of zero is an error
	}
}

// isCommand reports whether the line is a command for the prompt and not SQL.
// The words with which one leaves other prompts or asks them for help need no dot.
func isCommand(line string) bool {
	word := strings.TrimSpace(line)
	return strings.HasPrefix(word, ".") || slices.Contains([]string{"help", "exit", "quit", `\q`, "?"}, strings.TrimSuffix(word, ";"))
}

// runCommand does what a command says, and reports whether that is to leave.
func (p *prompt) runCommand(word string) (leave bool) {
	switch strings.TrimSuffix(word, ";") {
	case ".quit", ".exit", ".q", "quit", "exit", `\q`:
		return true
	case ".help", "help", "?":
		fmt.Fprint(p.terminal, helpText)
	default:
		p.options.Say(fmt.Sprintf("unknown command %s; try .help or .quit", word))
	}
	return false
}

// addLine adds a line, and has the statements answered that it completes.
func (p *prompt) addLine(ctx context.Context, line string) {
	if len(p.entered) == 0 && strings.TrimSpace(line) == "" {
		return
	}
	p.entered = append(p.entered, line)
	statements, ended, err := splitEnded(strings.Join(p.entered, "\n"))
	if !ended {
		return
	}
	p.history.keepStatement(p.entered)
	p.entered = nil
	if err != nil {
		p.options.Fail(err)
		return
	}
	for _, statement := range statements {
		if err := p.answerOne(ctx, statement); err != nil {
			p.options.Fail(err)
			return
		}
	}
}

// answerOne has one statement answered. Ctrl-C stops that.
func (p *prompt) answerOne(ctx context.Context, statement dialect.Statement) error {
	ctx, cancel := context.WithCancel(ctx)
	defer p.keyboard.stopOnInterrupt(cancel)()
	return p.options.Answer(ctx, statement)
}

// splitEnded splits a text whose last statement has its semicolon. A semicolon
// in quotes or in a comment does not count: then the text has not ended.
func splitEnded(text string) (statements []dialect.Statement, ended bool, err error) {
	if !strings.Contains(text, ";") {
		return nil, false, nil
	}
	statements, err = dialect.SplitScript(text)
	if err != nil {
		return nil, strings.HasSuffix(strings.TrimSpace(text), ";"), err
	}
	// Another word makes another statement only if the last one has ended.
	more, err := dialect.Split(text + "\nx")
	return statements, err == nil && len(more) > len(statements), err
}
