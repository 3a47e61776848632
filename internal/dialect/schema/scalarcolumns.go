package schema

import (
	"slices"
	"strconv"
)

// Scalar is a text, number or boolean in the JSON of a text column that a
// statement asks for by json_extract_scalar. The reader finds it while it reads
// the record, so that DuckDB neither gets the text nor parses it.
type Scalar struct {
	Column string   // of [ScanColumns], a text from a field
	Path   []string // keys from there; [0] is the first element of an array
}

// MostScalars is how many scalars of a statement the reader can find.
const MostScalars = 32

// ScalarColumns returns the columns of the scan that hold dialect.Query.Scalars, in
// their order, and for each column that these are in one more. Where the reader
// finds a record's scalars with certainty, that one is NULL; else it holds the
// JSON, and a scalar that was not found is NULL.
func ScalarColumns() []Column { return scalarColumns(ScanColumns()) }

// scalarColumns returns those that belong to columns of the scan.
func scalarColumns(scan []Column) []Column {
	columns := make([]Column, 0, MostScalars+len(JSONColumns())+1)
	for i := range MostScalars {
		columns = append(columns, Column{Name: ScalarName(i), Origin: FromScalar})
	}
	for _, c := range scan {
		if slices.Contains(JSONColumns(), c.Name) {
			columns = append(columns, Column{Name: RestName(c.Name), Origin: FromRest, Path: c.Path})
		}
		if c.Name == FirstOf {
			columns = append(columns, Column{Name: c.Name + FirstElement, Type: *c.Type.Element, Path: append(slices.Clone(c.Path), FirstElement)})
		}
	}
	return columns
}

// FirstOf is the array of which the reader can give the first element alone.
const FirstOf = "resources"

// FirstElement is the step of a path into an array.
const FirstElement = "[0]"

// JSONColumns are the text columns that queries look for scalars in.
func JSONColumns() []string {
	return []string{"requestparameters", "responseelements", "additionaleventdata", "serviceeventdetails"}
}

// ScalarName returns the name of the column that holds a scalar, by its place.
func ScalarName(i int) string { return "scalar." + strconv.Itoa(i+1) }

// RestName returns the name of the column that holds the JSON where the reader leaves
// the scalars open.
func RestName(column string) string { return column + ".rest" }
