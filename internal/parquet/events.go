package parquet

import (
	"encoding/hex"
	"iter"
	"strconv"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/engine"
)

// Events yields the events of an answer to duck.DB.Records, under the contract of
// [trailq.Events]. Only Raw, File, Record and EventTime are set, and they share
// memory: an event is valid until the loop's next turn.
func Events(answer *engine.Answer) iter.Seq2[*trailq.Event, error] {
	return func(yield func(*trailq.Event, error) bool) {
		var event trailq.Event
		var number []byte
		for row, err := range answer.Table.Rows {
			if err != nil {
				yield(nil, err)
				return
			}
			event.Raw = row[0].AppendText(event.Raw[:0])
			if digits := row[1].AppendText(nil); len(digits) > 0 {
				if event.Raw, err = hex.AppendDecode(event.Raw[:0], digits); err != nil {
					yield(nil, err)
					return
				}
			}
			event.File = string(row[2].AppendText(nil))
			number = row[3].AppendText(number[:0])
			event.Record, _ = strconv.Atoi(string(number)) // DuckDB has whole numbers there
			number = row[4].AppendText(number[:0])
			event.EventTime = time.Time{}
			if micros, err := strconv.ParseInt(string(number), 10, 64); err == nil {
				event.EventTime = time.UnixMicro(micros).UTC()
			}
			if !yield(&event, nil) {
				return
			}
		}
	}
}
