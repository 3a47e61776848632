// Package overlap counts the events that tell of a call which another event tells of,
// too: counts of events are then not those of calls.
//
//	counter := overlap.NewCounter()
//	for … {
//		counter.Add(record)
//	}
//	fmt.Println(counter.Count().Shared, "calls have two records")
package overlap

import (
	"bytes"
	"hash/maphash"
	"slices"
	"sync"

	"github.com/trailq/trailq"
)

// Count says how many events overlap.
type Count struct {
	// Shared is the number of calls of which two accounts have an event each, with one
	// sharedEventID.
	// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/shared-event-ID.html
	Shared int64
	// Network is the number of network activity events: a call through a VPC endpoint
	// has one, and a management or data event.
	// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-network-events-with-cloudtrail.html
	Network int64
}

// Counter counts events. It is safe for concurrent use.
type Counter struct {
	seed  maphash.Seed
	mu    sync.Mutex
	count Count
	calls map[[2]uint64]account // by their sharedEventIDs
}

// account is the first account that has an event of a call. It is zero once the call
// has been counted.
type account uint64

// NewCounter returns a counter that has counted nothing.
func NewCounter() *Counter {
	return &Counter{seed: maphash.MakeSeed(), calls: make(map[[2]uint64]account)}
}

// Add counts a record. A nil counter counts none.
func (c *Counter) Add(record *trailq.Record) {
	if c == nil {
		return
	}
	switch string(record.Get("eventCategory")) {
	case `"NetworkActivity"`:
		c.mu.Lock()
		defer c.mu.Unlock()
		c.count.Network++
	case `"Insight"`:
	default:
		if shared := record.Get("sharedEventID"); len(shared) > len(`""`) && shared[0] == '"' && !isService(record.Get("userIdentity")) {
			c.addShared(shared, record.Get("recipientAccountId"))
		}
	}
}

// isService reports whether a raw userIdentity is that of a service: its calls have a
// sharedEventID and one record.
func isService(identity []byte) bool { return bytes.Contains(identity, []byte(`"AWSService"`)) }

// addShared counts a call when a second account has it.
func (c *Counter) addShared(shared, recipient []byte) {
	id := [2]uint64{maphash.Bytes(c.seed, shared), maphash.Bytes(c.seed, append(bytes.Clone(shared), 0))}
	of := max(account(maphash.Bytes(c.seed, recipient)), 1)
	c.mu.Lock()
	defer c.mu.Unlock()
	switch first, isKnown := c.calls[id]; {
	case !isKnown:
		c.calls[id] = of
	case first != 0 && first != of:
		c.calls[id] = 0
		c.count.Shared++
	}
}

// CountRows counts the rows of converted logs that SQL gives. Ask runs a statement and
// scans its only row.
func CountRows(from string, ask func(sql string, values ...any) error) (Count, error) {
	var count Count
	var ids, different int64
	err := ask(`SELECT count(*) FILTER (eventcategory = 'NetworkActivity'), count(*) FILTER (sharedeventid <> ''),
		count(DISTINCT CASE WHEN sharedeventid <> '' THEN hash(sharedeventid) END)
		FROM (SELECT * FROM `+from+`) WHERE eventcategory = 'NetworkActivity' OR sharedeventid <> ''`, &count.Network, &ids, &different)
	if err != nil || ids == different { // no sharedEventID is there twice: equal ones have equal hashes
		return count, err
	}
	return count, ask(`SELECT count(*) FROM (SELECT sharedeventid FROM (SELECT * FROM `+from+`)
		WHERE sharedeventid <> '' AND coalesce(eventcategory, '') NOT IN ('Insight', 'NetworkActivity') AND coalesce(useridentity.type, '') <> 'AWSService'
		GROUP BY 1 HAVING min(recipientaccountid) <> max(recipientaccountid))`, &count.Shared)
}

// MayMatter reports whether a member of a record can make the record one that
// [CountRows] counts. It can say yes where that is not so.
func MayMatter(key, value []byte) bool {
	switch {
	case bytes.EqualFold(key, []byte("sharedEventID")):
		return !isOneOf(value, `""`, "null")
	case bytes.EqualFold(key, []byte("eventCategory")):
		return !isOneOf(value, `"Management"`, `"Data"`, `"Insight"`, "null")
	}
	return bytes.IndexByte(key, '\\') >= 0 // that could be one of the two
}

func isOneOf(value []byte, texts ...string) bool { return slices.Contains(texts, string(value)) }

// Set replaces the count by that of an engine which has counted itself.
func (c *Counter) Set(count Count) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.count = count
}

// Count returns the count so far.
func (c *Counter) Count() Count {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.count
}
