package duckdb

import "testing"

// What the table refuses is refused, and nothing else: its names are sorted, and
// each is found.
func TestIsRefused(t *testing.T) {
	refused := 0
	for name, meaning := range FunctionMeanings() {
		if IsRefused(name) != (meaning == "refused") {
			t.Errorf("%s is %s, and IsRefused says %v", name, meaning, IsRefused(name))
		}
		if meaning == "refused" {
			refused++
		}
	}
	if !IsRefused("columns") {
		t.Error("columns(…) is a list of columns, and is not refused")
	}
	if refused == 0 || IsRefused("no_such_function") || IsRefused("") {
		t.Errorf("%d functions are refused, and others too", refused)
	}
}
