package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/trailq/trailq/internal/trailtest"
	"github.com/trailq/trailq/internal/trailtest/s3test"
)

// TestBucketScripts runs the scripts that need a bucket, of a real server. They
// can also say
//
//	bucket NAME FOLDER     makes a bucket of the files of a folder
//	object NAME KEY FILE   puts an object into a bucket, or replaces it
//	etag NAME KEY ETAG     gives an object another ETag
//	slow TIME              lets the server wait so long, as in 20ms, before it
//	                       sends an object
func TestBucketScripts(t *testing.T) {
	scriptFolder(t)
	b := &bucketCommands{t: t, server: s3test.StartServer(t)}
	testscript.Run(t, testscript.Params{
		Dir: "../../internal/cli/testdata/script/bucket",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":  exits,
			"bytes":  makeBytes,
			"bucket": b.bucket,
			"object": b.object,
			"etag":   b.etag,
			"slow":   b.slow,
		},
		Setup: func(env *testscript.Env) error {
			for name, value := range b.server.Environment() {
				env.Setenv(name, value)
			}
			env.Setenv("AWS_ENDPOINT_URL", b.server.Endpoint)
			return nil
		},
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}

type bucketCommands struct {
	t      *testing.T
	server *s3test.Server
}

// want ends the script unless there are so many arguments.
func want(script *testscript.TestScript, negated bool, arguments []string, n int, usage string) {
	if negated || len(arguments) != n {
		script.Fatalf("usage: %s", usage)
	}
}

func (b *bucketCommands) bucket(script *testscript.TestScript, negated bool, arguments []string) {
	want(script, negated, arguments, 2, "bucket NAME FOLDER")
	folder, tree := script.MkAbs(arguments[1]), make(trailtest.Tree)
	script.Check(filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		key, err := filepath.Rel(folder, path)
		script.Check(err)
		tree[filepath.ToSlash(key)], err = os.ReadFile(path)
		return err
	}))
	b.server.MakeBucket(b.t, arguments[0], tree)
}

func (b *bucketCommands) object(script *testscript.TestScript, negated bool, arguments []string) {
	want(script, negated, arguments, 3, "object NAME KEY FILE")
	b.server.Put(b.t, arguments[0], arguments[1], []byte(script.ReadFile(arguments[2])))
}

func (b *bucketCommands) etag(script *testscript.TestScript, negated bool, arguments []string) {
	want(script, negated, arguments, 3, "etag NAME KEY ETAG")
	b.server.SetMetadata(b.t, arguments[0], arguments[1], "etag", arguments[2])
}

func (b *bucketCommands) slow(script *testscript.TestScript, negated bool, arguments []string) {
	want(script, negated, arguments, 1, "slow TIME")
	delay, err := time.ParseDuration(arguments[0])
	script.Check(err)
	proxy := s3test.StartFaultProxy(b.t, b.server.Endpoint)
	proxy.Add(s3test.IsObject(""), -1, s3test.Before(func() { time.Sleep(delay) }))
	script.Setenv("AWS_ENDPOINT_URL", proxy.URL)
}
