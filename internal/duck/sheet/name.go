package sheet

import "strings"

// IsParquet reports whether a file has Parquet's name.
func IsParquet(path string) bool { return strings.HasSuffix(strings.ToLower(path), ".parquet") }

// IsCSV reports whether a file has the name of CSV, compressed or not.
func IsCSV(path string) bool {
	name := strings.ToLower(path)
	return strings.HasSuffix(name, ".csv") || strings.HasSuffix(name, ".csv.gz")
}
