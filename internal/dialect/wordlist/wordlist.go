package wordlist

import "strings"

// Find finds the line of a word in a list, whose lines are sorted by bytes, and
// returns what stands behind a tab on it.
func Find(list, word string) (rest string, found bool) {
	for list != "" {
		start := strings.LastIndexByte(list[:len(list)/2], '\n') + 1
		line, after, _ := strings.Cut(list[start:], "\n")
		key, rest, _ := strings.Cut(line, "\t")
		switch {
		case word == key:
			return rest, true
		case word < key:
			list = list[:start]
		default:
			list = after
		}
	}
	return "", false
}
