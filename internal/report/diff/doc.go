// Package diff is the report of what changed between two windows, and why: the
// smallest conditions that explain the change, the values that changed most, and
// when.
package diff
