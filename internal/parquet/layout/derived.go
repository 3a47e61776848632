package layout

// Derived says which columns of package derived Parquet files have. A folder gets no more
// of them later: all its files have the same columns.
type Derived struct {
	// IsThere is false of folders that have only the columns marked as old.
	IsThere bool `json:"derived,omitempty"`
	// Number is how many there are, the first ones. The first version that wrote columns
	// wrote no number.
	Number int `json:"derivedColumns,omitempty"`
}

// firstDerived is how many columns folders have that do not say.
const firstDerived = 11

// FirstDerived returns so many columns.
func FirstDerived(number int) Derived { return Derived{IsThere: true, Number: number} }

// Count returns how many columns there are, zero where only the old ones are.
func (d Derived) Count() int {
	if d.IsThere && d.Number == 0 {
		return firstDerived
	}
	return d.Number
}
