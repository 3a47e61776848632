// Package inflate decodes gzip files held entirely in memory.
//
// CloudTrail delivers its logs as gzip files of up to a few megabytes, and
// inflating them is most of the cost of reading them. Because it has all of the
// input and owns all of the output, this decoder needs neither a window nor a
// buffered reader, which makes it about twice as fast as a streaming decoder.
//
//	var decoder inflate.Decoder
//	content, err := decoder.Gzip(make([]byte, 0, inflate.SizeHint(file)), file, 1<<30)
//
// Content before damage is returned together with the error, an [*Error] that tells
// the kind of damage and its place.
//
// The formats are those of RFC 1951 (DEFLATE) and RFC 1952 (gzip). Where they leave
// a choice, the decoder follows compress/gzip, with two exceptions that follow
// gzip(1): zero bytes after the last member are padding, and file names in headers
// can have any length.
package inflate
