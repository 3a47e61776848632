// Package identity leads the sessions of CloudTrail's events back to who or what
// began them: a person, a workload or a service. It knows what records say of
// callers and of the events that give access keys, and nothing of how they are
// read:
//
//	graph := new(identity.Graph)
//	for _, grant := range grants { // in any order
//		graph.Add(grant)
//	}
//	tree := new(identity.Tree)
//	for _, session := range sessions {
//		tree.Add(graph.Chain(session), session.Usage)
//	}
//	for depth, node := range tree.All(0) {
//		fmt.Println(depth, node.Kind, node.Name, node.Evidence, node.Events)
//	}
//
// A chain says of every step how well it is known, see [Evidence]: that an event
// gave the very key that the calls used is proof; a session's name is not.
// Nothing is guessed: where the event that began a session is not in the logs,
// the chain says so, and shows apart from that what names alone suggest.
//
// What the fields mean is from AWS's CloudTrail User Guide, "CloudTrail
// userIdentity element", and IAM User Guide, "Logging IAM and AWS STS API calls
// with AWS CloudTrail"; that two accounts have one call under one sharedEventID is
// from the former, "CloudTrail record contents".
package identity
