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

// incident is a bill that rises, told by events that are planted among the
// others: see [Options].Incident.
//
// An archive keeps its scans in a bucket of account 444455556666 in eu-west-1.
// Applications in that account read them, through the VPC's endpoint or from
// AWS's own addresses. So does the data API, an ECS task of account
// 111122223333, by a role in the archive's account, for which it needs an hour's
// credentials every hour (role chaining has no longer ones). On the second day,
// just after two, a user assumes the role of deployments and starts the task
// anew on a machine outside AWS. From 02:15 on it fetches masters of scans
// over the internet.
//
// What could mislead is there too: the image server reads the same prefix, more
// events are other applications', all that 111122223333 did in eu-west-1 between
// nine and eleven of the second day is missing, some events came hours late, and
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

// The accounts and the region of the incident, and its moments, counted from
// the start of the trail.
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

// incidentFileSpan is how much of the incident a file holds. CloudTrail would
// write one every five minutes, but the sample shall have few.
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
	for _, file := range i.files() {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := w.file(file.path, func(to io.Writer) error { return w.writePlanted(to, file) })
		if err != nil {
			return err
		}
	}
	stats.add(w.stats)
	return nil
}

// plant adds an event, unless it is of those that were never delivered.
func (i *incident) plant(e *event) {
	after := e.time.Sub(i.start)
	if e.account == apiAccount && gapBegins <= after && after < gapEnds {
		return
	}
	delivered := e.time.Truncate(incidentFileSpan).Add(incidentFileSpan + 5*time.Minute)
	if e.account == archiveAccount && lateBegins <= after && after < lateEnds && i.random.below(2) == 0 {
		delivered = i.start.Add(lateDelivery)
	}
	i.planted = append(i.planted, planted{e, delivered})
}

// event begins an event with what each has.
func (i *incident) event(at time.Time, account, source, name string) *event {
	return &event{
		version: "1.09", time: at, source: source, name: name, region: incidentRegion,
		eventType: "AwsApiCall", account: account, eventID: i.random.uuid(nil),
		requestID: i.random.uuid(nil), tls: tls13, host: endpointHost(source, incidentRegion),
	}
}

// plantedFile is a log file of the incident; again are events of the file before
// it that are delivered a second time.
type plantedFile struct {
	path          string
	events, again []*event
}

// files shares the events out among log files, in the order of their paths.
func (i *incident) files() []plantedFile {
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
			if i.random.perMille(incidentTwicePerMille) {
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

// incidentTwicePerMille is how many events in a thousand come twice.
const incidentTwicePerMille = 10

func (i *incident) path(p planted) string {
	place := place{account: p.event.account, region: p.event.region}
	return path.Join(place.folder("CloudTrail", p.delivered), fmt.Sprintf("%s_CloudTrail_%s_%s_%s.json.gz",
		place.account, place.region, p.delivered.Format("20060102T1504Z"), i.random.letters(nil, alphanumeric, 16)))
}

// writePlanted writes the records of a file.
func (w *fileWriter) writePlanted(to io.Writer, file plantedFile) error {
	w.buffer = append(w.buffer[:0], `{"Records":[`...)
	for _, e := range file.events {
		w.stats.count(e, first)
		w.buffer = append(e.append(w.buffer), ',')
	}
	for _, e := range file.again {
		w.stats.count(e, second)
		w.buffer = append(e.append(w.buffer), ',')
	}
	w.trimComma()
	w.buffer = append(w.buffer, `]}`...)
	return w.flush(to)
}
