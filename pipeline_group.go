package trailq

import "context"

// group holds files that one worker reads one after the other, and the channel for
// their events. If a part of the source could not be listed, it holds only that
// error.
type group struct {
	files   []listedFile
	batches chan *batch
	err     error
	cost    int64 // in the read-ahead budget
	local   bool  // on this machine: reading it keeps a processor busy
}

// listedFile is a file that must be read, with its parsed path.
type listedFile struct {
	File
	path LogPath
}

// Bounds of a group. Passing a file of 2 KB to a worker and its events to the
// caller takes 100 µs, reading it 40 µs. So small files are grouped.
const (
	maxGroupFiles = 64
	maxGroupBytes = 1 << 20
)

// grouper collects files in groups and sends them.
type grouper struct {
	pipeline *pipeline
	singly   bool // every file makes its own group
	pending  *group
	bytes    int64
}

// addFile adds a file to the pending group. It reports whether to go on.
func (g *grouper) addFile(ctx context.Context, file listedFile) bool {
	alone := g.singly && !file.Local || file.Size < 0 || file.Size > maxGroupBytes
	if g.pending != nil && (alone || g.pending.local != file.Local || len(g.pending.files) == maxGroupFiles || g.bytes+file.Size > maxGroupBytes) {
		if !g.sendGroup(ctx) {
			return false
		}
	}
	if g.pending == nil {
		g.pending = &group{batches: make(chan *batch, 2), local: file.Local}
	}
	g.pending.files = append(g.pending.files, file)
	g.pending.cost += memoryCost(file.File)
	g.bytes += max(file.Size, 0)
	if alone {
		return g.sendGroup(ctx)
	}
	g.offerGroup()
	return true
}

// offerGroup sends the group early if a worker is idle: the first files must not
// wait until the last are listed.
func (g *grouper) offerGroup() {
	p := g.pipeline
	if len(p.groups) == cap(p.groups) || !p.readAhead.TryAcquire(g.pending.cost) {
		return
	}
	if !g.pending.local || p.processors.TryAcquire(1) {
		select {
		case p.work <- g.pending:
			p.groups <- g.pending // does not block: there is room, and only the lister sends
			g.pending, g.bytes = nil, 0
			return
		default:
		}
		g.pending.releaseProcessor(p)
	}
	p.readAhead.Release(g.pending.cost)
}

// releaseProcessor lets another local group be read.
func (g *group) releaseProcessor(p *pipeline) {
	if g.local {
		p.processors.Release(1)
	}
}

// sendGroup sends the pending group, if any. It reports whether to go on.
func (g *grouper) sendGroup(ctx context.Context) bool {
	next := g.pending
	g.pending, g.bytes = nil, 0
	p := g.pipeline
	return next == nil || p.readAhead.Acquire(ctx, next.cost) && sendUntilDone(ctx, p.groups, next) &&
		(!next.local || p.processors.Acquire(ctx, 1)) && sendUntilDone(ctx, p.work, next)
}

// memoryCost estimates the memory for a file in flight: its content is about ten
// times as large as the file, and of a file that is read in pieces only a few pieces
// are in memory.
func memoryCost(file File) int64 { return min(12*max(file.Size, 0), 32<<20) }
