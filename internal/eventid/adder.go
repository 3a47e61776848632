package eventid

// Adder adds eventIDs to a [Set]. It is for one goroutine; any number of Adders can share a
// Set.
//
// That of a [Recent] set only counts the IDs that the set remembers: they can wait
// until there are many of one shard. Its tags are in the processor's cache then, after the
// first of them, which takes half of the time of looking each up when it comes. (Such a
// set has no file, so that nothing can fail.)
type Adder struct {
	set     *Set
	ended   bool
	waiting [shardCount][]uuid
	count   int64
}

// waitingIDs is how many IDs of a shard wait at most.
const waitingIDs = 256

// NewAdder returns an Adder for the set. That of a nil Set is nil.
func (s *Set) NewAdder() *Adder {
	if s == nil {
		return nil
	}
	s.adders.Add(1)
	return &Adder{set: s}
}

// Add adds an eventID. If the set is exact, it reports whether the set has it already.
// An error means that the file of the set cannot be read.
func (a *Adder) Add(id []byte) (bool, error) {
	if a == nil {
		return false, nil
	}
	if a.set.memory == Exact {
		return a.set.Add(id)
	}
	key, isUUID := parseUUID(id)
	if !isUUID {
		a.addRest(id)
		return false, nil
	}
	number := hashKey(a.set.seed, &key) % shardCount
	if a.waiting[number] == nil {
		a.waiting[number] = make([]uuid, 0, waitingIDs)
	}
	a.waiting[number] = append(a.waiting[number], key)
	if len(a.waiting[number]) == waitingIDs {
		a.addWaiting(int(number))
	}
	return false, nil
}

// addRest adds an ID that is not a UUID.
func (a *Adder) addRest(id []byte) {
	if found, _ := a.set.Add(id); found {
		a.count++
	}
}

// addWaiting adds the waiting IDs of a shard.
func (a *Adder) addWaiting(number int) {
	part := &a.set.shards[number]
	part.mu.Lock()
	defer part.mu.Unlock()
	for i := range a.waiting[number] {
		key := &a.waiting[number][i]
		if found, _ := part.addKey(a.set, key, hashKey(a.set.seed, key)); found {
			a.count++
		}
	}
	a.waiting[number] = a.waiting[number][:0]
}

// Flush adds all IDs that wait.
func (a *Adder) Flush() {
	if a == nil {
		return
	}
	for number := range a.waiting {
		a.addWaiting(number)
	}
}

// End adds all IDs that wait, and says that no other follows. When all Adders of the set have
// ended, the set forgets all IDs: they took 54 MB while an answer was made of what was read.
func (a *Adder) End() {
	a.Flush()
	if a == nil || a.ended {
		return
	}
	a.ended = true
	if a.set.adders.Add(-1) == 0 {
		a.set.forgetAll()
	}
}

// TakeCount returns how many of the IDs that were added to a Recent set since the last call
// it remembered.
func (a *Adder) TakeCount() int64 {
	if a == nil {
		return 0
	}
	count := a.count
	a.count = 0
	return count
}
