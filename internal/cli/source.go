package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/s3source"
)

// bucketFlags say how to reach buckets, under the names that the AWS CLI has
// for them, save that --region is a filter here.
type bucketFlags struct {
	profile       string
	region        string
	endpointURL   string
	noSignRequest bool
	requestPayer  string
	stallTimeout  time.Duration
	// evidence says that all files of the trail are wanted as they are: digest
	// files too, and none out of a cache.
	evidence bool
	// logsOnly says that the sources are not Parquet.
	logsOnly   bool
	cache      cacheFlags
	fetchLimit int64
}

func (f *bucketFlags) flags() *pflag.FlagSet {
	flags := f.connectionFlags()
	f.cache.add(flags)
	return flags
}

// connectionFlags are those without the cache's.
func (f *bucketFlags) connectionFlags() *pflag.FlagSet {
	flags := newFlagSet()
	flags.StringVar(&f.profile, "profile", "", "`name` of the profile in the AWS configuration")
	flags.StringVar(&f.region, "bucket-region", "", "`name` of the bucket's region (default: it is found out)")
	flags.StringVar(&f.endpointURL, "endpoint-url", "", "`url` of a server with S3's interface")
	flags.BoolVar(&f.noSignRequest, "no-sign-request", false, "send no credentials, for public buckets")
	flags.Var(choice{&f.requestPayer, []string{"requester"}}, "request-payer", "`requester`: agree to pay for the requests and the transfer")
	flags.Lookup("request-payer").NoOptDefVal = "requester"
	flags.Var(age{&f.stallTimeout}, "stall-timeout", "ask again where a connection brings nothing for this `age` (default 1m)")
	if !f.logsOnly {
		flags.Var(volume{&f.fetchLimit}, "fetch-limit", "fetch at most this `size` of Parquet files for a query (default 10GiB)")
	}
	return flags
}

// open is the source of s3://bucket/prefix.
func (f *bucketFlags) open(ctx context.Context, s *session, url string) (trailq.Source, error) {
	source, err := s3source.New(ctx, url, s3source.Options{
		Profile:       f.profile,
		Region:        f.region,
		EndpointURL:   f.endpointURL,
		NoSignRequest: f.noSignRequest,
		RequestPayer:  f.requestPayer != "",
		StallTimeout:  f.stallTimeout,
		Digests:       f.evidence,
		CheckMD5:      f.evidence,
		Calls:         &s.listCalls,
		Note:          s.note,
	})
	var refused *s3source.Error
	switch {
	case err == nil && f.evidence:
		return source, nil
	case err == nil:
		return f.cache.wrap(s, source)
	case errors.As(err, &refused):
		return nil, sourceError(err)
	}
	return nil, usageError(err, "the form is s3://bucket/prefix")
}

// isBucket tells the name of a bucket as a source.
func isBucket(name string) bool { return strings.HasPrefix(name, "s3://") }

// openSources opens all that are named.
func openSources(ctx context.Context, s *session, flags *bucketFlags, names []string) ([]trailq.Source, error) {
	var sources []trailq.Source
	stdin := false
	for _, name := range names {
		if name == "-" && stdin {
			return nil, usagef("standard input can be read only once: give - once")
		}
		stdin = stdin || name == "-"
		source, err := openSource(ctx, s, flags, name)
		if err != nil {
			return nil, err
		}
		sources = append(sources, source)
	}
	return sources, nil
}

func openSource(ctx context.Context, s *session, flags *bucketFlags, name string) (trailq.Source, error) {
	scheme, _, isURL := strings.Cut(name, "://")
	switch {
	case name == "":
		return nil, usageError(errors.New("an empty SOURCE"), "is a variable unset?")
	case name == "-":
		open := func() (io.ReadCloser, error) { return io.NopCloser(s.env.Stdin), nil }
		return trailq.Stream("standard input", &interruptible{ctx: ctx, open: open}), nil
	case isBucket(name):
		return flags.open(ctx, s, name)
	case isURL:
		return nil, usageError(fmt.Errorf("SOURCE %q: no such kind of source: %s", name, scheme), "SOURCE is a folder, a file, a glob, s3://bucket/prefix or - for standard input")
	}
	source, err := openLocal(ctx, name)
	if err != nil {
		return nil, err
	}
	return s.withoutWritten(source), nil
}

// openLocal is the source of a folder, a file, a pipe or a glob, which must name
// something. A file may have the name of a glob.
func openLocal(ctx context.Context, name string) (trailq.Source, error) {
	info, err := os.Stat(name)
	switch {
	case err == nil && info.IsDir():
		return trailq.Dir(name), nil
	case err == nil && !info.Mode().IsRegular():
		open := func() (io.ReadCloser, error) { return os.Open(name) }
		return trailq.Stream(name, &interruptible{ctx: ctx, open: open}), nil
	case err == nil:
		return trailq.Files(name), nil
	case !errors.Is(err, fs.ErrNotExist):
		return nil, sourceError(err)
	}
	matches, err := filepath.Glob(name)
	if err != nil {
		return nil, usageError(fmt.Errorf("SOURCE %q: %w", name, err), "a glob has *, ? and [a-z]")
	}
	if len(matches) == 0 {
		return nil, sourceError(fmt.Errorf("SOURCE %q: %w", name, errNothingThere))
	}
	return trailq.Files(name), nil
}

var errNothingThere = fmt.Errorf("nothing has that name: %w", fs.ErrNotExist)

// interruptible reads from what open gives until ctx is done: opening a pipe and
// reading from one, or from a terminal, would wait on. That call is then left
// behind, to end with the process.
type interruptible struct {
	ctx  context.Context
	open func() (io.ReadCloser, error)
	pipe *io.PipeReader // nil until the first Read
}

func (i *interruptible) Read(p []byte) (int, error) {
	if i.pipe == nil {
		i.start()
	}
	return i.pipe.Read(p)
}

func (i *interruptible) start() {
	out, in := io.Pipe()
	i.pipe = out
	context.AfterFunc(i.ctx, func() { out.CloseWithError(context.Cause(i.ctx)) })
	go func() { in.CloseWithError(i.copyTo(in)) }()
}

func (i *interruptible) copyTo(out io.Writer) error {
	body, err := i.open()
	if err != nil {
		return err
	}
	defer body.Close()
	_, err = io.Copy(out, body)
	return err
}
