package schema

import (
	"bytes"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/sqltext"
)

// Columns of Parquet files that the documented table has not. They tell where a
// record was delivered, and do not have the names of the partition columns
// (account, region and date): readers that take those from the files' paths want
// no columns of the same name beside them.
const (
	columnRecord      = "record"       // the record's JSON, text
	columnRecordBytes = "record_bytes" // the same where it is no UTF-8
	columnEventTime   = "event_time"   // eventTime as a timestamp, which files hold with its zone, UTC
	columnLogFile     = "log_file"     // path or S3 address of the log file
	columnLogRecord   = "log_record"   // number of the record in it, from 1
	columnLogAccount  = "log_account"  // account, region and day (yyyy/MM/dd) of the
	columnLogRegion   = "log_region"   // log file's path, as the table's partition
	columnLogDay      = "log_day"      // columns have them

	columnRepeated = "$repeated" // of the scan alone, as the next two
	columnFileSize = "$file_size"
	columnFileTime = "$file_modified"
)

// RecordColumns are the columns that a record has to offer to whom writes
// Parquet: those of the scan and two more. Of lake_useridentity and
// lake_resources only the values are wanted that AthenaSuffices is false for.
func RecordColumns() []Column {
	return append(ScanColumns(),
		Column{Name: columnRecordBytes, Type: Type{Kind: Blob}, Origin: FromBytes},
		Column{Name: columnEventTime, Type: Type{Kind: Timestamp}, Origin: FromTime})
}

// ParquetColumns returns the columns of the Parquet files of a converted folder
// as expressions over RecordColumns: those of the documented table first, with
// its names and types, so that SQL over it means the same. With record, the
// whole record is among them.
func ParquetColumns(record bool) []TableColumn {
	var stored []TableColumn
	same := func(names ...string) {
		for _, name := range names {
			stored = append(stored, TableColumn{Name: name, Expression: sqltext.Identifier(name)})
		}
	}
	for _, c := range athenaColumns() {
		same(c.Name)
	}
	same("managementevent", "eventcontext", "insightdetails", "annotation", "lake_eventdata", "lake_addendum")
	stored = append(stored, TableColumn{Name: columnEventTime, Expression: "timezone('UTC', " + columnEventTime + ")", Type: &Type{Kind: Timestamp}})
	for _, e := range lakeRest() {
		same(e.name)
	}
	for _, e := range evidence() {
		stored = append(stored, TableColumn{Name: e.name, Expression: sqltext.Identifier(e.rest)})
	}
	if record {
		same(columnRecord, columnRecordBytes)
	}
	return stored
}

// pair is a stored column and what it stands for in the scan.
type pair struct{ name, rest string }

func evidence() []pair {
	return []pair{
		{columnLogFile, "$path"}, {columnLogRecord, "$record_number"},
		{columnLogAccount, "account"}, {columnLogRegion, "region"}, {columnLogDay, "timestamp"},
	}
}

// lakeRest are the structs of CloudTrail Lake that can be made of Athena's, save
// for the few events with a field that those lack: only their values are stored.
func lakeRest() []pair {
	return []pair{
		{"lake_useridentity", remade("useridentity", userIdentity(), lakeUserIdentity())},
		{"lake_resources", remade("resources", resources(), lakeResources())},
	}
}

// AthenaSuffices reports whether the value of a column of CloudTrail Lake's,
// lake_useridentity or lake_resources, can be made again of Athena's useridentity
// or resources, whose raw JSON is given. It may say no where it is so.
func AthenaSuffices(lakeColumn string, raw []byte) bool {
	if bytes.IndexByte(raw, '\\') >= 0 { // keys may be written in other ways
		return false
	}
	switch lakeColumn {
	case "lake_resources":
		return !bytes.Contains(raw, []byte(`"ARNPrefix"`))
	case "lake_useridentity":
		return identitySuffices(raw)
	}
	return false
}

// identitySuffices goes from quote to quote, since looking through userIdentity for
// each key in turn took a twentieth of a conversion. A creationDate must be a time as
// CloudTrail writes it, which all readers of times agree on.
func identitySuffices(raw []byte) bool {
	for {
		quote := bytes.IndexByte(raw, '"')
		if quote < 0 {
			return true
		}
		raw = raw[quote+1:]
		if len(raw) == 0 {
			return true
		}
		switch raw[0] {
		case 's', 'e', 'i':
			if isLakeKey(raw) {
				return false
			}
		case 'c':
			if bytes.HasPrefix(raw, []byte(`creationDate"`)) && !isPlainTime(raw) {
				return false
			}
		}
	}
}

// isLakeKey reports whether text begins with a key of userIdentity that Athena's
// useridentity lacks.
func isLakeKey(text []byte) bool {
	switch text[0] {
	case 's':
		return bytes.HasPrefix(text, []byte(`sourceIdentity"`))
	case 'e':
		return bytes.HasPrefix(text, []byte(`ec2IssuedInVpc"`))
	case 'i':
		return bytes.HasPrefix(text, []byte(`inScopeOf"`)) || bytes.HasPrefix(text, []byte(`identityProvider"`))
	}
	return false
}

// isPlainTime reports whether the value of the creationDate that text begins with is a
// time of the usual form.
func isPlainTime(text []byte) bool {
	const key, form = `creationDate":"`, `2023-11-01T00:05:12Z`
	return len(text) >= len(key)+len(form) && bytes.HasPrefix(text, []byte(key)) && plainTime(text[len(key):len(key)+len(form)], form)
}

// plainTime compares text with a form whose digits stand for any.
func plainTime(text []byte, form string) bool {
	for i, c := range text {
		if isDigit := c >= '0' && c <= '9'; isDigit != (form[i] >= '0' && form[i] <= '9') || !isDigit && c != form[i] {
			return false
		}
	}
	return true
}

// remade makes a value of one type of a value of another that has mostly the
// same fields.
func remade(value string, from, to Type) string {
	switch {
	case to.Kind == List:
		return "list_transform(" + value + ", lambda element: " + remade("element", *from.Element, *to.Element) + ")"
	case to.Kind == Struct:
		return "CASE WHEN " + value + " IS NOT NULL THEN " + remadeStruct(value, from, to) + " END"
	case to.Kind == Timestamp && from.Kind == Text:
		return lakeTime(value)
	}
	return value
}

func remadeStruct(value string, from, to Type) string {
	var parts []string
	for _, f := range to.Fields {
		part := "CAST(NULL AS " + f.Type.DuckDB() + ")"
		if i := slices.IndexFunc(from.Fields, func(g Field) bool { return g.Name == f.Name }); i >= 0 {
			part = remade(value+"."+sqltext.Identifier(f.Name), from.Fields[i].Type, f.Type)
		}
		parts = append(parts, sqltext.Identifier(f.Name)+" := "+part)
	}
	return "struct_pack(" + strings.Join(parts, ", ") + ")"
}

// ParquetRows are the rows of Parquet files of ParquetColumns.
type ParquetRows struct {
	// From is what to select from, with what goes behind it.
	From string
	// Repeated is the SQL of whether a row is a duplicate delivery.
	Repeated string
	// NoRecord, if not empty, means that the records' JSON is not there, and says so
	// where a query asks for it.
	NoRecord string
	// Further is what the SELECT lists beside the columns of the scan, behind a comma.
	Further string
	// Used is SQL in lower case that names all columns that the rows must have; empty means
	// all columns.
	Used string
}

// usesColumn reports whether the rows must have a column.
func (r *ParquetRows) usesColumn(name string) bool {
	return r.Used == "" || strings.Contains(r.Used, strings.ToLower(name))
}

// ParquetScan returns a SELECT that gives the columns of the scan from Parquet files.
func ParquetScan(rows ParquetRows) string {
	var items []string
	add := func(name, expression string) {
		if !rows.usesColumn(name) {
			return
		}
		items = append(items, expression+" AS "+sqltext.Identifier(name))
	}
	stored := make(map[string]string) // by the scan's name
	for _, c := range ParquetColumns(true) {
		stored[c.Name] = sqltext.Identifier(c.Name)
	}
	for _, e := range evidence() {
		stored[e.rest] = e.name
	}
	for _, e := range lakeRest() {
		stored[e.name] = "coalesce(" + e.name + ", " + e.rest + ")"
	}
	if rows.NoRecord != "" {
		stored[columnRecord] = "CASE WHEN log_record IS NOT NULL THEN CAST(error(" + sqltext.Literal(rows.NoRecord) + ") AS VARCHAR) END"
	}
	stored[columnRepeated] = rows.Repeated
	for _, name := range []string{columnFileSize, columnFileTime} {
		stored[name] = "CASE WHEN log_record IS NOT NULL THEN CAST(error('a converted folder does not keep the sizes and times of log files: ask the logs') AS BIGINT) END"
	}
	for _, c := range ScanColumns() {
		expression, found := stored[c.Name]
		if !found && rows.usesColumn(c.Name) {
			expression = storedLeaf(c, stored[columnRecord])
		}
		add(c.Name, expression)
	}
	for _, c := range ScalarColumns() {
		if c.Origin == FromField { // an element of an array
			add(c.Name, storedElement(c))
			continue
		}
		add(c.Name, "CAST(NULL AS VARCHAR)")
	}
	return "SELECT " + strings.TrimPrefix(strings.Join(items, ", ")+rows.Further, ", ") + " FROM " + rows.From
}

// storedLeaf is where a leaf of a struct stands: in Athena's struct, in what is
// stored of Lake's, or else in the record.
func storedLeaf(leaf Column, record string) string {
	steps := strings.Split(leaf.Name, ".")
	isStored := func(root string) bool {
		return hasField(Type{Kind: Struct, Fields: storedStructs()}, append([]string{root}, steps[1:]...))
	}
	switch lake := "lake_" + steps[0]; {
	case isStored(steps[0]):
	case isStored(lake):
		steps[0] = lake
	default:
		return "CASE WHEN json_valid(" + record + ") THEN json_extract_string(" + record + ", " + sqltext.Literal("$."+strings.Join(leaf.Path, ".")) + ") END"
	}
	for i := range steps {
		steps[i] = sqltext.Identifier(steps[i])
	}
	return strings.Join(steps, ".")
}

// storedStructs are the columns in which leaves can stand.
func storedStructs() (stored []Field) {
	for _, c := range slices.Concat(athenaColumns(), lakeColumns()) {
		stored = append(stored, Field{Name: c.Name, Type: c.Type})
	}
	return stored
}

func hasField(t Type, steps []string) bool {
	if len(steps) == 0 {
		return true
	}
	i := slices.IndexFunc(t.Fields, func(f Field) bool { return f.Name == steps[0] })
	return i >= 0 && hasField(t.Fields[i].Type, steps[1:])
}
