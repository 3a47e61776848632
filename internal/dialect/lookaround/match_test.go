package lookaround

import (
	"strings"
	"testing"
	"time"
)

func TestIsNeeded(t *testing.T) {
	for pattern, want := range map[string]bool{
		`a.*b`: false, `(?i)x`: false, `(?=b)`: true, `(?<!Get)Role$`: true, `(a)\1`: true, `(?>a+)b`: true, `(`: false, `a**`: false,
	} {
		if IsNeeded(pattern) != want {
			t.Errorf("IsNeeded(%q) is %v", pattern, !want)
		}
	}
}

// The values are those of java.util.regex.
func TestFunctions(t *testing.T) {
	c := &Cache{}
	if found, err := c.HasMatch("AssumeRole", `(?<!Get)Role$`); !found || err != nil {
		t.Error(found, err)
	}
	if found, err := c.HasMatch("GetRole", `(?<!Get)Role$`); found || err != nil {
		t.Error(found, err)
	}
	if got, err := c.Extract("GetObject", `(?<=Get)(\w+)`, 1); got != "Object" || err != nil {
		t.Error(got, err)
	}
	if got, err := c.Extract("x", `(?<=Get)\w+`, 0); got != nil || err != nil {
		t.Error(got, err)
	}
	if _, err := c.Extract("x", `(?=x)`, 2); err == nil || !strings.Contains(err.Error(), "no group 2") {
		t.Error(err)
	}
	if got, err := c.ExtractAll("a1 b2 cé", `(?=\w\d)(\w)`, 0); got != `["a","b"]` || err != nil {
		t.Error(got, err)
	}
	if got, err := c.Split("éa1b2", `(?<=\d)`); got != `["éa1","b2",""]` || err != nil {
		t.Error(got, err)
	}
	if got, err := c.Replace("fooBarBaz", `(?<=[a-z])([A-Z])`, `_$1\$`); got != `foo_B$ar_B$az` || err != nil {
		t.Error(got, err)
	}
	if got, err := c.CountMatches("aaa", `a(?=a)`); got != 2 || err != nil {
		t.Error(got, err)
	}
	if got, err := c.FindPosition("éab", `(?<=a)b`); got != 3 || err != nil {
		t.Error(got, err)
	}
}

// An expression that would take exponential time ends with an error, soon, however
// many texts there are.
func TestSlowExpression(t *testing.T) {
	c := &Cache{}
	start := time.Now()
	failed := 0
	for range 1000 {
		if _, err := c.HasMatch(strings.Repeat("a", 40)+"b", `^(a+)+(?!b)$`); err != nil {
			failed++
		}
	}
	if taken := time.Since(start); failed != 1000 || taken > 10*time.Second {
		t.Errorf("%d failed in %v", failed, taken)
	}
}
