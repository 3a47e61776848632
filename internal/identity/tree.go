package identity

import (
	"cmp"
	"iter"
	"slices"
	"strconv"
	"strings"
)

// Usage sums the calls made with keys.
type Usage struct {
	Sessions       int64 // keys, and callers without a key
	Events, Errors int64
	First, Last    string           // eventTimes; empty without events
	Services       map[string]int64 // events by service: s3, iam and so on
	// Matched reports whether the query matched some of the calls.
	Matched bool
}

// addUsage adds the figures of other to u.
func (u *Usage) addUsage(other *Usage) {
	u.Sessions += other.Sessions
	u.Events += other.Events
	u.Errors += other.Errors
	if other.First != "" && (u.First == "" || other.First < u.First) {
		u.First = other.First
	}
	u.Last = max(u.Last, other.Last)
	for service, events := range other.Services {
		if u.Services == nil {
			u.Services = make(map[string]int64)
		}
		u.Services[service] += events
	}
}

// Node is a step shared by several chains, with the usage of the step and of all
// steps below it.
type Node struct {
	Step
	Usage
	// Matched reports whether the query matched calls of the node itself, not only
	// of nodes below it.
	Matched  bool
	Children []*Node // most events first, once All has sorted them
	index    map[nodeKey]*Node
	keys     int // number of different keys of the node, counted up to 2
}

// nodeKey identifies the steps that are the same node.
type nodeKey struct {
	kind             Kind
	name, how, scope string
	evidence         Evidence
}

// keyOfStep returns the key of a step's node. One person of IAM Identity Center is
// one node, by whatever the person became known; names there have no case.
func keyOfStep(s *Step) nodeKey {
	if s.Kind == SSOUser {
		return nodeKey{kind: s.Kind, name: strings.ToLower(s.Name)}
	}
	return nodeKey{s.Kind, s.Name, s.How, s.scope(), s.Evidence}
}

// Tree merges many chains. The zero value is empty. The result does not depend on
// the order in which chains are added.
type Tree struct{ root Node }

// Add adds a chain, and the usage of its last step.
func (t *Tree) Add(chain []Step, usage Usage) {
	node := &t.root
	for i := range chain {
		node = node.findChild(&chain[i])
		node.Usage.addUsage(&usage)
	}
	node.Matched = node.Matched || usage.Matched
}

// findChild returns the child of n for a step, creating it if necessary. Of the
// events of several identical steps, the node keeps the first.
func (n *Node) findChild(step *Step) *Node {
	like := keyOfStep(step)
	child, found := n.index[like]
	if !found {
		child = &Node{Step: *step}
		child.Key = ""
		child.Key = child.singleKey(step)
		if n.index == nil {
			n.index = make(map[nodeKey]*Node)
		}
		n.index[like] = child
		n.Children = append(n.Children, child)
		return child
	}
	key, account, id := child.singleKey(step), child.Account, firstName(child.UserID, step.UserID)
	if account != step.Account {
		account = "" // the identity acts in several accounts
	}
	if compareSteps(step, &child.Step) < 0 {
		child.Step = *step
	}
	child.Key, child.Account, child.UserID = key, account, id
	return child
}

// firstName returns the lesser of two texts that is not empty.
func firstName(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return min(a, b)
}

// singleKey returns the node's key if one more step leaves it with a single key,
// and otherwise nothing.
func (n *Node) singleKey(step *Step) string {
	switch {
	case step.Key == "" || step.Key == n.Key:
	case n.keys == 0:
		n.keys = 1
		return step.Key
	default:
		n.keys = 2
	}
	if n.keys > 1 {
		return ""
	}
	return n.Key
}

// compareSteps orders the steps of one node, those with an event first.
func compareSteps(a, b *Step) int {
	absent := func(s *Step) int {
		if s.Event.ID == "" {
			return 1
		}
		return 0
	}
	return cmp.Or(
		cmp.Compare(evidenceRank(a.Evidence), evidenceRank(b.Evidence)),
		cmp.Compare(absent(a), absent(b)),
		cmp.Compare(a.Event.Time, b.Event.Time), cmp.Compare(a.Event.ID, b.Event.ID),
		cmp.Compare(a.Event.File, b.Event.File), cmp.Compare(a.Event.Record, b.Event.Record),
		cmp.Compare(a.Note, b.Note), cmp.Compare(a.Account, b.Account), cmp.Compare(a.Name, b.Name),
	)
}

// evidenceRank returns the place of an evidence among all, strongest first.
func evidenceRank(e Evidence) int {
	return slices.Index([]Evidence{ByKey, ByRecord, ByName, Missing}, e)
}

// Place is the place of a node in the tree.
type Place struct {
	Depth int // 0 for an origin
	// Last reports, for the node's ancestors from the origin down and for the node
	// itself, whether it is its parent's last child.
	Last []bool
}

// All yields the nodes, each before its children, and the children by descending
// number of events. If limit is not zero, All yields at most limit children of a
// node, and one node that stands for the others.
func (t *Tree) All(limit int) iter.Seq2[Place, *Node] {
	return func(yield func(Place, *Node) bool) {
		t.root.yieldChildren(nil, limit, yield)
	}
}

func (n *Node) yieldChildren(last []bool, limit int, yield func(Place, *Node) bool) bool {
	slices.SortFunc(n.Children, compareNodes)
	children := n.Children
	if limit > 0 && len(children) > limit {
		children = append(slices.Clone(children[:limit]), sumNodes(children[limit:]))
	}
	for i, child := range children {
		place := append(slices.Clone(last), i == len(children)-1)
		if !yield(Place{len(last), place}, child) || !child.yieldChildren(place, limit, yield) {
			return false
		}
	}
	return true
}

// More is the kind of a node that stands for other nodes.
const More Kind = "more"

// sumNodes returns one node that stands for nodes that are not shown.
func sumNodes(nodes []*Node) *Node {
	sum := &Node{Step: Step{Kind: More}}
	for _, n := range nodes {
		sum.Usage.addUsage(&n.Usage)
		sum.Matched = sum.Matched || n.Matched
	}
	sum.Name = strconv.Itoa(len(nodes)) + " more"
	return sum
}

func compareNodes(a, b *Node) int {
	return cmp.Or(
		cmp.Compare(b.Events, a.Events),
		cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name), cmp.Compare(a.How, b.How), cmp.Compare(a.Evidence, b.Evidence),
		cmp.Compare(a.scope(), b.scope()),
	)
}
