// Package value computes the columns of package derived in Go, as the expressions of
// package report have them. It knows where it is not certain to get the same: with texts
// that are not plain, or numbers that are not whole. What an event has there is the
// engine's to say.
//
//	reader := value.NewReader(derived.Columns(), extractor)
//	extractor.Read(record)
//	values, certain := reader.Read(record)
package value
