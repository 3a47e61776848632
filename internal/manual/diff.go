package manual

// DescribeDiff returns the help of trailq diff.
func DescribeDiff() string {
	return `Compare two windows of one source, or two sources: what is new, gone, grown or shrunk, and what
causes the change.

Set the windows with --before and --after. Each is a month (2020-08), a day (2020-08-29), an hour
(2020-08-29T14), a minute (2020-08-29T14:05) or FROM..TO, where TO is not part of it; all are in UTC, or
in the zone of --tz. Or give --at TIME to compare the time before it with as much time after it, or
--after with --base week to compare with the same weekday before. Where the windows differ in length,
figures of the first are scaled to the second. Where hours of a window, or of an account and region in
it, have no events though they should, as on a day that is delivered in part, those hours are left out
of both windows; the first line and the notes say so. With two sources all their events are compared, or
those of --from and --to, or of each its window.

Causes are the smallest combinations of values that explain most of the change, such as a call by a
role on a prefix. A cause is claimed only where it stands out: other groups of the same kind must have
changed much less. The answer also says what else all events of a cause have in common, and when it
started, and what was changed in the hour before: calls that write, on its account, resource or role.
Shares are of all that moved: what rose and what fell, together. Then come the callers that did what was
never seen before (new calls, networks, agents and regions), the largest changes of callers, calls
(s3:GetObject), buckets, prefixes, resources of other services (by ARN), errors,
addresses and their networks (/24, /16, /48), user agents and their families, network paths (class,
as in trailq cost; --ip-ranges tells AWS's addresses from others), VPC endpoints, accounts and regions,
and a chart over time.

--measure dollars compares costs as trailq cost estimates them: S3 requests and transfer, KMS and
CloudTrail's data events, at the first step of a month's prices. See trailq help cost for how, and for
what --prices takes.

On a terminal and with -o table the answer fits a screen: the causes, or else the largest changes.
--details shows all of it.

The query is SQL in Athena's dialect; --show-sql prints it, with the filters as its conditions.`
}
