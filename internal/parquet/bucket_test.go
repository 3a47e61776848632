//go:build cgo

package parquet_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/parquet"
	"github.com/trailq/trailq/internal/parquet/bucketstore"
	"github.com/trailq/trailq/internal/parquet/convert"
	"github.com/trailq/trailq/internal/parquet/layout"
	"github.com/trailq/trailq/internal/trailtest/s3test"
	"github.com/trailq/trailq/s3source"
)

// shortLease is a lease for tests; the times of objects are whole seconds.
const shortLease = 2 * time.Second

const bucketURL = "s3://kept/some/parquet"

// startBucket starts a server with an empty bucket, and returns the folder in which it
// has the objects below bucketURL.
func startBucket(t *testing.T) (folder string) {
	t.Helper()
	_, folder = startServer(t)
	return folder
}

func startServer(t *testing.T) (server *s3test.Server, folder string) {
	t.Helper()
	server = s3test.StartServer(t)
	server.Setenv(t)
	t.Setenv("AWS_ENDPOINT_URL", server.Endpoint)
	server.MakeBucket(t, "kept", nil)
	return server, filepath.Join(server.Folder("kept"), "some", "parquet")
}

func openStore(t *testing.T) *bucketstore.Store {
	t.Helper()
	store, err := bucketstore.Open(t.Context(), bucketURL, bucketstore.Options{Lease: shortLease})
	if err != nil {
		t.Fatal(err)
	}
	return store
}

// convertToBucket converts a source into the bucket.
func convertToBucket(t *testing.T, source trailq.Source, options convert.Options) trailq.Summary {
	t.Helper()
	options.Store = openStore(t)
	return convertLogs(t, source, "", options)
}

// bucketEvents returns the events of the bucket, read as a source.
func bucketEvents(t *testing.T) []string {
	t.Helper()
	source, err := s3source.New(t.Context(), bucketURL+"/", s3source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !parquet.IsParquet(t.Context(), source) {
		t.Fatal("the bucket is no Parquet")
	}
	return eventsOf(t, openParquet(t, source, duck.Options{Warn: func(err error) { t.Error(err) }}, parquet.SourceOptions{Remote: true, Names: []string{bucketURL}}))
}

// A bucket holds what a folder holds, object by object, and what came later.
func TestBucketIsLikeFolder(t *testing.T) {
	objects, folder := startBucket(t), filepath.Join(t.TempDir(), "parquet")
	logs := t.TempDir()
	if err := os.CopyFS(logs, os.DirFS(sampleLogs)); err != nil {
		t.Fatal(err)
	}
	options := convert.Options{Threads: 1}
	convertLogs(t, trailq.Dir(logs), folder, options)
	convertToBucket(t, trailq.Dir(logs), options)
	inFolder, _ := parquetFiles(t, folder)
	inBucket, _ := parquetFiles(t, objects)
	for i, name := range inFolder {
		a, errA := os.ReadFile(name)
		b, errB := os.ReadFile(inBucket[i])
		if errA != nil || errB != nil || !bytes.Equal(a, b) || strings.TrimPrefix(name, folder) != strings.TrimPrefix(inBucket[i], objects) {
			t.Errorf("%s and %s differ: %v, %v", name, inBucket[i], errA, errB)
		}
	}
	if len(inFolder) == 0 || len(inFolder) != len(inBucket) {
		t.Errorf("%d and %d Parquet files", len(inFolder), len(inBucket))
	}
	checkTidy(t, objects)
	want := rawEvents(t, trailq.Dir(logs), trailq.Options{})
	same(t, "events", bucketEvents(t), want)

	if summary := convertToBucket(t, trailq.Dir(logs), options); summary.Records.Yielded != 0 {
		t.Errorf("a second run added %d events", summary.Records.Yielded)
	}
	path, content := logAt(0, "late", 5)
	write(t, filepath.Join(logs, path), content)
	if summary := convertToBucket(t, trailq.Dir(logs), options); summary.Records.Yielded != 5 {
		t.Errorf("a late file added %d events", summary.Records.Yielded)
	}
	same(t, "events with the late file", bucketEvents(t), rawEvents(t, trailq.Dir(logs), trailq.Options{}))
	checkTidy(t, objects)
}

// Objects that are gone, cut or altered are made again.
func TestBucketIsMended(t *testing.T) {
	objects := startBucket(t)
	convertToBucket(t, trailq.Dir(sampleLogs), convert.Options{})
	want := rawEvents(t, trailq.Dir(sampleLogs), trailq.Options{})
	files, _ := parquetFiles(t, objects)
	if err := os.Remove(files[0]); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(files[1])
	if err != nil {
		t.Fatal(err)
	}
	write(t, files[1], content[:len(content)/2])
	convertToBucket(t, trailq.Dir(sampleLogs), convert.Options{})
	same(t, "events", bucketEvents(t), want)
	files, _ = parquetFiles(t, objects)
	if content, err = os.ReadFile(files[2]); err != nil {
		t.Fatal(err)
	}
	content[len(content)/2] ^= 1
	write(t, files[2], content)
	convertToBucket(t, trailq.Dir(sampleLogs), convert.Options{Verify: true})
	same(t, "events after a flipped bit", bucketEvents(t), want)
	checkTidy(t, objects)
}

// Events whose eventID is in the bucket are dropped.
func TestBucketWithoutDuplicates(t *testing.T) {
	startBucket(t)
	logs := t.TempDir()
	path, content := logAt(0, "one", 9)
	write(t, filepath.Join(logs, path), content)
	options := convert.Options{Read: trailq.Options{Duplicates: trailq.DropDuplicates}}
	convertToBucket(t, trailq.Dir(logs), options)
	again, _ := logAt(time.Hour, "two", 1)
	write(t, filepath.Join(logs, again), content)
	if summary := convertToBucket(t, trailq.Dir(logs), options); summary.Records.Yielded != 0 || summary.Records.DuplicatesDropped != 9 {
		t.Errorf("%+v", summary.Records)
	}
}

// One conversion at a time: the second waits for as long as a lock counts, and says so.
func TestBucketIsLocked(t *testing.T) {
	server, objects := startServer(t)
	store := openStore(t)
	if err := store.Lock(); err != nil {
		t.Fatal(err)
	}
	options := convert.Options{Store: openStore(t)}
	if _, err := tryConvert(t, trailq.Dir(sampleLogs), "", options); !errors.Is(err, layout.ErrInUse) {
		t.Errorf("a second conversion: %v", err)
	}
	// Another takes over from one that could not renew its lock, which then writes nothing.
	server.Put(t, "kept", "some/parquet/_trailq/lock", []byte("another's"))
	time.Sleep(shortLease)
	if err := store.CreateFile("_trailq/commits/00000001.pending.gz", nil); err == nil {
		t.Error("who has lost the lock writes")
	}
	if err := store.Unlock(); err != nil {
		t.Error(err)
	}
	if text, err := os.ReadFile(filepath.Join(objects, "_trailq", "lock")); string(text) != "another's" {
		t.Errorf("the lock of another is %q, %v", text, err)
	}
	time.Sleep(shortLease + time.Second)
	convertToBucket(t, trailq.Dir(sampleLogs), convert.Options{})
}

// What is in the way, or was made in another way, is refused.
func TestBucketIsRefused(t *testing.T) {
	objects := startBucket(t)
	write(t, filepath.Join(objects, "other.txt"), []byte("mine"))
	if _, err := tryConvert(t, trailq.Dir(sampleLogs), "", convert.Options{Store: openStore(t)}); !errors.Is(err, layout.ErrOther) {
		t.Errorf("beside other objects: %v", err)
	}
	if err := os.Remove(filepath.Join(objects, "other.txt")); err != nil {
		t.Fatal(err)
	}
	convertToBucket(t, trailq.Dir(sampleLogs), convert.Options{})
	if _, err := tryConvert(t, trailq.Dir(sampleLogs), "", convert.Options{NoRecord: true, Store: openStore(t)}); !errors.Is(err, layout.ErrOther) {
		t.Errorf("without records: %v", err)
	}
}

// A process that is killed at any moment leaves no object that is not whole and no event
// twice, and the next one goes on.
func TestKilledIntoBucket(t *testing.T) {
	objects := startBucket(t)
	logs := manyLogs(t)
	want := rawEvents(t, trailq.Dir(logs), trailq.Options{})
	random := rand.New(rand.NewPCG(4, uint64(time.Now().UnixNano())))
	between := 0
	attempts := 3
	if os.Getenv("TRAILQ_SOAK") != "" {
		attempts = 12
	}
	for attempt := range attempts {
		command := childCommand(t, logs, bucketURL, 0)
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- command.Wait() }()
		waitForCommits(objects, 1+random.IntN(2), ended)
		time.Sleep(time.Duration(random.Int64N(int64(100 * time.Millisecond))))
		if err := command.Process.Kill(); err != nil && attempt == 0 {
			t.Error(err)
		}
		<-ended
		time.Sleep(100 * time.Millisecond) // what it has sent arrives
		if n := checkKilled(t, objects, want); n > 0 && n < len(want) {
			between++
		}
	}
	if between == 0 {
		t.Error("no process was killed in the middle")
	}
	command := childCommand(t, logs, bucketURL, 0)
	if err := command.Run(); err != nil {
		t.Fatalf("%v: %s", err, command.Stderr)
	}
	checkTidy(t, objects)
	same(t, fmt.Sprintf("events after %d kills in the middle", between), parquetEvents(t, objects, trailq.Options{}), want)
}
