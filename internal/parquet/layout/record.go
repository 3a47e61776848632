package layout

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/trailq/trailq"
)

// A commit's record is a JSON object in two members of a gzip file. The first ends
// before the log files, and its comment is headMark: a query reads only this one, and
// gzip checks it. Earlier versions wrote a single member.
const (
	headMark = "head"
	headEnd  = `,"logs":`
)

// Encode returns the record.
func (c *Commit) Encode() ([]byte, error) {
	head := *c
	head.Logs = nil
	start, err := json.Marshal(head)
	if err != nil {
		return nil, err
	}
	logs, err := json.Marshal(c.Logs)
	if err != nil {
		return nil, err
	}
	var packed bytes.Buffer
	packer := gzip.NewWriter(&packed)
	packer.Comment = headMark
	_, err = fmt.Fprintf(packer, "%s%s", bytes.TrimSuffix(start, []byte("}")), headEnd)
	err = errors.Join(err, packer.Close())
	packer.Reset(&packed)
	_, problem := fmt.Fprintf(packer, "%s}\n", logs)
	err = errors.Join(err, problem, packer.Close())
	return packed.Bytes(), err
}

// DecodeCommit decodes a whole record of a commit.
func DecodeCommit(packed []byte) (*Commit, error) {
	unpacked, err := newUnpacker(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(unpacked) // to the end, where gzip has its checksum
	if err != nil {
		return nil, err
	}
	return parseCommit(text)
}

func parseCommit(text []byte) (*Commit, error) {
	if c, ok := parsePlain(text); ok {
		return c, c.checkPaths()
	}
	c := new(Commit)
	if err := json.Unmarshal(text, c); err != nil {
		return nil, err
	}
	return c, c.checkPaths()
}

// checkPaths refuses files outside of the folder.
func (c *Commit) checkPaths() error {
	for _, d := range c.Data {
		if !filepath.IsLocal(filepath.FromSlash(d.Path)) || !filepath.IsLocal(d.Staged) || d.Rows < 0 || d.Bytes < 0 {
			return fmt.Errorf("it names a file outside of the folder, or of an impossible size: %q", d.Path)
		}
	}
	return nil
}

// OpenCommit reads a commit's record without its log files.
func OpenCommit(ctx context.Context, file trailq.File) (c *Commit, err error) {
	body, err := file.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, body.Close()) }()
	c, err = DecodeHead(body)
	if err == nil {
		err = c.CheckNumber(file.Path)
	}
	return c, err
}

// DecodeHead decodes a commit's record without its log files.
func DecodeHead(packed io.Reader) (*Commit, error) {
	unpacked, err := newUnpacker(packed)
	if err != nil {
		return nil, err
	}
	if unpacked.Comment != headMark {
		return decodeEarlier(unpacked)
	}
	unpacked.Multistream(false)
	text, err := io.ReadAll(unpacked)
	if err != nil {
		return nil, err
	}
	head, found := bytes.CutSuffix(text, []byte(headEnd))
	if !found {
		return nil, errors.New("the record ends early")
	}
	return parseCommit(append(head, '}'))
}

// decodeEarlier decodes a record of one member up to its log files.
func decodeEarlier(text io.Reader) (*Commit, error) {
	decoder := json.NewDecoder(text)
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return nil, errors.Join(errors.New("the record is no JSON object"), err)
	}
	c := new(Commit)
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		if token == "logs" {
			return c, c.checkPaths()
		}
		var field any = new(json.RawMessage)
		if token == "data" {
			field = &c.Data
		}
		if err := decoder.Decode(field); err != nil {
			return nil, err
		}
	}
	return nil, errors.New("the record ends early")
}
