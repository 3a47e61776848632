// Package laxity notes what of a statement runs here although Athena refuses it,
// or fails on Athena where it is NULL here.
package laxity
