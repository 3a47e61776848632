package prompt

import (
	"io"
	"testing"
)

// The first Ctrl-C stops the answer, and a second one that comes before it has stopped
// asks for the end of everything. Another answer begins with none.
func TestSecondInterruptAborts(t *testing.T) {
	in, keys := io.Pipe()
	events := make(chan string, 8)
	k := newKeyboard(t.Context(), Options{In: in, Abort: func() { events <- "abort" }})
	press := func(want ...string) {
		t.Helper()
		if _, err := keys.Write([]byte{keyInterrupt}); err != nil {
			t.Fatal(err)
		}
		for _, event := range want {
			if got := <-events; got != event {
				t.Errorf("got %s, want %s", got, event)
			}
		}
	}
	for range 2 {
		done := k.stopOnInterrupt(func() { events <- "stop" })
		press("stop")
		press("stop", "abort")
		done()
		<-events // done stops, too
	}
}
