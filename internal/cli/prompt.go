package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"golang.org/x/term"

	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/duck"
)

// prompt asks the user for statements and answers them, until there are no more.
type prompt struct {
	command  *sqlCommand
	answers  *answers
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

const promptHelp = `A statement ends with a semicolon and may have several lines.
  .help      this text
  .quit      leave; so does Ctrl-D
  Tab        completes columns and keywords, Up and Down bring back statements
  Ctrl-C     stops the answer, or drops what has been typed

  DESCRIBE cloudtrail_logs;
  SELECT eventname, count(*) FROM cloudtrail_logs GROUP BY 1 ORDER BY 2 DESC LIMIT 10;
`

// prompt runs the prompt until its end.
func (c *sqlCommand) prompt(ctx context.Context, engine duck.Options, arguments []string) error {
	restore, err := rawMode(c.env)
	if err != nil {
		return usageError(fmt.Errorf("the terminal cannot be used: %w", err), "give a query: trailq sql SOURCE 'SELECT …'")
	}
	p := &prompt{command: c, keyboard: newKeyboard(ctx, c.env.Stdin), history: openHistory(c.env)}
	return errors.Join(p.run(ctx, engine, arguments), restore())
}

func rawMode(env *Environment) (restore func() error, err error) {
	if env.Raw == nil {
		return func() error { return nil }, nil
	}
	return env.Raw(env.Stdin)
}

func (p *prompt) run(ctx context.Context, engine duck.Options, arguments []string) error {
	env := rawEnvironment(p.command.env)
	inner, q, err := startInquiry(ctx, env, &p.command.reading, engine, &p.command.account, p.command.names(arguments))
	if err != nil {
		return err
	}
	defer q.stop(nil)
	p.answers = &answers{inquiry: q, output: &p.command.output}
	p.terminal = term.NewTerminal(readWriter{p.keyboard, p.command.env.Stdout}, firstPrompt)
	p.terminal.History = p.history
	p.terminal.AutoCompleteCallback = p.key
	p.terminal.SetBracketedPasteMode(true)
	defer p.terminal.SetBracketedPasteMode(false)
	fmt.Fprint(env.Stdout, "Ask in SQL, ending with a semicolon: the table is cloudtrail_logs. .help tells more.\n")
	err = p.loop(inner)
	if ctx.Err() != nil {
		err = failed(ctx, ctx.Err())
	}
	if err := p.history.close(); err != nil {
		q.screen.say(fmt.Sprintf("warning: what was entered is not kept: %v", err))
	}
	return errors.Join(err, q.db.Close())
}

// readWriter is a terminal made of two streams.
type readWriter struct {
	io.Reader
	io.Writer
}

// loop takes lines until the end of the input.
func (p *prompt) loop(ctx context.Context) error {
	for {
		if width, _ := p.command.env.terminal(p.command.env.Stdout); width > 0 {
			_ = p.terminal.SetSize(width, screenHeight) // only a width of zero is an error
		}
		line, err := p.terminal.ReadLine()
		pasted := errors.Is(err, term.ErrPasteIndicator)
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil && !pasted:
			return err
		case p.keyboard.tookInterrupt():
			p.entered = nil
		case len(p.entered) == 0 && isPromptWord(line):
			if p.obey(strings.TrimSpace(line)) {
				return nil
			}
		default:
			p.add(ctx, line)
		}
		p.terminal.SetPrompt(firstPrompt)
		if len(p.entered) > 0 {
			p.terminal.SetPrompt(nextPrompt)
		}
	}
}

// isPromptWord reports whether the line is for the prompt and no SQL. The words
// that other prompts have for leaving and help do without the dot.
func isPromptWord(line string) bool {
	word := strings.TrimSpace(line)
	return strings.HasPrefix(word, ".") || slices.Contains([]string{"help", "exit", "quit", `\q`, "?"}, strings.TrimSuffix(word, ";"))
}

// obey does what is no SQL, and reports whether that is to leave.
func (p *prompt) obey(word string) (leave bool) {
	switch strings.TrimSuffix(word, ";") {
	case ".quit", ".exit", ".q", "quit", "exit", `\q`:
		return true
	case ".help", "help", "?":
		fmt.Fprint(p.answers.env.Stdout, promptHelp)
	default:
		p.answers.screen.say(fmt.Sprintf("there is no %s: .help and .quit are all", word))
	}
	return false
}

// add adds a line, and answers the statements that it completes.
func (p *prompt) add(ctx context.Context, line string) {
	if len(p.entered) == 0 && strings.TrimSpace(line) == "" {
		return
	}
	p.entered = append(p.entered, line)
	text := strings.Join(p.entered, "\n")
	statements, ended, err := splitEnded(text)
	if !ended {
		return
	}
	p.history.keep(p.entered)
	p.entered = nil
	if err != nil {
		conclude(p.answers.env.Stderr, failed(ctx, err))
		return
	}
	for _, statement := range statements {
		if err := p.answer(ctx, statement); err != nil {
			conclude(p.answers.env.Stderr, err)
			return
		}
	}
}

// splitEnded splits a text whose last statement has its semicolon. A semicolon
// in quotes or in a comment is none: then the text has not ended.
func splitEnded(text string) (statements []dialect.Statement, ended bool, err error) {
	if !strings.Contains(text, ";") {
		return nil, false, nil
	}
	statements, err = dialect.Split(text)
	if err != nil {
		return nil, strings.HasSuffix(strings.TrimSpace(text), ";"), err
	}
	// With a word behind it the last statement is another one only if it ended.
	more, err := dialect.Split(text + "\nx")
	return statements, err == nil && len(more) > len(statements), err
}

// answer answers one statement, with an account of its own. Ctrl-C stops it.
func (p *prompt) answer(ctx context.Context, statement dialect.Statement) error {
	ctx, cancel := context.WithCancel(ctx)
	defer p.keyboard.whileBusy(cancel)()
	q := p.answers.inquiry
	q.begin(ctx, p.command.account)
	stop := q.watch(ctx)
	p.answers.written = 0
	err := p.answers.add(ctx, statement)
	f := failureOf(ctx, err)
	stop()
	if told := q.tell(f, false); f != nil {
		return told
	}
	return nil
}

// begin makes the session ready for another answer.
func (q *inquiry) begin(ctx context.Context, account accountFlags) {
	q.interrupt, q.started, q.notes = ctx, time.Now(), nil
	q.account = newAccount(account.kind(), q.screen)
	q.db.ResetSummary()
	q.noted = nil // nothing reads now
	if q.ahead != nil {
		q.ahead.reset()
	}
}
