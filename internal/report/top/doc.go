// Package top is the report of the most common calls: groups of events by
// dimensions, with their number, a sum of bytes, and the share of each.
package top
