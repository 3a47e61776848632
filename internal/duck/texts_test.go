//go:build cgo

package duck

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
)

// Texts of all sizes, new ones and such as have come before, are the same behind
// a scan, in columns as in arrays and maps: those that wait, those that no longer
// do and those that are too long to.
func TestTexts(t *testing.T) {
	const longestRecent, hugeText, waitingSize = 256, 1 << 16, 1 << 20 // of package vector
	random := rand.New(rand.NewPCG(5, 8))
	var known []string
	text := func() string {
		if len(known) > 0 && random.IntN(3) > 0 {
			return known[max(0, len(known)-1-random.IntN(300))]
		}
		size := random.IntN(40) // 12 bytes are the limit of what needs no memory
		switch kind := random.IntN(100); {
		case kind < 40:
			size = longestRecent - 2 + random.IntN(4)
		case kind < 60:
			size = random.IntN(3000)
		case kind == 60:
			size = hugeText - 4 + random.IntN(8)
		}
		known = append(known, strings.Repeat(string(rune('a'+random.IntN(26))), size/2)+strings.Repeat("\u00e9", size%2)+fmt.Sprint(random.IntN(1000)))
		return known[len(known)-1]
	}
	var records []string
	var want [][]any
	for i := range 5000 {
		id := fmt.Sprintf("%05d-of-the-events", i)
		agent, arn, other, value := text(), text(), text(), text()
		record, err := json.Marshal(map[string]any{
			"eventID": id, "userAgent": agent, "requestParameters": map[string]string{"key-of-some-length": value},
			"resources": []any{map[string]string{"ARN": arn}, nil, map[string]string{"ARN": other, "type": agent}},
		})
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, string(record))
		want = append(want, []any{id, agent, []any{arn, nil, other}, agent, value})
	}
	db := openDB(t, trailq.Dir(writeLogs(t, records...)), Options{Flavor: dialect.Lake})
	_, rows := ask(t, db, `SELECT eventid, useragent, transform(resources, r -> r.arn), element_at(resources, 3).type,
		element_at(element_at(map_values(map_filter(MAP(ARRAY['m'], ARRAY[requestparameters]), (k, v) -> true)), 1), 'key-of-some-length')
		FROM cloudtrail_logs ORDER BY eventid`)
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("%.3000s", diff)
	}
	total := 0
	for _, text := range known {
		total += len(text)
	}
	if total < 2*waitingSize {
		t.Errorf("%d bytes are too few to tell", total)
	}
}
