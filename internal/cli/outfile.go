package cli

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"github.com/trailq/trailq/internal/atomicfile"
	"github.com/trailq/trailq/internal/confine"
	"github.com/trailq/trailq/internal/render"
)

// formatParquet is a form that only the engine can write, and only to a file.
const formatParquet = "parquet"

// addFile adds the flag for commands that write to a file.
func (f *outputFlags) addFile(flags *pflag.FlagSet) {
	flags.StringVarP(&f.file, "output-file", "O", "", "write to this `file`, in the form that its name ends in unless --output says which; it appears when it is whole")
}

// isParquet reports whether the answer is to be a Parquet file.
func (f *outputFlags) isParquet() bool { return f.chosenFormat() == formatParquet }

// chosenFormat returns the form that was asked for, by its name or by the file's.
func (f *outputFlags) chosenFormat() string {
	if f.format != "" || f.file == "" {
		return f.format
	}
	switch extension := strings.TrimPrefix(filepath.Ext(f.file), "."); extension {
	case "jsonl", "json", "csv", "tsv", formatParquet:
		return extension
	case "md":
		return string(render.Markdown)
	case "txt":
		return string(render.Text)
	}
	return ""
}

// checkFile refuses a form and a file that do not go together.
func (f *outputFlags) checkFile() error {
	switch {
	case f.file == "" && f.isParquet():
		return usageError(errors.New("a Parquet file cannot be written to standard output"), "give a file: --output-file answer.parquet")
	case f.file == "":
		return nil
	}
	if info, err := os.Stat(f.file); err == nil && info.IsDir() {
		return usagef("--output-file %q is a folder", f.file)
	}
	if info, err := os.Stat(filepath.Dir(f.file)); err != nil || !info.IsDir() {
		return usageError(errors.New("--output-file: no such folder: "+filepath.Dir(f.file)), "make it first")
	}
	return nil
}

// confineProcess returns what lets the process write only what an answer needs: where
// the engine writes, the output file and the folder of the file that is kept.
func (r *reading) confineProcess() func(folder, file string) error {
	if r.env.Confine == nil {
		return nil
	}
	return func(folder, file string) error {
		if r.env.pager != nil {
			r.env.pager.Start() // nothing can be started later
		}
		writable := confine.Writable{Folders: []string{folder}}
		if file != "" {
			writable.Files = []string{file}
		}
		if r.output.file != "" {
			writable.Renaming = []string{filepath.Dir(r.output.file)}
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

// openFile returns an environment whose standard output is the file, if there is one,
// and what publishes the file when the answer has been written; after an error it
// publishes nothing.
func (f *outputFlags) openFile(env *Environment) (inner *Environment, finish func(error) error, err error) {
	if f.file == "" || f.isParquet() {
		return env, func(error) error { return nil }, nil
	}
	if info, err := os.Stat(f.file); err == nil && !info.Mode().IsRegular() { // a pipe or a device
		return f.openInPlace(env)
	}
	part, err := atomicfile.Create(f.file, atomicfile.Options{})
	if err != nil {
		return nil, nil, usageError(err, "choose another --output-file")
	}
	copied := *env
	copied.Stdout = part
	return &copied, func(failed error) error { return publish(part, failed) }, nil
}

func (f *outputFlags) openInPlace(env *Environment) (*Environment, func(error) error, error) {
	file, err := os.OpenFile(f.file, os.O_WRONLY, 0)
	if err != nil {
		return nil, nil, usageError(err, "choose another --output-file")
	}
	copied := *env
	copied.Stdout = file
	return &copied, func(error) error { return file.Close() }, nil
}

// publish gives the answer its name, or removes it after an error.
func publish(part *atomicfile.File, failed error) error {
	if failed != nil {
		return part.Discard()
	}
	if err := part.Publish(); err != nil {
		return writeError{err}
	}
	return nil
}
