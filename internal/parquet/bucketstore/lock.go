package bucketstore

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"time"

	"github.com/trailq/trailq/internal/parquet/layout"
	"github.com/trailq/trailq/internal/scratch"
	"github.com/trailq/trailq/s3source"
)

// lockPath is the object that its owner renews. A process that was killed leaves it, and
// it counts until it is older than a lease.
const lockPath = layout.OwnFolder + "/lock"

// lock is the state of the lock object.
type lock struct {
	stop    context.CancelFunc // nil while there is no lock
	renewal sync.WaitGroup

	mu      sync.Mutex
	version string // that this process wrote last
	renewed time.Time
	lost    error // why it is no longer this process's
}

var errLost = errors.New("this conversion could not renew its lock in time, and another one can have taken over")

// sinceRenewal returns the time since the lock was renewed. The clock of the wall goes on
// while a machine sleeps, and the other one cannot be set back: the longer time counts.
func sinceRenewal(renewed time.Time) time.Duration {
	now := time.Now()
	return max(now.Sub(renewed), now.Round(0).Sub(renewed.Round(0)))
}

// checkLock returns an error where the lock was lost: nothing can be written then.
func (s *Store) checkLock() error {
	s.lock.mu.Lock()
	defer s.lock.mu.Unlock()
	if s.lock.lost == nil && sinceRenewal(s.lock.renewed) > s.lease {
		s.lock.lost = fmt.Errorf("%s: %w", s.url, errLost)
	}
	return s.lock.lost
}

// Lock implements [layout.Store]. Where there is a lock already, it waits for as long as
// its owner has to renew it.
func (s *Store) Lock() error {
	condition := s3source.OnlyNew
	version, age, err := s.bucket.StatObject(s.ctx, lockPath)
	switch {
	case err == nil:
		if condition, err = s.awaitStale(version, age); err != nil {
			return err
		}
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	s.lock.renewed = time.Now()
	if s.lock.version, err = s.putLock(s.ctx, condition); errors.Is(err, s3source.ErrCondition) {
		return s.inUse()
	}
	if err != nil {
		return err
	}
	if s.local, err = scratch.Make(s.folder); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(s.ctx)
	s.lock.stop = stop
	s.lock.renewal.Go(func() { s.renewLock(ctx) })
	return nil
}

func (s *Store) inUse() error { return fmt.Errorf("%s: %w", s.url, layout.ErrInUse) }

// awaitStale waits until a lock is older than a lease, and returns the condition under
// which it can be replaced. The error is layout.ErrInUse where it is renewed.
func (s *Store) awaitStale(version string, age time.Duration) (condition string, err error) {
	for age <= s.lease {
		select {
		case <-s.interrupt.Done():
			return "", context.Cause(s.interrupt)
		case <-time.After(min(s.lease/4, s.lease-age+time.Second)):
		}
		now, nowAge, err := s.bucket.StatObject(s.ctx, lockPath)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return s3source.OnlyNew, nil
		case err != nil:
			return "", err
		case now != version:
			return "", s.inUse()
		}
		age = nowAge
	}
	return version, nil
}

func (s *Store) putLock(ctx context.Context, condition string) (string, error) {
	return s.putOnce(ctx, lockPath, []byte(rand.Text()+"\n"), condition)
}

// putOnce writes an object under a condition. A request that is repeated because its
// answer got lost finds its own object in its way.
func (s *Store) putOnce(ctx context.Context, path string, content []byte, condition string) (string, error) {
	version, err := s.bucket.PutObject(ctx, path, bytes.NewReader(content), condition)
	if !errors.Is(err, s3source.ErrCondition) {
		return version, err
	}
	if there, problem := s.ReadFile(path); problem == nil && bytes.Equal(there, content) {
		version, _, err = s.bucket.StatObject(ctx, path)
	}
	return version, err
}

// renewLock renews the lock until the context is done.
func (s *Store) renewLock(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(s.lease / 4):
		}
		began := time.Now()
		version, err := s.putLock(ctx, s.lock.version)
		s.lock.mu.Lock()
		switch {
		case err == nil:
			s.lock.version, s.lock.renewed = version, began
		case errors.Is(err, s3source.ErrCondition):
			s.lock.lost = fmt.Errorf("%s: %w", s.url, errLost)
		}
		lost := s.lock.lost
		s.lock.mu.Unlock()
		if lost != nil {
			return
		}
	}
}

// Unlock implements [layout.Store], and removes what is kept on this machine.
func (s *Store) Unlock() error {
	if s.lock.stop == nil { // it was not locked
		return nil
	}
	err := s.local.Remove()
	s.lock.stop()
	s.lock.renewal.Wait()
	if s.checkLock() != nil { // it is another's now
		return err
	}
	return errors.Join(err, s.bucket.DeleteObject(s.ctx, lockPath))
}
