// Package vector moves values between Go and DuckDB's vectors: a [Writer] fills
// a column of a chunk from raw JSON, a [Decoder] reads the values of a result.
// Both work on DuckDB's own memory, since a call into C for each value would cost
// more than all else.
//
// Nearly all unsafe code of trailq is here. What a caller must know: a Writer's
// rows are put in ascending order, End comes before the chunk is handed over, and
// texts that a Decoder returns are the chunk's memory and end with it.
//
// The package needs cgo; without it, it is empty.
package vector
