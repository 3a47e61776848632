package schema

import (
	"slices"
	"strconv"
	"strings"
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
	columns := make([]Column, 0, MostScalars+len(JSONColumns())+2*MostElements)
	for i := range MostScalars {
		columns = append(columns, Column{Name: ScalarName(i), Origin: FromScalar})
	}
	for _, c := range scan {
		if slices.Contains(JSONColumns(), c.Name) {
			columns = append(columns, Column{Name: RestName(c.Name), Origin: FromRest, Path: c.Path})
		}
		if c.Name == ArrayName {
			columns = append(columns, elementColumns(c)...)
		}
	}
	return columns
}

// ArrayName is the array of which the reader can give the first [MostElements] alone.
const ArrayName = "resources"

// MostElements is how many elements of the array have a column of their own.
const MostElements = 2

// elementField is the field of these elements that has a column of its own: the price
// of a call depends on it, and the ARN beside it is long.
const elementField = "accountId"

// IsElementField reports whether a field of the elements has a column of its own, whose
// name is that of the element with the field's behind a dot.
func IsElementField(name string) bool { return name == strings.ToLower(elementField) }

// ElementName returns the name of the column that has an element, by its place from 0.
// It ends in the step that leads to the element in a path of the reader.
func ElementName(place int) string { return ArrayName + elementStep(place) }

func elementStep(place int) string { return "[" + strconv.Itoa(place) + "]" }

// elementColumns returns the columns of the array's first elements.
func elementColumns(array Column) []Column {
	var columns []Column
	for place := range MostElements {
		path := append(slices.Clone(array.Path), elementStep(place))
		columns = append(columns,
			Column{Name: ElementName(place), Type: *array.Type.Element, Path: path},
			Column{Name: ElementName(place) + "." + strings.ToLower(elementField), Path: append(slices.Clone(path), elementField)})
	}
	return columns
}

// storedElement returns where the column of an element stands in what is stored of the
// array: DuckDB counts elements from 1.
func storedElement(c Column) string {
	for place := MostElements - 1; place >= 0; place-- {
		if rest, found := strings.CutPrefix(c.Name, ElementName(place)); found {
			return ArrayName + elementStep(place+1) + rest
		}
	}
	return c.Name
}

// JSONColumns are the text columns that queries look for scalars in.
func JSONColumns() []string {
	return []string{"requestparameters", "responseelements", "additionaleventdata", "serviceeventdetails"}
}

// ScalarName returns the name of the column that holds a scalar, by its place.
func ScalarName(i int) string { return "scalar." + strconv.Itoa(i+1) }

// RestName returns the name of the column that holds the JSON where the reader leaves
// the scalars open.
func RestName(column string) string { return column + ".rest" }
