package wordlist

import (
	"slices"
	"strings"
	"testing"
)

// Each word of a list is found with what stands behind it, and no other is, whatever
// the number of lines, and with or without a last line's end.
func TestFindsWords(t *testing.T) {
	words := []string{"_a", "a", "ab", "abc", "b", "element_at", "element_at_index", "z", "é"}
	for n := range len(words) + 1 {
		for _, end := range []string{"", "\n"} {
			list := strings.Join(words[:n], "\tx\n")
			if n > 0 {
				list += "\ty" + end
			}
			for i, word := range words {
				rest, found := Find(list, word)
				want := "x"
				if i == n-1 {
					want = "y"
				}
				if found != (i < n) || found && rest != want {
					t.Errorf("%q in %q: %q, %v", word, list, rest, found)
				}
			}
			for _, absent := range []string{"", "0", "aa", "abcd", "elem", "zz"} {
				if _, found := Find(list, absent); found && !slices.Contains(words, absent) {
					t.Errorf("%q found in %q", absent, list)
				}
			}
		}
	}
}
