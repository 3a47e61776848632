// Package leaf finds the values of a record, each with the conditions for it and against
// it:
//
//	for _, leaf := range leaf.Find(record) {
//		fmt.Println(leaf.Path, leaf.Value, leaf.Is)
//	}
package leaf

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/trailq/trailq/internal/web/reply"
)

// Leaf is a value in the record, with the conditions for it and against it.
type Leaf struct {
	Path  string `json:"path"`
	Value string `json:"value"`
	Shown string `json:"shown,omitempty"`
	Is    string `json:"is"`
	Not   string `json:"not"`
}

// Find returns the values of a record, in its order.
func Find(raw []byte) []Leaf {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	f := &finder{decoder: decoder, found: []Leaf{}}
	_ = f.readValue("") // a record that is no JSON has the values before its damage
	return f.found
}

// finder walks through JSON.
type finder struct {
	decoder *json.Decoder
	found   []Leaf
}

func (f *finder) readValue(path string) error {
	token, err := f.decoder.Token()
	if err != nil {
		return err
	}
	switch token {
	case json.Delim('{'):
		return f.readMembers(path)
	case json.Delim('['):
		return f.readElements(path)
	case nil:
		return nil
	}
	text := formatLeaf(token)
	leaf := Leaf{Path: path, Value: text, Shown: reply.ShownText(text), Is: path + "=" + text, Not: path + "!=" + text}
	if text == "" {
		leaf.Is, leaf.Not = "!"+path, path
	}
	f.found = append(f.found, leaf)
	return nil
}

// formatLeaf returns a scalar as conditions compare it.
func formatLeaf(token json.Token) string {
	switch value := token.(type) {
	case string:
		return value
	case json.Number:
		return value.String()
	case bool:
		return strconv.FormatBool(value)
	}
	return ""
}

func (f *finder) readMembers(path string) error {
	for f.decoder.More() {
		token, err := f.decoder.Token()
		if err != nil {
			return err
		}
		key, _ := token.(string)
		if err := f.readValue(joinPath(path, key)); err != nil {
			return err
		}
	}
	_, err := f.decoder.Token()
	return err
}

func (f *finder) readElements(path string) error {
	for i := 0; f.decoder.More(); i++ {
		if err := f.readValue(path + "[" + strconv.Itoa(i) + "]"); err != nil {
			return err
		}
	}
	_, err := f.decoder.Token()
	return err
}

// joinPath returns the path of a member, as package fieldpath reads it.
func joinPath(path, key string) string {
	plain := key != "" && strings.Trim(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == ""
	switch {
	case plain && path == "":
		return key
	case plain:
		return path + "." + key
	}
	return path + "[" + strconv.Quote(key) + "]"
}
