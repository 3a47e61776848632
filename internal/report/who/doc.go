// Package who is the report of who is behind a key, a role, an address or a name:
// where the sessions came from, what they began and what they called.
package who
