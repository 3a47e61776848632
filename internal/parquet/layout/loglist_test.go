package layout

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"
)

// What is parsed quickly is what encoding/json parses, also where bytes were changed.
func TestParsePlain(t *testing.T) {
	commits := []*Commit{
		{Number: 3, Data: []DataFile{{Path: "data/a", Staged: "b", Rows: 7, Alone: true}}, Logs: []LedgerFile{{Path: "/logs/ä.json.gz", Size: 17, Version: "1 2"}, {Path: "s3://b/k"}}},
		{Window: Window{From: time.Unix(1, 0).UTC()}, Salvaged: `,"logs":[`, Lacking: true, Replaces: []int{1, 2}, Logs: []LedgerFile{{Path: "a&b", Size: 1}, {Path: "c", Windows: []Window{{}}}}},
		{Logs: []LedgerFile{{Path: "", Size: 9223372036854775807, Version: `"etag"`}}},
		{},
	}
	seeds := []string{`{"data":null,"Logs":[{"path":"x"}],"logs":[{"path":"a","size":1}]}` + "\n", `{"logs":[{"path":"a","size":01}]}` + "\n"}
	quick := 0
	for _, c := range commits {
		packed, err := c.Encode()
		if err != nil {
			t.Fatal(err)
		}
		decoded, err := DecodeCommit(packed)
		if err != nil || !reflect.DeepEqual(decoded, c) {
			t.Errorf("%+v became %+v, %v", c, decoded, err)
		}
		head := *c
		head.Logs = nil
		start, _ := json.Marshal(head)
		logs, _ := json.Marshal(c.Logs)
		seeds = append(seeds, strings.TrimSuffix(string(start), "}")+headEnd+string(logs)+"}\n")
	}
	random := rand.New(rand.NewPCG(1, 2))
	pieces := []string{`"`, `\`, "\n", ",", "{", "}", "[", "]", "0", "-", " ", "\xff", "é", "\x00", `"size":2,`, `,"logs":[`, `{"path":"q","size":5}`, `,"version":null`}
	for _, seed := range seeds {
		for n := range 3000 {
			text := seed
			for range n % 3 {
				at := random.IntN(len(text) + 1)
				text = text[:at] + pieces[random.IntN(len(pieces))] + text[min(at+random.IntN(3), len(text)):]
			}
			got, ok := parsePlain([]byte(text))
			if !ok {
				continue
			}
			quick++
			want := new(Commit)
			if err := json.Unmarshal([]byte(text), want); err != nil || !reflect.DeepEqual(got, want) {
				t.Fatalf("%q: %+v, by encoding/json %+v, %v", text, got, want, err)
			}
		}
	}
	if quick < 1100 {
		t.Errorf("%d texts were parsed", quick)
	}
}
