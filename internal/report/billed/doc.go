// Package billed says who caused the lines of a bill: it asks the logs for the requests,
// bytes and data events of each group of calls by hour, and has package bill share the
// lines among the groups.
package billed
