// Package cells makes the cube that causes are looked for in, of the rows of a statement
// that counts combinations of values by numbers.
//
//	reader := cells.NewReader(dimensions, groups, cells.Options{Level: 150, Limit: 30_000})
//	reader.AddCode(group, values) // what the next number of the group stands for
//	packs := reader.Pack()        // which columns have which numbers
//	err := reader.AddRow(row)
//	cube := reader.Cube(settle)
package cells
