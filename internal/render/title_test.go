package render

import (
	"testing"

	"github.com/trailq/trailq/internal/table"
)

// A table with a title is one of several: people see the title, and each line of
// JSON names its table.
func TestTitle(t *testing.T) {
	for _, test := range []struct {
		format Format
		want   string
	}{
		{JSONLines, "{\"table\":\"causes\",\"name\":\"a\",\"count\":1}\n"},
		{JSON, "{\"causes\":[\n{\"name\":\"a\",\"count\":1}\n]}\n"},
		{CSV, "name,count\na,1\n"},
		{TSV, "name\tcount\na\t1\n"},
		{Text, "What *changed*\\u001b\nname  count\na         1\n"},
		{Markdown, "### What \\*changed\\*\\\\u001b\n\n| name | count |\n| --- | ---: |\n| a | 1 |\n"},
	} {
		several := answer("name,count", []table.Value{table.Text("a"), table.Int(1)})
		several.Name, several.Title = "causes", "What *changed*\x1b"
		if got := write(t, several, Options{Format: test.format}); got != test.want {
			t.Errorf("%s: %q, want %q", test.format, got, test.want)
		}
	}
}

// Several tables are one document of JSON.
func TestJSONOfSeveral(t *testing.T) {
	several := answer("count", []table.Value{table.Int(1)})
	var got string
	for i, name := range []string{"causes", "changes", "timeline"} {
		several.Name = name
		got += write(t, several, Options{Format: JSON, Continues: i > 0, Continued: i < 2})
	}
	const want = `{"causes":[
{"count":1}
]
,"changes":[
{"count":1}
]
,"timeline":[
{"count":1}
]}
`
	if got != want {
		t.Errorf("got:\n%swant:\n%s", got, want)
	}
}
