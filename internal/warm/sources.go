package warm

import (
	"context"
	"slices"

	"github.com/trailq/trailq/internal/ask"
)

// Question is what a command reads, before it is read.
type Question struct {
	Names       []string // of the sources
	Access      ask.Access
	Selection   ask.Selection
	Environment ask.Environment
}

// Find compares what is kept with the sources of a question; nil where nothing is to be
// kept of them. What is wrong with the sources is said when they are opened to answer.
func Find(ctx context.Context, choice Choice, question *Question) *Use {
	isStream := func(name string) bool { return name == "-" || ask.IsTable(name) }
	selection := &question.Selection
	folder, err := choice.folder(question.Environment.Getenv, question.Access.Cache)
	if err != nil || folder == "" || slices.ContainsFunc(question.Names, isStream) || selection.Verified || len(selection.Keys) > 0 {
		return nil
	}
	sources, err := ask.Open(ctx, question.Names, question.Access, question.Environment)
	if err != nil {
		return nil
	}
	run, err := sources.Start(ctx, ask.Options{Selection: *selection})
	if err != nil || run.IsParquet() {
		return nil
	}
	store := Open(folder, Options{Size: question.Access.CacheSize, Endpoint: question.Access.EndpointURL})
	return store.Compare(ctx, Logs{Names: question.Names, Source: run.Source(), Read: run.ReadOptions()})
}
