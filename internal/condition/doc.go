// Package condition evaluates conditions on the fields of raw records, such as
// eventName=Delete* and !errorCode.
//
//	c, err := condition.Parse("requestParameters.bucketName=logs-*")
//	matches := c.Match(&record)
//
// A value is a text, a number or a boolean, as it is written. An object is its JSON
// without white space. An array is each of its elements, and its own JSON too; a path
// that names a field inside an array means that field of each element, unless the path
// has an index: then it means one value. What is
// missing, null or an empty text is no value.
package condition
