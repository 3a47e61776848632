package ask

import (
	"context"
	"errors"
	"strings"

	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/who"
	"github.com/trailq/trailq/internal/words"
)

// Who finds who is behind a key, role, address or name.
type Who struct {
	What  string // empty with Tree
	As    string // one of SubjectKinds; empty goes by the form and by the logs
	Tree  bool   // who is behind all calls
	Limit int    // of each list; zero is all
}

// NewWho returns the report with what its words mean where they are not given.
func NewWho() *Who { return &Who{Limit: 10} }

// SubjectKinds lists the choices of the word as.
func SubjectKinds() []string { return who.SubjectKinds() }

// Words returns the words of the report.
func (w *Who) Words() words.Words {
	return words.Words{
		words.New("what", words.Text(&w.What)),
		words.New("as", words.NewChoice(&w.As, SubjectKinds()...)),
		words.New("tree", words.Toggle(&w.Tree)),
		words.New("limit", words.RowLimit(&w.Limit)),
	}
}

func (w *Who) prepare(request Request) (*Query, error) {
	options := who.Options{As: w.As, Limit: w.Limit, What: w.What}
	switch {
	case w.Tree && w.As != "":
		return nil, usagef("%v is about all calls, and %v about one thing: give one", words.Name("tree"), words.Name("as"))
	case w.Tree:
		options.What = ""
	case w.What == "":
		return nil, usagef("WHAT is empty")
	}
	if _, err := who.New(options); err != nil {
		return nil, err
	}
	return &Query{
		Options: request.Options,
		build: func(scope report.Scope, athena bool) ([]*report.Report, error) {
			options.Scope, options.Athena = scope, athena
			asked, err := who.New(options)
			if err != nil {
				return nil, err
			}
			return []*report.Report{asked.Report}, nil
		},
		run: func(ctx context.Context, run *Run, shown *display) (*Outcome, error) {
			options.Scope = run.Scope()
			asked, err := who.New(options)
			if err != nil {
				return nil, err
			}
			return w.answer(ctx, run, asked, shown)
		},
	}, nil
}

// answer reads the answer to the SQL, shows its tables and says what became of the
// name.
func (w *Who) answer(ctx context.Context, run *Run, asked *who.Query, shown *display) (*Outcome, error) {
	outcome := new(Outcome)
	run.keepsRows = true
	var found *who.Answer
	err := run.askReport(ctx, asked.Report, func(answer *engine.Answer) (err error) {
		found, err = asked.Read(answer.Table)
		for _, note := range answer.Table.Notes {
			outcome.Notes = append(outcome.Notes, words.Phrasef("%s", note))
		}
		return err
	})
	if err != nil {
		return outcome, err
	}
	if err := shown.show(found.Tables(chooseDrawing(shown.form))...); err != nil {
		return outcome, err
	}
	for _, warning := range found.Warnings() {
		run.sources.env.warn(errors.New(warning))
	}
	outcome.Empty = !found.Found()
	if kinds := found.Kinds(); len(kinds) > 1 && found.Found() {
		outcome.Notes = append(outcome.Notes, words.Phrasef("the name is that of several things in these logs: %s; %v %s takes one of them", strings.Join(kinds, ", "), words.Name("as"), kinds[0]))
	}
	if !w.Tree && outcome.Empty {
		outcome.Notes = append(outcome.Notes, words.Phrasef("%s", found.NotFound()))
	}
	return outcome, nil
}

// chooseDrawing returns how the tree is drawn: only for people.
func chooseDrawing(form Form) who.Drawing {
	switch {
	case !form.ForPeople:
		return who.DrawNothing
	case form.ASCII:
		return who.DrawASCII
	}
	return who.DrawUnicode
}
