package dialect

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// No note says that Athena refuses what Trino has answered.
func TestAcceptedHaveNoNotes(t *testing.T) {
	for _, name := range []string{"answers", "generated", "published"} {
		file, err := os.Open("testdata/trino/" + name + ".jsonl")
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		lines := bufio.NewScanner(file)
		lines.Buffer(nil, 1<<24)
		for i := 0; lines.Scan(); i++ {
			if i%4 != 0 && name == "generated" {
				continue // most are like others
			}
			var answer struct{ SQL, Error string }
			if err := json.Unmarshal(lines.Bytes(), &answer); err != nil {
				t.Fatal(err)
			}
			text := answer.SQL
			if first, _, _ := strings.Cut(strings.ToUpper(text), " "); first != "SELECT" && first != "WITH" {
				text = "SELECT " + text
			}
			q, err := Rewrite(text, Options{})
			if answer.Error != "" || err != nil {
				continue // what fails here is told elsewhere
			}
			for _, note := range q.Notes {
				if strings.Contains(note, "Athena refuses") {
					t.Errorf("%s\n%s", text, note)
				}
			}
		}
	}
}
