package fieldpath

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/trailq/trailq/internal/records"
)

const pathRecord = `{
	"eventTime": "2023-11-01T00:05:12Z",
	"userIdentity": {"arn": "arn:aws:iam::111122223333:user/alice", "type": "IAMUser"},
	"requestParameters": {"x-amz.acl": "private", "a,b": 1, "quote\"d": 2, "it's": 3, "": 4, "caf\u00e9": 5, "twice": 6, "twice": 7},
	"resources": [{"ARN": "arn:aws:s3:::one"}, {"ARN": "arn:aws:s3:::two"}, [10, 20, [30]]],
	"errorCode": null
}`

func recordOf(t testing.TB, raw string) *records.Record {
	t.Helper()
	fields, whole := records.Object([]byte(raw), nil)
	if !whole {
		t.Fatalf("not an object: %s", raw)
	}
	return &records.Record{Raw: []byte(raw), Fields: fields}
}

func TestPathGet(t *testing.T) {
	record := recordOf(t, pathRecord)
	for _, test := range []struct{ path, want string }{
		{`eventTime`, `"2023-11-01T00:05:12Z"`},
		{`$.eventTime`, `"2023-11-01T00:05:12Z"`},
		{`userIdentity.arn`, `"arn:aws:iam::111122223333:user/alice"`},
		{`userIdentity["arn"]`, `"arn:aws:iam::111122223333:user/alice"`},
		{`"userIdentity"."arn"`, `"arn:aws:iam::111122223333:user/alice"`},
		{`userIdentity.ARN`, ``},
		{`userIdentity.arn.more`, ``},
		{`userIdentity[0]`, ``},
		{`resources[0].ARN`, `"arn:aws:s3:::one"`},
		{`resources[1].ARN`, `"arn:aws:s3:::two"`},
		{`resources[2][2][0]`, `30`},
		{`resources[3]`, ``},
		{`resources.ARN`, ``},
		{`requestParameters["x-amz.acl"]`, `"private"`},
		{`requestParameters['x-amz.acl']`, `"private"`},
		{`requestParameters."x-amz.acl"`, `"private"`},
		{`requestParameters["a,b"]`, `1`},
		{`requestParameters["quote\"d"]`, `2`},
		{`requestParameters['quote"d']`, `2`},
		{`requestParameters["it's"]`, `3`},
		{`requestParameters['']`, `4`},
		{`requestParameters.café`, `5`},
		{`requestParameters["caf\u00e9"]`, `5`},
		{`requestParameters.twice`, `7`},
		{`errorCode`, `null`},
		{`nothing`, ``},
	} {
		path, err := Parse(test.path)
		if err != nil {
			t.Errorf("%s: %v", test.path, err)
			continue
		}
		if got := string(path.Get(record)); got != test.want {
			t.Errorf("%s: %s, want %s", test.path, got, test.want)
		}
	}
}

func TestParsePathRefuses(t *testing.T) {
	for text, want := range map[string]string{
		``:               `path "": want a name at character 1`,
		`$.`:             `path "$.": want a name at character 3`,
		`a.`:             `path "a.": want a name at character 3`,
		`.a`:             `path ".a": want a name at character 1`,
		`a..b`:           `path "a..b": want a name at character 3`,
		`[0]`:            `path "[0]": want a name at character 1`,
		`a[`:             `path "a[": want an index from 0 or a key in quotes at character 3`,
		`a[*]`:           `path "a[*]": want an index from 0 or a key in quotes at character 3`,
		`a[-1]`:          `path "a[-1]": want an index from 0 or a key in quotes at character 3`,
		`a[99999999999]`: `path "a[99999999999]": want an index from 0 or a key in quotes at character 3`,
		`a[0`:            `path "a[0": want ']' at character 4`,
		`a["b"`:          `path "a[\"b\"": want ']' at character 6`,
		`a["b]`:          `path "a[\"b]": want a closing quote for the one at character 3`,
		`a["\x"]`:        `path "a[\"\\x\"]": want a key with JSON's escapes at character 3`,
		`a]`:             `path "a]": want '.', '[' or the end at character 2`,
		`é.[`:            `path "é.[": want a name at character 3`,
	} {
		if _, err := Parse(text); err == nil || err.Error() != want {
			t.Errorf("%s: error %v, want %s", text, err, want)
		}
	}
}

func TestSplitPaths(t *testing.T) {
	for list, want := range map[string][]string{
		``:                         {""},
		`a`:                        {"a"},
		`a, b.c ,d[0]`:             {"a", "b.c", "d[0]"},
		`a["x,y"],b['p,"q'],"c,d"`: {`a["x,y"]`, `b['p,"q']`, `"c,d"`},
		`a["\",x"],b`:              {`a["\",x"]`, `b`},
		`a,,b`:                     {"a", "", "b"},
	} {
		if diff := cmp.Diff(want, Split(list)); diff != "" {
			t.Errorf("%s: %s", list, diff)
		}
	}
}

// Get finds what encoding/json finds, whatever the record and the path.
func FuzzPathGet(f *testing.F) {
	for _, path := range []string{`eventTime`, `userIdentity.arn`, `resources[1].ARN`, `resources[2][2][0]`, `requestParameters["caf\u00e9"]`, `$.requestParameters.twice`, `requestParameters['']`} {
		f.Add(pathRecord, path)
	}
	f.Add(`{"a\ud800":1,"\uFFFD":[]}`, "\"\\ufffd\"[0]")
	f.Fuzz(func(t *testing.T, raw, text string) {
		path, err := Parse(text)
		if err != nil || !json.Valid([]byte(raw)) || !strings.HasPrefix(raw, "{") || len(raw) > 1<<14 {
			return
		}
		fields, whole := records.Object(bytes.TrimRight([]byte(raw), " \t\r\n"), nil)
		if !whole {
			t.Fatalf("valid, and not read: %s", raw)
		}
		got := path.Get(&records.Record{Raw: []byte(raw), Fields: fields})
		if want := independently([]byte(raw), path); !sameJSON(got, want) {
			t.Fatalf("%s in %s: %s, want %s", text, raw, got, want)
		}
	})
}

// independently does what Get does, with encoding/json.
func independently(raw json.RawMessage, path Path) json.RawMessage {
	for _, step := range path.steps {
		if !step.isIndex {
			var object map[string]json.RawMessage
			if json.Unmarshal(raw, &object) != nil {
				return nil
			}
			raw = object[step.key]
			continue
		}
		var array []json.RawMessage
		if json.Unmarshal(raw, &array) != nil || step.index >= len(array) {
			return nil
		}
		raw = array[step.index]
	}
	return raw
}

func sameJSON(a, b []byte) bool {
	return slices.Equal(bytes.TrimSpace(a), bytes.TrimSpace(b))
}

func BenchmarkPathGet(b *testing.B) {
	record := recordOf(b, pathRecord)
	path, err := Parse("userIdentity.arn")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		path.Get(record)
	}
}
