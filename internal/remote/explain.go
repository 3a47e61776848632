package remote

import (
	"errors"
	"unicode/utf8"

	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/dialect/syntax"
	"github.com/trailq/trailq/internal/remote/client"
)

// isLook reports whether a statement only looks at tables: EXPLAIN, DESCRIBE or SHOW.
func isLook(r *request) bool {
	switch r.parsed.(type) {
	case *syntax.Explain, *syntax.Describe, *syntax.ShowTables:
		return true
	}
	return false
}

// explainError returns the cause of an error in terms of the user's own statement, where
// the statement is at fault.
func explainError(err error, r *request) error {
	var mistake *syntax.Error
	var refused *client.Error
	switch {
	case errors.As(err, &mistake):
		return dialect.MistakeAt(r.text, mistake.Offset, mistake.Message)
	case errors.As(err, &refused) && refused.AtFault:
		if offset, found := r.findPlace(refused); found {
			return dialect.MistakeAt(r.text, offset, refused.Error())
		}
	}
	return err
}

// findPlace returns where in the user's text the place of an error is. What was sent is
// one line; its beginning, which makes our table, is not the user's.
func (r *request) findPlace(refused *client.Error) (offset int, found bool) {
	if refused.Line != 1 || refused.Column < 1 {
		return 0, false
	}
	at := 0
	for i, token := range r.final {
		if token.Space {
			at++
		}
		end := at + utf8.RuneCountInString(token.Text)
		if refused.Column-1 < end {
			return token.Offset, i >= r.ours
		}
		at = end
	}
	return 0, false
}
