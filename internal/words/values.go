package words

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

var errEmpty = errors.New("an empty value")

// List returns a value that takes several texts. Check, if it is not nil, refuses one.
func List(values *[]string, check func(value string) error) Value { return list{values, check} }

// list takes several values, with commas or by repeating the word. An empty one is
// refused: it comes from an unset variable, and a filter that asks for nothing
// would match everything.
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
			return errEmpty
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

// Texts returns a value that takes a text each time that the word is given.
func Texts(values *[]string) Value { return texts{values} }

// texts takes a value each time that the word is given; a value can hold commas.
type texts struct{ values *[]string }

func (t texts) String() string { return list{values: t.values}.String() }

func (t texts) Type() string { return "text" }

func (t texts) Set(text string) error {
	if text == "" {
		return errEmpty
	}
	*t.values = append(*t.values, text)
	return nil
}

// Text returns a value that takes any text.
func Text(value *string) Value { return text{value} }

// text takes any text.
type text struct{ value *string }

func (t text) String() string {
	if t.value == nil {
		return ""
	}
	return *t.value
}

func (t text) Type() string { return "string" }

func (t text) Set(value string) error {
	*t.value = value
	return nil
}

// Toggle returns a value that is on where the word is given.
func Toggle(value *bool) Value { return toggle{value} }

// toggle is on where the word is given.
type toggle struct{ value *bool }

func (t toggle) String() string {
	if t.value == nil {
		return "false"
	}
	return strconv.FormatBool(*t.value)
}

func (t toggle) Type() string { return "bool" }

func (t toggle) Set(text string) error {
	on, err := strconv.ParseBool(text)
	if err != nil {
		return errors.New("want true or false")
	}
	*t.value = on
	return nil
}

// Choice takes one of a few words.
type Choice struct {
	value   *string
	Choices []string
}

func (c Choice) String() string {
	if c.value == nil {
		return ""
	}
	return *c.value
}

// Type returns the choices.
func (c Choice) Type() string { return strings.Join(c.Choices, "|") }

// Set takes one of the choices.
func (c Choice) Set(text string) error {
	if !slices.Contains(c.Choices, text) {
		return fmt.Errorf("want one of %s", strings.Join(c.Choices, ", "))
	}
	*c.value = text
	return nil
}

// NewChoice returns a value that takes one of the choices.
func NewChoice(value *string, choices ...string) Choice { return Choice{value, choices} }

// Number returns a value that takes a whole number of at least a least one; want is what
// to say of a smaller one.
func Number[N int | int64](value *N, least N, want string) Value {
	return number[N]{value, least, want}
}

// number takes a whole number of at least a least one.
type number[N int | int64] struct {
	value *N
	least N
	want  string // what to say of a smaller one
}

func (n number[N]) String() string {
	if n.value == nil {
		return "0"
	}
	return strconv.FormatInt(int64(*n.value), 10)
}

func (n number[N]) Type() string { return "int" }

func (n number[N]) Set(text string) error {
	parsed, err := strconv.ParseInt(text, 0, 64)
	switch {
	case err != nil || int64(N(parsed)) != parsed:
		return errors.New("want a whole number")
	case N(parsed) < n.least:
		return errors.New(n.want)
	}
	*n.value = N(parsed)
	return nil
}

// RowLimit returns a value that takes the number of rows of an answer.
func RowLimit(value *int) Value { return Number(value, 0, "want 1 or more, or 0 for all") }

// Parallel returns a value that takes how many things are done at a time.
func Parallel(value *int) Value { return parallel{value} }

// parallel takes how many things are done at a time. It is bounded, because each
// costs a thread, and a machine that has run out of threads can start no other
// program, not even the one to stop this.
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

// Size returns a value that takes a number of bytes below 2 GiB.
func Size(value *int) Value { return size{value} }

// size takes a number of bytes below 2 GiB.
type size struct{ value *int }

func (s size) String() string {
	if s.value == nil || *s.value == 0 {
		return ""
	}
	return strconv.Itoa(*s.value)
}

func (s size) Type() string { return "size" }

func (s size) Set(text string) error {
	n, ok := parseSize(text)
	if !ok || n < 1 || n > math.MaxInt32 {
		return errors.New("want a size under 2GiB such as 1048576, 512KiB or 16MiB")
	}
	*s.value = int(n)
	return nil
}

// Volume returns a value that takes a number of bytes of any size that an engine or a
// cache can use.
func Volume(value *int64) Value { return volume{value} }

// volume takes a number of bytes of any size that an engine or a cache can use.
type volume struct{ value *int64 }

func (v volume) String() string {
	if v.value == nil || *v.value == 0 {
		return ""
	}
	return strconv.FormatInt(*v.value, 10)
}

func (v volume) Type() string { return "size" }

// leastVolume is what the engine needs to start.
const leastVolume = 16 << 20

func (v volume) Set(text string) error {
	n, ok := parseSize(text)
	if !ok || n < leastVolume || n >= 1<<50 {
		return errors.New("want a size of at least 16MiB such as 512MiB or 8GB")
	}
	*v.value = int64(n)
	return nil
}

// parseSize reads 1048576, 16MiB, 16MB or 16M; a bare letter is binary.
func parseSize(text string) (bytes float64, ok bool) {
	number := strings.TrimRight(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
	unit, known := sizeUnits()[strings.ToLower(text[len(number):])]
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || !known || math.IsNaN(n) {
		return 0, false
	}
	return n * unit, true
}

func sizeUnits() map[string]float64 {
	return map[string]float64{
		"": 1, "b": 1,
		"k": 1 << 10, "kib": 1 << 10, "kb": 1e3,
		"m": 1 << 20, "mib": 1 << 20, "mb": 1e6,
		"g": 1 << 30, "gib": 1 << 30, "gb": 1e9,
	}
}
