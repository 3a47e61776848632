package cli

import (
	"os"
	"path/filepath"

	"github.com/spf13/pflag"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/confine"
	"github.com/trailq/trailq/internal/output"
	"github.com/trailq/trailq/internal/render"
	"github.com/trailq/trailq/internal/words"
)

// outputFlags are the flags of every command that answers with a table.
type outputFlags struct {
	format  string
	file    string // empty is standard output
	table   string // the only one that is wanted
	details bool
	known   []string // the tables that the command can answer with
	command string
	// exported says that the engine writes the file.
	exported bool
	asked    ask.Form
}

// addUnmasked adds the flag of commands whose answers can hold what records do.
func (f *outputFlags) addUnmasked(flags *pflag.FlagSet) {
	addWord(flags, f.asked.Words(), usage{word: "unmasked", text: "show the credentials that records hold: session tokens, secret keys, passwords"})
}

// addFlags adds the flags of a command that answers with the tables of these names.
func (f *outputFlags) addFlags(flags *pflag.FlagSet, command string, tables ...string) {
	f.command, f.known = command, tables
	var forms []string
	for _, format := range append(render.Formats(), output.Arrow, output.Parquet) {
		forms = append(forms, string(format))
	}
	flags.VarP(words.NewChoice(&f.format, forms...), "output", "o", "write as `form`: "+joinWords(forms)+" (default: table on a terminal, else jsonl)")
	flags.StringVarP(&f.file, "output-file", "O", "", "write to this `file`, in the form that its name ends in unless --output says which; it appears when it is whole. A folder gets a file for each table")
	if len(tables) > 0 {
		flags.Var(words.NewChoice(&f.table, tables...), "table", "write only the table of this `name`: "+joinWords(tables))
	}
}

// addDetails adds the flag of commands whose answer people see in short.
func (f *outputFlags) addDetails(flags *pflag.FlagSet) {
	flags.BoolVar(&f.details, "details", false, "show all tables of the answer, not only what fits a screen")
}

// renderOptions returns the options for a standard output that can be a terminal.
func (f *outputFlags) renderOptions(env *Environment) render.Options {
	width, terminal := env.terminal(env.Stdout)
	format := render.Format(f.format)
	if f.file != "" {
		width, terminal = 0, false
	}
	switch {
	case format != "":
	case f.file != "" && output.FormOf(f.file) != "":
		format = output.FormOf(f.file)
	case f.file != "" && output.IsFolder(f.file):
		format = render.CSV
	case terminal:
		format = render.Text
	default:
		format = render.JSONLines
	}
	return render.Options{
		Format: format, Terminal: terminal, Width: width,
		Color: f.file == "" && env.hasColors(env.Stdout), ASCII: terminal && !env.hasUnicode(),
	}
}

// form returns for what tables are wanted.
func (f *outputFlags) form(env *Environment) ask.Form {
	options := f.renderOptions(env)
	return ask.Form{
		ForPeople: f.table == "" && (options.Format == render.Text || options.Format == render.Markdown),
		ASCII:     options.ASCII, Unmasked: f.asked.Unmasked,
	}
}

// options returns how the answer is written, and where.
func (f *outputFlags) options(env *Environment) output.Options {
	options := output.Options{Options: f.renderOptions(env), File: f.file, Table: f.table, Known: f.known, Details: f.details, Command: f.command}
	if f.exported {
		options.File, options.Format = "", render.JSONLines
	}
	return options
}

// confineProcess returns what lets the process write only what an answer needs: where
// the engine writes, the output and the folder of the file that is kept.
func (r *reading) confineProcess(to *output.Destination) func(folder, file string) error {
	if r.env.Confine == nil {
		return nil
	}
	return func(folder, file string) error {
		if r.env.pager != nil {
			r.env.pager.Start() // nothing can be started later
		}
		var writable confine.Writable
		if to != nil {
			writable = to.Writable()
		}
		writable.Folders = append(writable.Folders, folder)
		if file != "" {
			writable.Files = append(writable.Files, file)
			writable.Renaming = append(writable.Renaming, filepath.Dir(file))
		}
		if r.keptFile != "" && os.MkdirAll(filepath.Dir(r.keptFile), 0o700) == nil {
			writable.Folders = append(writable.Folders, filepath.Dir(r.keptFile))
		}
		if r.kept != nil {
			if folder, err := r.kept.Prepare(); err == nil && folder != "" {
				writable.Moving = append(writable.Moving, folder)
			}
		}
		return r.env.Confine(writable)
	}
}
