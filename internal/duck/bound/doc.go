// Package bound says how much memory a query can have, and how much the process takes.
package bound
