package report

import "github.com/trailq/trailq/internal/fact"

// CallerName returns the name of the caller: see [fact.Identity.Caller].
func CallerName() Expression { return Expression{fact.CallerSQL()} }

// FailureName returns the name of the failure, NULL for a call that did not fail:
// see [fact.Failure.Name].
func FailureName() Expression {
	return Expression{fact.FailureSQL(func(column, path string) string {
		return Expressionf("json_extract_scalar(%s, %v)", column, Text(path)).String()
	})}
}
