// Package records turns the bytes of one file into raw CloudTrail records.
//
// It recognises a file's kind by its content, never by its name:
//
//   - CloudTrail's log file, {"Records":[…]}, plain, gzip (with any number of
//     members), zstd or bzip2;
//   - a bare array of events, a bare event, one event a line, with or without text
//     before it, and several documents in a row;
//   - JSON that has events somewhere inside, as objects or as texts of JSON, perhaps
//     compressed: the answer of LookupEvents, the envelopes of EventBridge and
//     CloudWatch Logs, and whatever else wraps records.
//
// A damaged record does not cost those that follow: reading goes on at the next object
// that has an event's fields.
//
// [Decoder] decompresses, [Reader] cuts the content into records, and a [Record]
// holds its bytes and the places of its top-level fields. The package knows JSON
// and the names of an event's fields, not what they mean.
//
// The scanner is made for speed: it finds the end of a record by brackets and
// strings and does not check the values inside. If it accepts something that is
// also valid JSON, it reads it as encoding/json does.
//
// Only [Pool] is safe for concurrent use: each goroutine has its own
// Decoder and Reader.
package records
