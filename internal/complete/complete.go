// Package complete offers shells the words that can follow on a command line: fields,
// regions, profiles and event names, with what they mean, and the names of files only
// where a file is wanted.
//
//	complete.Register(command, complete.Sources{Getenv: os.Getenv, Fields: fields})
package complete

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Word is a word that can be offered, and what it means.
type Word struct{ Text, Means string }

// Sources say where words come from.
type Sources struct {
	Getenv func(name string) string
	Fields []Word // the short names of fields
	// Own are more of them that a command has, by its name.
	Own    map[string][]Word
	Topics []Word // of help
}

// Register lets shells complete a command's arguments and flags, and those of the commands
// below it. A value whose type is a list of choices, such as day|week, is one of these.
func Register(command *cobra.Command, sources Sources) {
	if command.Name() == "help" || command.ValidArgsFunction == nil && len(command.ValidArgs) == 0 {
		command.ValidArgsFunction = argumentsOf(command.Name(), sources)
	}
	for _, flags := range []*pflag.FlagSet{command.Flags(), command.PersistentFlags()} {
		flags.VisitAll(func(flag *pflag.Flag) {
			if _, known := command.GetFlagCompletionFunc(flag.Name); known {
				return
			}
			// It fails only for a flag that the command does not have.
			_ = command.RegisterFlagCompletionFunc(flag.Name, flagWords(command, flag, sources))
		})
	}
	for _, below := range command.Commands() {
		Register(below, sources)
	}
}

// flagWords returns what completes the value of a flag.
func flagWords(command *cobra.Command, flag *pflag.Flag, sources Sources) cobra.CompletionFunc {
	switch flag.Name {
	case "by":
		return offerList(func() []Word { return slices.Concat(sources.Own[command.Name()], sources.Fields, recordFields()) })
	case "fields":
		return offerList(func() []Word { return slices.Concat(madeFields(), recordFields()) })
	case "where":
		return offerConditions(func() []Word { return slices.Concat(sources.Fields, recordFields()) })
	case "region":
		return offerList(regions)
	case "bucket-region":
		return offerWords(regions)
	case "profile":
		return offerWords(func() []Word { return profiles(sources.Getenv) })
	case "event-name":
		return offerList(eventNames)
	case "event-source":
		return offerList(eventSources)
	case "from", "since", "to", "at", "start-time", "end-time", "before", "after":
		return offerWords(listTimes)
	case "tz":
		return offerWords(listZones)
	}
	if choices := strings.Split(flag.Value.Type(), "|"); len(choices) > 1 { // as pflag's help shows them, too
		return cobra.FixedCompletions(choices, cobra.ShellCompDirectiveNoFileComp)
	}
	if value, _ := pflag.UnquoteUsage(flag); isFile(value) {
		return offerFiles
	}
	return offerWords(func() []Word { return nil })
}

// isFile reports whether a value is a file or a folder, by its name in the help.
func isFile(value string) bool {
	return slices.Contains([]string{"file", "files", "folder", "SOURCE", "bucket/prefix=CLASS"}, value)
}

// argumentsOf returns what completes the arguments of a command.
func argumentsOf(name string, sources Sources) cobra.CompletionFunc {
	switch name {
	case "who", "sql":
		return offerFirst(1)
	case "sync":
		return func(_ *cobra.Command, given []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			if len(given) == 1 {
				return nil, cobra.ShellCompDirectiveFilterDirs
			}
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
	case "help":
		return func(command *cobra.Command, given []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
			words := slices.Clone(sources.Topics)
			for _, one := range command.Root().Commands() {
				if one.IsAvailableCommand() {
					words = append(words, Word{one.Name(), one.Short})
				}
			}
			return offerBegun("", words, begun, len(given) == 0), cobra.ShellCompDirectiveNoFileComp
		}
	case "version", "trailq", "prices", "completion":
		return offerFirst(0)
	case "table", "update", "manual":
		return offerFirst(1)
	}
	return offerFiles
}

// offerFiles lets the shell offer files.
func offerFiles(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveDefault
}

// offerFirst lets the shell offer files for the first arguments, and nothing for others.
func offerFirst(files int) cobra.CompletionFunc {
	return func(_ *cobra.Command, given []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(given) < files {
			return nil, cobra.ShellCompDirectiveDefault
		}
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
}

// offerWords offers one of some words.
func offerWords(words func() []Word) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return offerBegun("", words(), begun, true), cobra.ShellCompDirectiveNoFileComp
	}
}

// offerList offers words of a list with commas between them: those that it does not have
// yet.
func offerList(words func() []Word) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
		before, last := "", begun
		if comma := strings.LastIndexByte(begun, ','); comma >= 0 {
			before, last = begun[:comma+1], begun[comma+1:]
		}
		given := strings.Split(before, ",")
		left := slices.DeleteFunc(words(), func(word Word) bool { return slices.Contains(given, word.Text) })
		return offerBegun(before, left, last, true), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
}

// offerConditions offers the field of a condition, and nothing for its value.
func offerConditions(words func() []Word) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
		name := strings.TrimPrefix(begun, "!")
		return offerBegun(begun[:len(begun)-len(name)], words(), name, !strings.Contains(name, "=")), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
}

// offerBegun returns the words that begin as the user has begun, in any case, with what is
// before them.
func offerBegun(before string, words []Word, begun string, wanted bool) []cobra.Completion {
	var offered []cobra.Completion
	seen := make(map[string]bool)
	for _, word := range words {
		if !wanted || seen[word.Text] || !strings.HasPrefix(strings.ToLower(word.Text), strings.ToLower(begun)) {
			continue
		}
		seen[word.Text] = true
		offered = append(offered, cobra.CompletionWithDesc(before+word.Text, word.Means))
	}
	return offered
}
