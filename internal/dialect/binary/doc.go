// Package binary has Trino's functions of bytes: signatures with a key, texts of bytes,
// and numbers as bytes.
// https://trino.io/docs/current/functions/binary.html
package binary
