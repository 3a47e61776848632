package suggest

import "testing"

func TestFindFlag(t *testing.T) {
	flags := []string{"from", "to", "where", "output", "event-name", "event-source", "limit", "errors-only", "by"}
	for name, want := range map[string]string{
		"event-nam": "--event-name", "evnt-source": "--event-source", "wehre": "--where", "limits": "--limit", "filter": "--where", "json": "--output json",
		"max-items": "--limit", "group-by": "--by", "bucket": "--where bucket=NAME", "JSON": "--output json",
		"profile": "", "xyz": "", "q": "", "order-by": "", // nothing here sorts
	} {
		if got := FindFlag(name, flags); got != want {
			t.Errorf("--%s: %q, want %q", name, got, want)
		}
	}
}

func TestFindCommand(t *testing.T) {
	commands := []string{"top", "sql", "events", "cost", "timeline"}
	for name, want := range map[string]string{
		"evnts": "events", "query": "sql", "count": "top", "SELECT": "sql", "tpo": "top", "costs": "cost", "timelines": "timeline", "absent": "", "x": "",
	} {
		if got := FindCommand(name, commands); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
