package mirror

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/trailq/trailq/internal/atomicfile"
	"github.com/trailq/trailq/internal/digest"
)

// doJobs does jobs until there are none.
func (r *run) doJobs() {
	buffer := bufio.NewWriterSize(nil, 64<<10)
	for job := range r.jobs {
		if r.ctx.Err() != nil {
			continue // what is left counts as stopped
		}
		if err := r.doJob(&job, buffer); err != nil {
			r.failFile(job.file.Path, err)
		}
	}
}

// doJob compares one file and fetches it if necessary.
func (r *run) doJob(j *job, buffer *bufio.Writer) (err error) {
	if j.folder.exists {
		if err := j.folder.acquire(); err != nil {
			return err
		}
		defer j.folder.release()
	}
	replaced := j.reason != Missing
	if j.reason == "" {
		found, err := r.examineCopy(j)
		if err != nil || j.reason == "" {
			if err == nil {
				r.countUnchanged(found)
			}
			return err
		}
		r.countWanted(j)
	}
	found := unverified
	if !r.options.DryRun {
		if found, err = r.fetchFile(j, buffer); err != nil {
			return err
		}
	}
	r.options.Tally.changeSummary(func(s *Summary) {
		s.Pending--
		s.Copied++
		if replaced {
			s.Replaced++
		}
		s.countVerdict(found)
	})
	r.sendResult(Change{Path: j.file.Path, Place: j.place(), Size: j.file.Size, Reason: j.reason}, nil)
	return nil
}

// countWanted counts a file to be fetched.
func (r *run) countWanted(j *job) {
	r.options.Tally.changeSummary(func(s *Summary) { s.WantedBytes += max(j.file.Size, 0) })
}

// countUnchanged counts a file that is already there.
func (r *run) countUnchanged(found verdict) {
	r.options.Tally.changeSummary(func(s *Summary) {
		s.Pending--
		s.Unchanged++
		s.countVerdict(found)
	})
}

// examineCopy reads the copy in place. If it is not a copy of the version, or differs
// from the original, the job gets a reason to fetch the file.
func (r *run) examineCopy(j *job) (found verdict, err error) {
	file, err := j.folder.root.Open(j.name)
	if err != nil {
		return unverified, fmt.Errorf("%q, which is there, cannot be read: %w", j.place(), systemError(err))
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if !j.known {
		if same, err := hasVersion(file, j.file.Version); err != nil || !same {
			j.reason = Changed
			return unverified, err
		}
		info, err := file.Stat()
		if err != nil {
			return unverified, err
		}
		if !r.options.DryRun {
			j.folder.adoptCopy(j.name, copied{j.file.Version, info.Size(), info.ModTime()})
		}
		if r.options.Verify {
			return matches, nil
		}
		return unverified, nil
	}
	found, err = r.verifyCopy(file, j.file)
	if found == differs {
		j.reason = Differs
	}
	return found, err
}

// fetchFile writes the file beside its place, and gives it its name when it is
// complete.
func (r *run) fetchFile(j *job, buffer *bufio.Writer) (verdict, error) {
	part, err := r.tree.createPart(j.folder, j.name)
	if err != nil {
		return unverified, &WriteError{Path: j.place(), Err: err}
	}
	c, found, err := r.fillPart(part, j, buffer)
	if err == nil {
		err = j.folder.publishPart(part, j.name, c)
	}
	return found, errors.Join(err, part.Discard())
}

// fetched is what is remembered of a file that came from the source.
type fetched struct {
	copied
	signature string // of a digest
}

// fillPart fetches the content into the part and verifies it if asked to.
func (r *run) fillPart(part *atomicfile.File, j *job, buffer *bufio.Writer) (fetched, verdict, error) {
	body, err := j.file.Open(r.ctx)
	if err != nil {
		return fetched{}, unverified, err
	}
	defer body.Close()
	buffer.Reset(&destination{part.File, j, r.options.Tally})
	n, err := io.Copy(buffer, ending{r.ctx, body})
	if err == nil {
		err = buffer.Flush()
	}
	if err == nil && j.file.Size >= 0 && n != j.file.Size {
		err = fmt.Errorf("it has %d bytes and was listed with %d", n, j.file.Size)
	}
	if err != nil {
		return fetched{}, unverified, err
	}
	info, err := part.Stat()
	if err != nil {
		return fetched{}, unverified, err
	}
	c := fetched{copied{j.file.Version, info.Size(), info.ModTime()}, digest.FindSignature(body)}
	if !r.options.Verify {
		return c, unverified, nil
	}
	if _, err := part.Seek(0, io.SeekStart); err != nil {
		return c, unverified, err
	}
	found, err := r.verifyCopy(part.File, j.file)
	if found == differs {
		err = errors.New("what came does not have the checksum of the original")
	}
	return c, found, err
}

// destination marks the errors of writing as such, and counts the bytes.
type destination struct {
	file  *os.File
	job   *job
	tally *Tally
}

func (d *destination) Write(p []byte) (int, error) {
	n, err := d.file.Write(p)
	d.tally.changeSummary(func(s *Summary) { s.FetchedBytes += int64(n) })
	if err != nil {
		err = &WriteError{Path: d.job.place(), Err: err}
	}
	return n, err
}

// ending is a body that ends when the context does, even if it has more.
type ending struct {
	ctx  context.Context
	body io.Reader
}

func (e ending) Read(p []byte) (int, error) {
	if e.ctx.Err() != nil {
		return 0, context.Cause(e.ctx)
	}
	return e.body.Read(p)
}
