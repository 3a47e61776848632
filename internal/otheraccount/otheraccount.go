// Package otheraccount finds logs whose records have another account than the paths of
// their files, as logs have in which accounts were made anonymous.
package otheraccount

import (
	"context"
	"iter"
	"strings"

	"github.com/trailq/trailq"
)

// Find reports whether a filter by account could leave out files by their paths whose
// records it matches. It reads the first record of a file of each account that the
// paths have and the filter does not. It lists the whole source, and is not for a bucket,
// in which each list and each file is a request.
func Find(ctx context.Context, source trailq.Source, filter *trailq.Filter) bool {
	if len(filter.Accounts) == 0 && !strings.Contains(strings.ToLower(strings.Join(filter.Where, "\n")), "account") {
		return false
	}
	looked := map[string]bool{}
	for file, err := range source.Files(ctx, new(trailq.Filter)) {
		if err != nil {
			continue // the reading reports it
		}
		path, known := trailq.ParseLogPath(file.Path)
		if ctx.Err() != nil {
			return false
		}
		if !known || path.Account == "" || looked[path.Account] {
			continue
		}
		if _, reason := filter.MatchesPath(trailq.LogPath{Account: path.Account}); reason != trailq.SkippedAccount {
			looked[path.Account] = true
			continue
		}
		account, found := firstAccount(ctx, file)
		if found && account != path.Account {
			return true
		}
		looked[path.Account] = found
	}
	return false
}

// firstAccount returns the recipientAccountId of a file's first record; found is false
// if it has none.
func firstAccount(ctx context.Context, file trailq.File) (account string, found bool) {
	for event, err := range trailq.Events(ctx, single(file), trailq.Options{Workers: 1}) {
		if err == nil {
			return event.RecipientAccountID, event.RecipientAccountID != ""
		}
	}
	return "", false
}

// single is a source of one file.
type single trailq.File

func (s single) String() string { return s.Path }

func (s single) Files(context.Context, *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) { yield(trailq.File(s), nil) }
}
