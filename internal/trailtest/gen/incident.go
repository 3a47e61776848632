package gen

import (
	"context"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"
)

// incident is a high bill, told by events that are planted among the others: see
// [Options].Incident.
//
// An archive keeps its scans in a bucket of account 444455556666 in eu-west-1.
// Applications in that account read them, through the VPC's endpoint or from AWS's
// own addresses. So does the data API, an ECS task of account 111122223333, through
// a role in the archive's account. It needs new credentials every hour, because
// role chaining allows no longer ones. On the second day, just after two, a user
// assumes the deployment role and starts the task again, on a machine outside AWS.
// From 02:15 on, the task fetches masters of scans over the internet.
//
// Some things could mislead: the image server reads the same prefix; other
// applications have more events; all events of 111122223333 in eu-west-1 between
// nine and eleven on the second day are missing; some events come hours late, and
// some twice.
type incident struct {
	random  *random
	start   time.Time
	end     time.Time
	planted []planted
}

// planted is an event and the time when its file is delivered.
type planted struct {
	event     *event
	delivered time.Time
}

// The accounts, the region and the moments of the incident, counted from the start
// of the trail.
const (
	apiAccount     = "111122223333"
	archiveAccount = "444455556666"
	incidentRegion = "eu-west-1"

	incidentLasts   = 48 * time.Hour
	incidentDeploys = 26*time.Hour + 2*time.Minute
	incidentBegins  = 26*time.Hour + 15*time.Minute
	gapBegins       = 33 * time.Hour
	gapEnds         = 35 * time.Hour
	lateBegins      = 29*time.Hour + 20*time.Minute
	lateEnds        = 29*time.Hour + 40*time.Minute
	lateDelivery    = 36*time.Hour + 40*time.Minute
)

// incidentFileSpan is how much of the incident a file holds. CloudTrail would write
// one every five minutes, but the sample should have few.
const incidentFileSpan = 2 * time.Hour

// writeIncident adds the log files of the incident to a tree.
func writeIncident(ctx context.Context, folder string, plan *plan, stats *Stats) error {
	i := &incident{random: newRandom(), start: plan.options.Start}
	i.random.reseed(plan.options.Seed, streamIncident, 0)
	i.end = i.start.Add(incidentLasts)
	i.plantReaders()
	i.plantDataAPI()
	w, err := newFileWriter(folder, plan)
	if err != nil {
		return err
	}
	for _, file := range i.makeFiles() {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := w.writeGzip(file.path, func(to io.Writer) error { return w.writePlanted(to, file) })
		if err != nil {
			return err
		}
	}
	stats.addStats(w.stats)
	return nil
}

// plantEvent adds an event, unless it is one of those never delivered.
func (i *incident) plantEvent(e *event) {
	after := e.time.Sub(i.start)
	if e.account == apiAccount && gapBegins <= after && after < gapEnds {
		return
	}
	delivered := e.time.Truncate(incidentFileSpan).Add(incidentFileSpan + 5*time.Minute)
	if e.account == archiveAccount && lateBegins <= after && after < lateEnds && i.random.intBelow(2) == 0 {
		delivered = i.start.Add(lateDelivery)
	}
	i.planted = append(i.planted, planted{e, delivered})
}

// newEvent returns an event with the fields that all have.
func (i *incident) newEvent(at time.Time, account, source, name string) *event {
	return &event{
		version: "1.09", time: at, source: source, name: name, region: incidentRegion,
		eventType: "AwsApiCall", account: account, eventID: i.random.appendUUID(nil),
		requestID: i.random.appendUUID(nil), tls: tls13, host: endpointHost(source, incidentRegion),
	}
}

// plantedFile is a log file of the incident; again holds events of the file before
// it that are delivered a second time.
type plantedFile struct {
	path          string
	events, again []*event
}

// makeFiles divides the events among log files, in the order of their paths.
func (i *incident) makeFiles() []plantedFile {
	slices.SortStableFunc(i.planted, func(a, b planted) int {
		if c := strings.Compare(a.event.account, b.event.account); c != 0 {
			return c
		}
		if c := a.delivered.Compare(b.delivered); c != 0 {
			return c
		}
		return a.event.time.Compare(b.event.time)
	})
	var files []plantedFile
	var again []*event
	for rest := i.planted; len(rest) > 0; {
		first, n := rest[0], 0
		file := plantedFile{path: i.path(first), again: again}
		again = nil
		for n < len(rest) && rest[n].event.account == first.event.account && rest[n].delivered.Equal(first.delivered) {
			file.events = append(file.events, rest[n].event)
			if i.random.chancePerMille(incidentTwicePerMille) {
				again = append(again, rest[n].event)
			}
			n++
		}
		rest = rest[n:]
		if len(rest) == 0 || rest[0].event.account != first.event.account {
			again = nil
		}
		files = append(files, file)
	}
	return files
}

// incidentTwicePerMille is how many of a thousand events come twice.
const incidentTwicePerMille = 10

func (i *incident) path(p planted) string {
	place := place{account: p.event.account, region: p.event.region}
	return path.Join(place.folder("CloudTrail", p.delivered), fmt.Sprintf("%s_CloudTrail_%s_%s_%s.json.gz",
		place.account, place.region, p.delivered.Format("20060102T1504Z"), i.random.appendLetters(nil, alphanumeric, 16)))
}

// writePlanted writes the records of a file.
func (w *fileWriter) writePlanted(to io.Writer, file plantedFile) error {
	w.buffer = append(w.buffer[:0], `{"Records":[`...)
	for _, e := range file.events {
		w.stats.addEvent(e, first)
		w.buffer = append(e.appendRecord(w.buffer), ',')
	}
	for _, e := range file.again {
		w.stats.addEvent(e, second)
		w.buffer = append(e.appendRecord(w.buffer), ',')
	}
	w.trimComma()
	w.buffer = append(w.buffer, `]}`...)
	return w.flushBuffer(to)
}
