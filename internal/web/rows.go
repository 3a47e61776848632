package web

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/trailq/trailq/internal/facet"
	"github.com/trailq/trailq/internal/table"
	"github.com/trailq/trailq/internal/web/reply"
	"github.com/trailq/trailq/internal/web/tables"
)

// rowsAnswer are events, the newest first.
type rowsAnswer struct {
	Rows []rowAnswer `json:"rows"`
	Next string      `json:"next,omitempty"`
}

// rowAnswer is an event in a list.
type rowAnswer struct {
	Time    *string           `json:"time"`
	Service string            `json:"service"`
	Name    string            `json:"name"`
	Caller  string            `json:"caller"`
	Target  string            `json:"target"`
	IP      string            `json:"ip"`
	Error   string            `json:"error"`
	File    string            `json:"file"`
	Number  int64             `json:"number"`
	Shown   map[string]string `json:"shown,omitempty"`
}

func (s *Server) showEvents(w http.ResponseWriter, r *http.Request) error {
	own, err := s.parseState(r, "before", "n")
	if err != nil {
		return err
	}
	v, err := s.viewTable(own)
	if err != nil {
		return err
	}
	n, err := own.number("n", shownRows, mostRows)
	if err != nil {
		return err
	}
	var after *facet.Place
	if text := own.words.Get("before"); text != "" {
		if after, err = readCursor(text); err != nil {
			return err
		}
	}
	answer, err := v.rows(r.Context(), after, n)
	if err != nil {
		return err
	}
	return reply.WriteJSON(w, answer)
}

// rows returns the newest events after a place.
func (v *view) rows(ctx context.Context, after *facet.Place, n int) (*rowsAnswer, error) {
	answer := &rowsAnswer{Rows: []rowAnswer{}}
	if n == 0 {
		return answer, nil
	}
	query, err := v.events.Rows(after, n)
	if err != nil {
		return nil, err
	}
	var placed []placedRow
	err = v.table.Ask(ctx, query, func(row []table.Value) {
		one, place := readRow(row)
		placed = append(placed, placedRow{one, place})
	})
	slices.SortFunc(placed, func(a, b placedRow) int { return a.place.Compare(&b.place) })
	for _, one := range placed {
		answer.Rows = append(answer.Rows, one.row)
	}
	if len(placed) == n {
		answer.Next = writeCursor(&placed[n-1].place)
	}
	return answer, err
}

// placedRow is an event with its place in the list.
type placedRow struct {
	row   rowAnswer
	place facet.Place
}

// readRow reads a row of [facet.View.Rows].
func readRow(row []table.Value) (rowAnswer, facet.Place) {
	text := func(i int) string { return string(row[i].AppendText(nil)) }
	one := rowAnswer{Service: text(1), Name: text(2), Caller: text(3), Target: text(5), IP: text(6), Error: text(7), File: text(8), Number: tables.ReadInt(row[9])}
	if one.Target == "" {
		one.Target = text(4)
	}
	place := facet.Place{File: one.File, Record: int(one.Number), NoTime: row[0].Kind() == table.KindNull, Time: tables.ReadInt(row[0])}
	if !place.NoTime {
		at := formatMilli(place.Time)
		one.Time = &at
	}
	for name, value := range map[string]string{"service": one.Service, "name": one.Name, "caller": one.Caller, "target": one.Target, "ip": one.IP, "error": one.Error, "file": one.File} {
		if shown := reply.ShownText(value); shown != "" {
			if one.Shown == nil {
				one.Shown = map[string]string{}
			}
			one.Shown[name] = shown
		}
	}
	return one, place
}

// formatMilli returns a time in milliseconds as text, with a fraction where it has one.
func formatMilli(milli int64) string { return time.UnixMilli(milli).UTC().Format(time.RFC3339Nano) }

// writeCursor returns a place as a text for the page to give back.
func writeCursor(place *facet.Place) string {
	text, _ := json.Marshal(place) // it has texts and numbers
	return base64.RawURLEncoding.EncodeToString(text)
}

func readCursor(text string) (*facet.Place, error) {
	decoded, err := base64.RawURLEncoding.DecodeString(text)
	var place facet.Place
	if err == nil {
		err = json.Unmarshal(decoded, &place)
	}
	if err != nil {
		return nil, reply.BadWords("before: this is no place in a list")
	}
	return &place, nil
}
