package remote

import (
	"errors"

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
func (e *Engine) explainError(err error, r *request) error {
	var mistake *syntax.Error
	var refused *client.Error
	switch {
	case errors.As(err, &mistake):
		return &dialect.Error{Message: mistake.Message}
	case errors.As(err, &refused) && refused.AtFault && r != nil:
		return err
	}
	return err
}
