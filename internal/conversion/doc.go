// Package conversion writes the events of a run to a folder of Parquet files, on this
// machine or in a bucket, and verifies such a folder: from words to package convert.
package conversion
