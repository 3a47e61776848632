package manual

// DescribeWho returns the help of trailq who.
func DescribeWho() string {
	return `Find who or what is behind WHAT, and what it did. WHAT is an ARN, the name of a user, role or session,
an access key id, a principal id, an address or a block such as 192.0.2.0/24, a service such as
lambda.amazonaws.com, an account, the subject of a web identity, a sourceIdentity, or a user agent.
* and ? are wildcards. A name means everything that has that name in the logs, such as a user and a
session: all of them are listed, and the answer is about them together. --as chooses one.

Temporary credentials are traced back, event by event, to the person, workload or service that
started the chain. Each step shows its evidence:

  key      the event issued the very access key that the calls used: proof
  record   the records of the calls say so themselves
  name     only names and times agree
  missing  the event that would show it is not in these logs

The events that issued keys are looked for in the same window and with the same filters as all others:
if a session started before --from, its beginning is missing.

On a terminal and with -o table the answer fits a screen: what WHAT is, the chain, and the calls that
change something or were refused. --details shows all of it.

Memory grows with the sessions and with the events that gave a key or launched something, by some 2 KB
each, and not with the events. If the engine cannot have so much by --memory, the exit code is 4.

With --tree all arguments are sources, and the answer is who is behind all their calls.`
}
