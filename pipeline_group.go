package trailq

import "context"

// group is some files that one worker reads one after the other: batches gives
// their events. Where a part of the source could not be listed it is only that
// error.
type group struct {
	files   []listed
	batches chan *batch
	err     error
	cost    int64 // of the budget
	local   bool  // reading it keeps a processor busy all the time
}

// listed is a file that is to be read.
type listed struct {
	File
	path LogPath
}

// Bounds of a group. Handing a file of 2 KB to a worker and its events to the
// caller costs twice what reading it does, 100 µs against 40, so that small
// files go together.
const (
	groupFiles = 64
	groupBytes = 1 << 20
)

// grouper puts files together and sends the groups.
type grouper struct {
	pipeline *pipeline
	alone    bool // every file makes its own group
	next     *group
	bytes    int64
}

// add takes one more file. It reports whether to go on.
func (g *grouper) add(ctx context.Context, file listed) bool {
	alone := g.alone && !file.Local || file.Size < 0 || file.Size > groupBytes
	if g.next != nil && (alone || g.next.local != file.Local || len(g.next.files) == groupFiles || g.bytes+file.Size > groupBytes) {
		if !g.flush(ctx) {
			return false
		}
	}
	if g.next == nil {
		g.next = &group{batches: make(chan *batch, 2), local: file.Local}
	}
	g.next.files = append(g.next.files, file)
	g.next.cost += costOf(file.File)
	g.bytes += max(file.Size, 0)
	if alone {
		return g.flush(ctx)
	}
	g.offer()
	return true
}

// offer sends the group early where a worker waits for it: the first files must
// not wait for the last to be listed.
func (g *grouper) offer() {
	p := g.pipeline
	if len(p.groups) == cap(p.groups) || !p.ahead.tryTake(g.next.cost) {
		return
	}
	if !g.next.local || p.processors.tryTake(1) {
		select {
		case p.work <- g.next:
			p.groups <- g.next // which has room, and only the lister sends
			g.next, g.bytes = nil, 0
			return
		default:
		}
		g.next.release(p)
	}
	p.ahead.giveBack(g.next.cost)
}

// release lets another local group be read.
func (g *group) release(p *pipeline) {
	if g.local {
		p.processors.giveBack(1)
	}
}

// flush sends the group. It reports whether to go on.
func (g *grouper) flush(ctx context.Context) bool {
	next := g.next
	g.next, g.bytes = nil, 0
	p := g.pipeline
	return next == nil || p.ahead.take(ctx, next.cost) && send(ctx, p.groups, next) &&
		(!next.local || p.processors.take(ctx, 1)) && send(ctx, p.work, next)
}
