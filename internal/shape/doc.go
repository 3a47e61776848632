// Package shape reads the records of a stored file, whatever its shape:
//
//	var reader shape.Reader
//	err := reader.Open(shape.File{Name: name, Size: size, Body: body})
//	record, err := reader.Next()
//
// Package records reads JSON, and whatever wraps events in JSON. This package leads
// everything else back to it: text in UTF-16, content that was compressed twice,
// archives (zip and tar), and tables in CSV, such as the Event history that the console
// saves.
//
// A file is recognised by its content. Only one question depends on its name: whether it
// is an error that it has no events. Foreign files lie beside logs, and are none of
// trailq's business unless they look like logs; see [IsLogName].
package shape
