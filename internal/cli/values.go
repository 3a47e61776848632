package cli

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// list is a flag that takes several values, by commas or by repeating it. An
// empty one is refused: it comes from an unset variable, and a filter that asks
// for nothing would match all.
type list struct {
	values *[]string
	check  func(value string) error
}

func (l list) String() string {
	if l.values == nil {
		return ""
	}
	return strings.Join(*l.values, ",")
}

func (l list) Type() string { return "list" }

func (l list) Set(text string) error {
	for value := range strings.SplitSeq(text, ",") {
		value = strings.TrimSpace(value)
		if value == "" {
			return fmt.Errorf("an empty value")
		}
		if l.check != nil {
			if err := l.check(value); err != nil {
				return err
			}
		}
		*l.values = append(*l.values, value)
	}
	return nil
}

// texts is a flag to be repeated, whose values may have commas.
type texts struct{ values *[]string }

func (t texts) String() string { return list{values: t.values}.String() }

func (t texts) Type() string { return "text" }

func (t texts) Set(text string) error {
	if text == "" {
		return fmt.Errorf("an empty value")
	}
	*t.values = append(*t.values, text)
	return nil
}

// choice is a flag that takes one of a few words.
type choice struct {
	value *string
	words []string
}

func (c choice) String() string {
	if c.value == nil {
		return ""
	}
	return *c.value
}

func (c choice) Type() string { return strings.Join(c.words, "|") }

func (c choice) Set(text string) error {
	if !slices.Contains(c.words, text) {
		return fmt.Errorf("want one of %s", strings.Join(c.words, ", "))
	}
	*c.value = text
	return nil
}

// parallel is a flag that takes how many things are done at a time. It is bounded,
// because each costs a thread, and a machine that has run out of threads can start
// no other program, not even the one to stop this.
type parallel struct{ value *int }

const mostParallel = 1024

func (p parallel) String() string {
	if p.value == nil || *p.value == 0 {
		return ""
	}
	return strconv.Itoa(*p.value)
}

func (p parallel) Type() string { return "n" }

func (p parallel) Set(text string) error {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > mostParallel {
		return fmt.Errorf("want 1 to %d", mostParallel)
	}
	*p.value = n
	return nil
}

// size is a flag that takes a number of bytes.
type size struct{ value *int }

func (s size) String() string {
	if s.value == nil || *s.value == 0 {
		return ""
	}
	return strconv.Itoa(*s.value)
}

func (s size) Type() string { return "size" }

// Set reads 1048576, 16MiB, 16MB or 16M; a bare letter is binary.
func (s size) Set(text string) error {
	number := strings.TrimRight(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
	unit, known := sizeUnits()[strings.ToLower(text[len(number):])]
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || !known || math.IsNaN(n) || n*unit < 1 || n*unit > math.MaxInt32 {
		return fmt.Errorf("want a size under 2GiB such as 1048576, 512KiB or 16MiB")
	}
	*s.value = int(n * unit)
	return nil
}

func sizeUnits() map[string]float64 {
	return map[string]float64{
		"": 1, "b": 1,
		"k": 1 << 10, "kib": 1 << 10, "kb": 1e3,
		"m": 1 << 20, "mib": 1 << 20, "mb": 1e6,
		"g": 1 << 30, "gib": 1 << 30, "gb": 1e9,
	}
}
