package identity

import (
	"cmp"
	"iter"
	"slices"
	"strconv"
)

// Usage is what was done with keys.
type Usage struct {
	Sessions       int64 // keys, and callers without one
	Events, Errors int64
	First, Last    string           // eventTimes, empty where there are no events
	Services       map[string]int64 // events by service: s3, iam and so on
	// Asked says that the calls are among those that were asked for.
	Asked bool
}

// add adds up.
func (u *Usage) add(other *Usage) {
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

// Node is a step that many chains share, with what was done by it and by all
// below it.
type Node struct {
	Step
	Usage
	// Asked says that calls of the node itself, not of one below, were asked for.
	Asked    bool
	Children []*Node // the most events first, when the tree is read
	index    map[nodeKey]*Node
	keys     int // different ones that the node has had, up to 2
}

// nodeKey is what steps have in common that are one node.
type nodeKey struct {
	kind      Kind
	name, how string
	evidence  Evidence
}

// Tree is many chains as one. The zero value is empty. It does not depend on the
// order in which they came.
type Tree struct{ root Node }

// Add puts a chain in, with what was done by its last step.
func (t *Tree) Add(chain []Step, usage Usage) {
	node := &t.root
	for i := range chain {
		node = node.child(&chain[i])
		node.Usage.add(&usage)
	}
	node.Asked = node.Asked || usage.Asked
}

// child is the node of a step below n. Of the events of many alike it has the
// first.
func (n *Node) child(step *Step) *Node {
	like := nodeKey{step.Kind, step.Name, step.How, step.Evidence}
	child, found := n.index[like]
	if !found {
		child = &Node{Step: *step}
		child.Key = ""
		child.Key = child.oneKey(step)
		if n.index == nil {
			n.index = make(map[nodeKey]*Node)
		}
		n.index[like] = child
		n.Children = append(n.Children, child)
		return child
	}
	key := child.oneKey(step)
	if compareSteps(step, &child.Step) < 0 {
		child.Step = *step
	}
	child.Key = key
	return child
}

// oneKey is the key of a node, if it has but one, given those of one more step.
func (n *Node) oneKey(step *Step) string {
	switch {
	case step.manyKeys:
		n.keys = 2
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

// compareSteps orders steps that are alike, those with an event first.
func compareSteps(a, b *Step) int {
	absent := func(s *Step) int {
		if s.Event.ID == "" {
			return 1
		}
		return 0
	}
	return cmp.Or(
		cmp.Compare(absent(a), absent(b)),
		cmp.Compare(a.Event.Time, b.Event.Time), cmp.Compare(a.Event.ID, b.Event.ID),
		cmp.Compare(a.Event.File, b.Event.File), cmp.Compare(a.Event.Record, b.Event.Record),
		cmp.Compare(a.Note, b.Note), cmp.Compare(a.Account, b.Account),
	)
}

// Place is where a node stands.
type Place struct {
	Depth int // 0 is an origin
	// Last says of the node and of each above it, from the origin down, whether
	// nothing follows it below its parent.
	Last []bool
}

// All yields the nodes, each before those below it, as the most events have it.
// Of those below one node it yields the first, as many as limit says, and one
// that stands for the others; zero yields all.
func (t *Tree) All(limit int) iter.Seq2[Place, *Node] {
	return func(yield func(Place, *Node) bool) {
		t.root.yieldChildren(nil, limit, yield)
	}
}

func (n *Node) yieldChildren(last []bool, limit int, yield func(Place, *Node) bool) bool {
	slices.SortFunc(n.Children, compareNodes)
	children := n.Children
	if limit > 0 && len(children) > limit {
		children = append(slices.Clone(children[:limit]), others(children[limit:]))
	}
	for i, child := range children {
		place := append(slices.Clone(last), i == len(children)-1)
		if !yield(Place{len(last), place}, child) || !child.yieldChildren(place, limit, yield) {
			return false
		}
	}
	return true
}

// More is the kind of a node that stands for others.
const More Kind = "more"

// others is one node for those that are not shown.
func others(nodes []*Node) *Node {
	sum := &Node{Step: Step{Kind: More}}
	for _, n := range nodes {
		sum.Usage.add(&n.Usage)
		sum.Asked = sum.Asked || n.Asked
	}
	sum.Name = strconv.Itoa(len(nodes)) + " more"
	return sum
}

func compareNodes(a, b *Node) int {
	return cmp.Or(
		cmp.Compare(b.Events, a.Events),
		cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name), cmp.Compare(a.How, b.How), cmp.Compare(a.Evidence, b.Evidence),
	)
}
