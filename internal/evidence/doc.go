// Package evidence answers what the files of a run prove: by their digests, and by the
// account of what is there and what is missing.
package evidence
