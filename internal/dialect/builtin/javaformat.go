package builtin

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"
)

// formatSpecifier is one of Java's Formatter, without the conversions of dates.
// https://trino.io/docs/current/functions/conversion.html#format
var formatSpecifier = regexp.MustCompile(`%(?:(\d+)\$)?([-#+ 0,(]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])`)

// javaFormat writes a pattern with arguments, which are a JSON array of texts and
// nulls.
func javaFormat(pattern, arguments string) (string, error) {
	var values []*string
	if err := json.Unmarshal([]byte(arguments), &values); err != nil {
		return "", err
	}
	var b strings.Builder
	next, from := 0, 0
	for _, m := range formatSpecifier.FindAllStringSubmatchIndex(pattern, -1) {
		b.WriteString(pattern[from:m[0]])
		from = m[1]
		s := specifierOf(pattern, m)
		switch s.verb {
		case 'n':
			b.WriteByte('\n')
			continue
		case '%':
			b.WriteByte('%')
			continue
		}
		at := next
		if m[2] >= 0 {
			n, _ := strconv.Atoi(pattern[m[2]:m[3]])
			at = n - 1
		} else {
			next++
		}
		if at < 0 || at >= len(values) {
			return "", fmt.Errorf("format: %s has no argument", pattern[m[0]:m[1]])
		}
		text, err := s.write(values[at])
		if err != nil {
			return "", fmt.Errorf("format: %w", err)
		}
		b.WriteString(text)
	}
	rest := pattern[from:]
	switch {
	case strings.Contains(rest, "%*"):
		return "", errWideFormat
	case strings.Contains(rest, "%"):
		return "", fmt.Errorf("format: %q is no conversion", rest)
	}
	return b.String() + rest, nil
}

// specifier is %[flags][width][.precision]verb.
type specifier struct {
	flags            string
	width, precision int
	verb             byte
}

func specifierOf(pattern string, m []int) specifier {
	s := specifier{precision: -1, verb: pattern[m[10]]}
	if m[4] >= 0 {
		s.flags = pattern[m[4]:m[5]]
	}
	if m[6] >= 0 {
		s.width, _ = strconv.Atoi(pattern[m[6]:m[7]])
	}
	if m[8] >= 0 {
		s.precision, _ = strconv.Atoi(pattern[m[8]:m[9]])
	}
	return s
}

var (
	errWide       = errors.New("a width or precision has three digits at most")
	errWideFormat = fmt.Errorf("format: %w", errWide)
)

// widestFormat bounds widths and precisions.
const widestFormat = 999

func (s specifier) write(value *string) (string, error) {
	if s.width > widestFormat || s.precision > widestFormat {
		return "", errWide
	}
	text, err := s.convert(value)
	if s.verb >= 'A' && s.verb <= 'Z' {
		text = strings.ToUpper(text)
	}
	missing := s.width - len([]rune(text))
	switch {
	case missing <= 0:
	case strings.Contains(s.flags, "-"):
		text += strings.Repeat(" ", missing)
	case strings.Contains(s.flags, "0") && value != nil:
		sign := text[:len(text)-len(strings.TrimLeft(text, "+-"))]
		text = sign + strings.Repeat("0", missing) + text[len(sign):]
	default:
		text = strings.Repeat(" ", missing) + text
	}
	return text, err
}

// convert writes the value alone.
func (s specifier) convert(value *string) (string, error) {
	if value == nil {
		return s.cut("null"), nil
	}
	switch s.verb {
	case 's', 'S':
		return s.cut(*value), nil
	case 'b', 'B':
		return *value, nil
	case 'd', 'x', 'X', 'o':
		n, ok := new(big.Int).SetString(*value, 10)
		if !ok {
			return "", fmt.Errorf("%q is no integer", *value)
		}
		if s.verb == 'd' {
			return s.signed(s.grouped(n.String())), nil
		}
		if n.Sign() < 0 {
			n.Add(n, new(big.Int).Lsh(big.NewInt(1), 64))
		}
		return n.Text(map[byte]int{'x': 16, 'X': 16, 'o': 8}[s.verb]), nil
	case 'f', 'e', 'E':
		return s.float(*value)
	}
	return "", fmt.Errorf("the conversion is not available")
}

// cut shortens a text to the precision.
func (s specifier) cut(text string) string {
	if runes := []rune(text); s.precision >= 0 && s.precision < len(runes) {
		return string(runes[:s.precision])
	}
	return text
}

func (s specifier) float(value string) (string, error) {
	precision := s.precision
	if precision < 0 {
		precision = 6
	}
	switch value {
	case "NaN", "Infinity", "-Infinity":
		return value, nil
	}
	x, ok := new(big.Rat).SetString(value)
	if !ok {
		return "", fmt.Errorf("%q is no number", value)
	}
	if s.verb == 'f' {
		return s.signed(s.grouped(x.FloatString(precision))), nil
	}
	f, _ := x.Float64()
	return s.signed(strconv.FormatFloat(f, 'e', precision, 64)), nil
}

// grouped separates thousands by commas, if the flags say so.
func (s specifier) grouped(number string) string {
	if !strings.Contains(s.flags, ",") {
		return number
	}
	whole, fraction, _ := strings.Cut(number, ".")
	sign := whole[:len(whole)-len(strings.TrimLeft(whole, "-"))]
	whole = whole[len(sign):]
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if fraction != "" {
		fraction = "." + fraction
	}
	return sign + whole + fraction
}

// signed puts the sign of a number that is not negative before it.
func (s specifier) signed(number string) string {
	switch {
	case strings.HasPrefix(number, "-"):
	case strings.Contains(s.flags, "+"):
		return "+" + number
	case strings.Contains(s.flags, " "):
		return " " + number
	}
	return number
}
