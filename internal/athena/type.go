package athena

import (
	"strings"

	"github.com/trailq/trailq/internal/sqltext"
)

// trinoType returns a type of Glue's, such as struct<arn:string>, as Trino writes it. It
// returns what it does not know as it is.
// https://docs.aws.amazon.com/athena/latest/ug/data-types.html
func trinoType(glue string) string {
	r := typeReader{rest: strings.TrimSpace(strings.ToLower(glue))}
	typ := r.readType()
	if r.failed || strings.TrimSpace(r.rest) != "" {
		return strings.ToLower(glue)
	}
	return typ
}

// typeReader reads a type from the start of rest.
type typeReader struct {
	rest   string
	failed bool
}

func (r *typeReader) readType() string {
	end := strings.IndexAny(r.rest, "<>,:")
	if end < 0 {
		end = len(r.rest)
	}
	if open := strings.IndexByte(r.rest, '('); open >= 0 && open < end { // decimal(10,2)
		end = strings.IndexByte(r.rest, ')') + 1
		if end <= 0 {
			r.failed = true
			return ""
		}
	}
	name := strings.TrimSpace(r.rest[:end])
	r.rest = r.rest[end:]
	switch name {
	case "struct":
		return "row(" + strings.Join(r.readList(r.readField), ", ") + ")"
	case "array", "map":
		return name + "(" + strings.Join(r.readList(r.readType), ", ") + ")"
	}
	return plainType(name)
}

// readList reads what is between < and >, with commas between.
func (r *typeReader) readList(read func() string) (list []string) {
	r.accept('<')
	for !r.failed {
		list = append(list, read())
		if !r.has(',') {
			break
		}
		r.accept(',')
	}
	r.accept('>')
	return list
}

// readField reads name:type.
func (r *typeReader) readField() string {
	name, rest, found := strings.Cut(r.rest, ":")
	if !found {
		r.failed = true
		return ""
	}
	r.rest = rest
	return sqltext.Identifier(strings.TrimSpace(name)) + " " + r.readType()
}

func (r *typeReader) has(c byte) bool {
	r.rest = strings.TrimSpace(r.rest)
	return r.rest != "" && r.rest[0] == c
}

func (r *typeReader) accept(c byte) {
	if !r.has(c) {
		r.failed = true
		return
	}
	r.rest = r.rest[1:]
}

func plainType(name string) string {
	switch name {
	case "string":
		return "varchar"
	case "int":
		return "integer"
	case "float":
		return "real"
	case "binary":
		return "varbinary"
	case "timestamp":
		return "timestamp(3)"
	case "timestamptz", "timestamp with time zone", "timestamp with local time zone":
		return "timestamp(3) with time zone"
	}
	return name
}
