package builtin

import (
	"encoding/json"
	"errors"
	"fmt"
)

// mostCombinations bounds the combinations of one array, as Trino does.
const mostCombinations = 100_000

// combinationPlaces returns the places of the combinations of some of an array's
// elements, as JSON, in the order of the first elements.
func combinationPlaces(length, size int64) (string, error) {
	switch {
	case size < 0:
		return "", fmt.Errorf("combination size must not be negative: %d", size)
	case size > 5:
		return "", fmt.Errorf("combination size must not exceed 5: %d", size)
	case size > length:
		return "[]", nil
	}
	count := 1.0
	for i := range size {
		count = count * float64(length-i) / float64(i+1)
	}
	if count > mostCombinations {
		return "", errors.New("combinations exceed max size")
	}
	all, places := make([][]int64, 0, int(count)), make([]int64, size)
	for i := range places {
		places[i] = int64(i) + 1
	}
	for {
		all = append(all, append([]int64{}, places...))
		last := len(places) - 1
		for last >= 0 && places[last] == length-size+int64(last)+1 {
			last--
		}
		if last < 0 {
			text, err := json.Marshal(all)
			return string(text), err
		}
		places[last]++
		for i := last + 1; i < len(places); i++ {
			places[i] = places[i-1] + 1
		}
	}
}
