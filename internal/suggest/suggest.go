// Package suggest finds the word that somebody meant: one of ours that is spelt nearly so,
// or ours for a word of the AWS CLI, jq, SQL or another tool.
package suggest

import "strings"

// mostTypos is how many letters a misspelt word has wrong, and one in a short word.
const (
	mostTypos = 2
	shortWord = 4
)

// FindFlag returns what to write in place of a flag that there is not, as in --where, or
// empty if nothing is near. The name and the flags are without their hyphens.
func FindFlag(name string, flags []string) string {
	if ours, found := foreignFlags()[strings.ToLower(name)]; found && hasWord(flags, ours) {
		return "--" + ours
	}
	if near := findNear(name, flags); near != "" {
		return "--" + near
	}
	return ""
}

// FindCommand returns the command to take in place of one that there is not, or empty if
// nothing is near.
func FindCommand(name string, commands []string) string {
	if ours, found := foreignCommands()[strings.ToLower(name)]; found {
		return ours
	}
	return findNear(name, commands)
}

// hasWord reports whether the flags have the first word of a suggestion, which can also
// have a value.
func hasWord(flags []string, suggestion string) bool {
	word, _, _ := strings.Cut(suggestion, " ")
	for _, flag := range flags {
		if flag == word {
			return true
		}
	}
	return false
}

// foreignFlags returns our flags for the words of the AWS CLI, jq, SQL and others.
func foreignFlags() map[string]string {
	return map[string]string{
		"filter": "where", "filters": "where", "filter-pattern": "where", "lookup-attributes": "where", "condition": "where",
		"grep": "where", "bucket": "where bucket=NAME", "role": "caller NAME", "user": "caller NAME", "username": "caller NAME",
		"arn": "caller ARN", "principal": "caller NAME", "access-key": "caller KEY", "access-key-id": "caller KEY",
		"ip": "source-ip", "address": "source-ip", "service": "event-source", "source": "event-source", "name": "event-name", "event": "event-name",
		"action": "event-name", "error": "errors-only", "errors": "errors-only", "failed": "errors-only", "error-code": "where errorCode=CODE",
		"json": "output json", "jsonl": "output jsonl", "ndjson": "output jsonl", "csv": "output csv", "tsv": "output tsv", "table": "output table",
		"markdown": "output markdown", "format": "output", "out": "output", "compact-output": "output jsonl", "raw-output": "output tsv",
		"query": "fields", "select": "fields", "columns": "fields", "field": "fields", "max-items": "limit", "max-results": "limit", "top": "limit",
		"head": "limit", "count": "limit", "group-by": "by", "group": "by", "order-by": "sort", "sort-by": "sort", "tail": "newest", "reverse": "newest",
		"start": "from", "begin": "from", "after-time": "from", "until": "to", "end": "to", "last": "since", "timezone": "tz",
		"endpoint": "endpoint-url", "aws-profile": "profile", "verbose": "summary text", "silent": "quiet", "explain": "show-sql", "dryrun": "dry-run",
		"parallel": "workers", "jobs": "workers", "unique": "dedup", "distinct": "dedup", "dedupe": "dedup", "no-color": "color never",
	}
}

// foreignCommands returns our commands for those of other tools.
func foreignCommands() map[string]string {
	return map[string]string{
		"query": "sql", "select": "sql", "athena": "sql", "start-query": "sql", "count": "top", "group": "top", "group-by": "top", "stats": "top",
		"filter": "events", "grep": "events", "lookup-events": "events", "list": "events", "ls": "events", "show": "events", "cat": "events", "search": "events",
		"price": "cost", "prices": "cost", "bill": "cost", "costs": "cost", "whois": "who", "whoami": "who", "trace": "who", "compare": "diff", "changes": "diff",
		"chart": "timeline", "graph": "timeline", "histogram": "timeline", "cp": "sync", "copy": "sync", "download": "sync", "get": "sync",
		"parquet": "convert", "import": "convert", "ingest": "convert", "validate": "verify", "validate-logs": "verify", "check": "verify",
		"gaps": "coverage", "ddl": "table", "create-table": "table", "ui": "web", "serve": "web", "server": "web",
	}
}

// findNear returns the word that differs in the fewest letters, and in few.
func findNear(asked string, words []string) string {
	nearest, least := "", mostTypos
	if len(asked) <= shortWord {
		least = 1
	}
	for _, word := range words {
		if typos := countTypos(strings.ToLower(asked), word); typos <= least && (nearest == "" || typos < least) {
			nearest, least = word, typos
		}
	}
	return nearest
}

// countTypos returns how many letters are to be inserted, removed or replaced, and pairs of
// them swapped, to make one word of another (Damerau's and Levenshtein's distance).
func countTypos(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := range len(a) {
		for j := range len(b) {
			replaced := rows[i][j]
			if a[i] != b[j] {
				replaced++
			}
			rows[i+1][j+1] = min(replaced, rows[i][j+1]+1, rows[i+1][j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				rows[i+1][j+1] = min(rows[i+1][j+1], rows[i-1][j-1]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
