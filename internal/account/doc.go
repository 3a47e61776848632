// Package account says in one line how a run went: what was read, copied, planned or
// verified, and how long it took.
package account
