package s3test

import (
	"bytes"
	"crypto/md5"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"testing"
	"time"

	"github.com/trailq/trailq/internal/trailtest"
)

// Server is a real S3 server, versitygw, that belongs to one test. Objects
// are files in folders and appear as they are written.
type Server struct {
	// Endpoint is the URL, http://127.0.0.1:PORT.
	Endpoint string
	objects  string // a folder for each bucket
	metadata string // the same, with folders for the objects
}

// Credentials and region that the server accepts: AWS's documentation's.
const (
	AccessKey = "AKIAIOSFODNN7EXAMPLE"
	SecretKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
	Region    = "us-east-1"
)

// StartServer starts a server on a free port of the loopback interface; it ends
// with the test. Where versitygw is not installed the test is skipped, and
// fails where CI is true: see [trailtest.Tool].
func StartServer(t testing.TB) *Server {
	t.Helper()
	binary := trailtest.Tool(t, "versitygw")
	s := &Server{objects: t.TempDir(), metadata: t.TempDir()}
	const tries = 3 // another process can take the port before the server does
	for try := 1; ; try++ {
		err := s.startProcess(t, binary)
		if err == nil {
			return s
		}
		if try == tries {
			t.Fatal(err)
		}
	}
}

// startProcess runs the server and waits until it answers.
func (s *Server) startProcess(t testing.TB, binary string) error {
	address, err := freeAddress()
	if err != nil {
		return err
	}
	var output bytes.Buffer
	server := exec.Command(binary, "--port", address, "--region", Region, "--quiet", "--keep-alive",
		"posix", "--sidecar", s.metadata, s.objects)
	server.Env = append(os.Environ(), "ROOT_ACCESS_KEY_ID="+AccessKey, "ROOT_SECRET_ACCESS_KEY="+SecretKey)
	server.Stdout, server.Stderr = &output, &output
	if err := server.Start(); err != nil {
		return err
	}
	ended := make(chan struct{})
	go func() {
		server.Wait()
		close(ended)
	}()
	t.Cleanup(func() {
		server.Process.Kill()
		<-ended
	})
	s.Endpoint = "http://" + address
	const patience = 30 * time.Second
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		if response, err := http.Get(s.Endpoint); err == nil {
			return response.Body.Close()
		}
		select {
		case <-ended:
			return fmt.Errorf("versitygw ended: %s", output.String())
		case <-time.After(5 * time.Millisecond):
		}
	}
	return fmt.Errorf("versitygw does not answer after %v", patience)
}

// freeAddress returns a loopback address that nobody listens on.
func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

// Setenv lets AWS's libraries find the server's credentials and no other
// settings, for this test.
func (s *Server) Setenv(t testing.TB) {
	t.Helper()
	for name, value := range s.Environment() {
		t.Setenv(name, value)
	}
}

// Environment returns the variables with which AWS's libraries find the server's
// credentials and no other settings. The endpoint is not among them.
func (s *Server) Environment() map[string]string {
	nowhere := filepath.Join(s.metadata, "no-such-file")
	return map[string]string{
		"AWS_ACCESS_KEY_ID":           AccessKey,
		"AWS_SECRET_ACCESS_KEY":       SecretKey,
		"AWS_SESSION_TOKEN":           "",
		"AWS_REGION":                  "",
		"AWS_DEFAULT_REGION":          "",
		"AWS_PROFILE":                 "",
		"AWS_DEFAULT_PROFILE":         "",
		"AWS_CONFIG_FILE":             nowhere,
		"AWS_SHARED_CREDENTIALS_FILE": nowhere,
		"AWS_EC2_METADATA_DISABLED":   "true",
		"AWS_ENDPOINT_URL":            "",
		"AWS_ENDPOINT_URL_S3":         "",
	}
}

// MakeBucket makes a bucket and puts the tree's files into it.
func (s *Server) MakeBucket(t testing.TB, bucket string, tree trailtest.Tree) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(s.objects, bucket), 0o777); err != nil {
		t.Fatal(err)
	}
	for key, content := range tree {
		s.Put(t, bucket, key, content)
	}
}

// Folder returns the folder that has the bucket's objects as files. A file written
// there is an object without an ETag.
func (s *Server) Folder(bucket string) string { return filepath.Join(s.objects, bucket) }

// Put puts an object into a bucket, or replaces it.
func (s *Server) Put(t testing.TB, bucket, key string, content []byte) {
	t.Helper()
	trailtest.Tree{key: content}.Write(t, s.Folder(bucket))
	s.SetMetadata(t, bucket, key, "etag", fmt.Sprintf(`"%x"`, md5.Sum(content)))
}

// CopyFolder puts the files below a folder into a bucket.
func (s *Server) CopyFolder(t testing.TB, bucket, folder string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		key, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		content, err := os.ReadFile(path)
		s.Put(t, bucket, filepath.ToSlash(key), content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// SetMetadata sets the server's metadata of an object, such as its etag or
// content-encoding or, with an empty key, about a bucket, such as its policy.
func (s *Server) SetMetadata(t testing.TB, bucket, key, name, value string) {
	t.Helper()
	trailtest.Tree{path.Join(key, "meta", name): []byte(value)}.Write(t, filepath.Join(s.metadata, bucket))
}

// Delete deletes an object.
func (s *Server) Delete(t testing.TB, bucket, key string) {
	t.Helper()
	err := os.Remove(filepath.Join(s.objects, bucket, filepath.FromSlash(key)))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
}
