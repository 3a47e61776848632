// Package athenatest has a server that speaks Athena's API, for tests: statements are
// started, polled, stopped and answered in pages, and workgroups have their rules. What
// a statement means is up to an [Engine]: a Trino server, which Athena is built on, or
// answers that a test declares.
package athenatest
