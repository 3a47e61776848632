// Package top ranks the most common calls: groups of events by dimensions, with
// their number, a sum of bytes, and their share.
package top
