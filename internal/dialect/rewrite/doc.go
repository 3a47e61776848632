// Package rewrite writes a resolved statement in the engine's terms, tree by tree:
// a rule for each construct, which finds the parts of the construct rewritten and
// the types of all expressions known.
//
//	written, err := rewrite.WriteStatement(rewrite.Input{Statement: parsed, Info: info, Logs: logs})
//
// A reader who knows SQL finds the rule for
//
//   - statements, queries, SELECT lists: statement, query, block, selectlist
//   - tables and UNNEST: tables, flatten, unnest
//   - names, quoted names, the parameters of lambdas: names, keywords, lambda
//   - literals, casts, zones, division: literal, cast, zone, divide
//   - operators and other expressions: transformer
//   - functions: typedcalls, where the types of the arguments decide; namedcalls,
//     jsoncalls, timecalls and lambda, where the call gets another form;
//     functionnames, where it gets another name
//
// Where DuckDB runs a construct but means something else, Trino's meaning
// wins: a call becomes a macro or a Go function whose name starts with
// trino_, of package builtin.
package rewrite
