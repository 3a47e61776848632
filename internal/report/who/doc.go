// Package who finds who is behind a key, a role, an address or a name: where its
// sessions came from, what they started and what they called.
package who
