package words

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSize(t *testing.T) {
	for text, want := range map[string]int{
		"1": 1, "100": 100, "100B": 100, "1k": 1024, "1KiB": 1024, "1kB": 1000, "16MiB": 16 << 20, "16M": 16 << 20,
		"1.5MB": 1_500_000, "1g": 1 << 30,
	} {
		var got int
		if err := (size{&got}).Set(text); err != nil || got != want {
			t.Errorf("%s: %d, %v, want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", "0", "-1", "x", "1x", "MiB", "3GiB", "1e99", "NaN", "1 MB"} {
		var got int
		if err := (size{&got}).Set(text); err == nil {
			t.Errorf("%q: %d, want an error", text, got)
		}
	}
}

func TestList(t *testing.T) {
	var got []string
	flag := list{values: &got}
	for _, text := range []string{"a", "b, c"} {
		if err := flag.Set(text); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{"a", "b", "c"}, got); diff != "" {
		t.Error(diff)
	}
	for _, text := range []string{"", ",", "a,", " "} {
		if err := flag.Set(text); err == nil {
			t.Errorf("%q: no error", text)
		}
	}
}
