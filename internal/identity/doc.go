// Package identity traces the sessions of CloudTrail's events back to whoever or
// whatever began them: a person, a workload or a service. It knows what records say
// about callers and about the events that issue access keys, and nothing about how
// records are read:
//
//	graph := new(identity.Graph)
//	for _, grant := range grants { // in any order
//		graph.Add(grant)
//	}
//	tree := new(identity.Tree)
//	for _, session := range sessions {
//		tree.Add(graph.Chain(&session.caller), session.usage)
//	}
//	for place, node := range tree.All(0) {
//		fmt.Println(place.Depth, node.Kind, node.Name, node.Evidence, node.Events)
//	}
//
// Every step of a chain has its evidence, see [Evidence]: an event that issued the
// very key that the calls used is proof; a session's name is not. Nothing is
// guessed: if the event that began a session is not in the logs, the chain says so,
// and shows separately what names alone suggest.
//
// The meaning of the fields is from AWS's CloudTrail User Guide, "CloudTrail
// userIdentity element", and IAM User Guide, "Logging IAM and AWS STS API calls
// with AWS CloudTrail"; that two accounts record one call under one sharedEventID
// is from the CloudTrail User Guide, "CloudTrail record contents".
package identity
