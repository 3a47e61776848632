package builtin

import "testing"

// The short way to a number finds what the long one does, or nothing.
func TestNumberAt(t *testing.T) {
	for _, test := range []struct{ text, path, want string }{
		{`{"a":1.50}`, `$."a"`, "1.50"},
		{` { "b" : {"a":2.0,"c":["}",{}]} , "x":"a\",{" , "a" : -1.5e3 }`, `$."a"`, "-1.5e3"},
		{`{"a":1.0,"a":2.0}`, `$."a"`, "1.0"},
		{`{"b":[1.0,2.0],"a":3.0}`, `$."a"`, "3.0"},
		{`{"a":"1.0"}`, `$."a"`, ""},
		{`{"a":{"a":1.0}}`, `$."a"`, ""},
		{`{"a":null}`, `$."a"`, ""},
		{`{"b":1.0}`, `$."a"`, ""},
		{`{}`, `$."a"`, ""},
		{`[1.0]`, `$."a"`, ""},
		{`{"a":1.0}`, `$."a"."b"`, ""},
		{`{"a":1.0}`, `$[0]`, ""},
		{`{"a":1.0.0}`, `$."a"`, ""},
		{`{"a":`, `$."a"`, ""},
		{`{"a`, `$."a"`, ""},
		{`{"a\u0062":1.0}`, `$."ab"`, ""},
		{`1.0`, `$`, ""},
		{``, `$."a"`, ""},
	} {
		if got := numberAt(test.text, test.path); got != test.want {
			t.Errorf("%s of %s: %q, want %q", test.path, test.text, got, test.want)
		}
	}
}

// It agrees with the long way on any text.
func FuzzNumberAt(f *testing.F) {
	f.Add(`{"b":{"c":[1,{"a":"}"}]},"a":1.50}`, "a")
	f.Add(`{"a\"":1.0,"a":2e1}`, "a")
	f.Fuzz(func(t *testing.T, text, key string) {
		path := `$."` + key + `"`
		got := numberAt(text, path)
		if got == "" {
			return
		}
		// A text with anything but the number cannot take the short way.
		want, err := scalarDigits(" ["+text+"]", "$[0]"+path[1:], "VARCHAR")
		if err != nil || want != nil && want != got {
			t.Errorf("%s of %q: %q, want %v %v", path, text, got, want, err)
		}
	})
}
