package gen

import (
	"fmt"
	"time"
)

// reader is an application that reads the archive's bucket.
type reader struct {
	role      string
	agent     string
	service   string // that assumes the role and runs the application
	sessions  int
	addresses func(r *random) string // where it calls from
	endpoint  bool                   // through the VPC's endpoint
	key       func(b []byte, r *random) []byte
	perHour   int // calls, of one in eight HeadObject
	kilobytes [2]int
}

const (
	archiveBucket   = "amzn-s3-demo-archive"
	archiveEndpoint = "vpce-0a1b2c3d4e5f60718"
)

// readers are the applications of the archive's own account.
func readers() []reader {
	return []reader{
		{"catalogue-web", agentGo, "ecs-tasks.amazonaws.com", 4, privateAddress, true, catalogueKey, 24, [2]int{2, 120}},
		{"image-server", agentJava, "ec2.amazonaws.com", 4, privateAddress, true, accessKey, 28, [2]int{200, 3_000}},
		{"search-indexer", agentLambda, "lambda.amazonaws.com", 1, regionAddress, false, textKey, 12, [2]int{20, 900}},
	}
}

// regionAddress is one that testdata/ip-ranges.json has as EC2's in eu-west-1.
func regionAddress(r *random) string { return fmt.Sprintf("192.0.2.%d", r.between(32, 47)) }

// outsideAddress is one of the data centre that the data API has moved to.
func outsideAddress(r *random) string { return fmt.Sprintf("203.0.113.%d", r.between(40, 47)) }

// plantReaders plants what the applications did on both days.
func (i *incident) plantReaders() {
	for _, reader := range readers() {
		principalID := i.principalID("AROA")
		for range reader.sessions {
			address, name := reader.addresses(i.random), reader.sessionName(i.random)
			for at := i.start; at.Before(i.end); at = at.Add(6 * time.Hour) {
				s := i.session(archiveAccount, reader.role, principalID, name, at)
				s.instance = reader.service == "ec2.amazonaws.com"
				i.plantService(reader.service, &s)
				i.plantReads(&reader, &s, address, at.Add(6*time.Hour))
			}
		}
	}
}

func (r *reader) sessionName(random *random) string {
	switch r.service {
	case "ec2.amazonaws.com":
		return "i-0" + string(random.hex(nil, 8))
	case "ecs-tasks.amazonaws.com":
		return string(random.hex(nil, 16))
	}
	return r.role
}

// plantReads plants the calls of a session of a reader, until its end.
func (i *incident) plantReads(reader *reader, s *roleSession, address string, end time.Time) {
	perHour := reader.perHour / reader.sessions
	for hour := s.created.Truncate(time.Hour); hour.Before(end); hour = hour.Add(time.Hour) {
		for range i.random.between(perHour*3/4, perHour*5/4) {
			at := hour.Add(time.Duration(i.random.below(3600)) * time.Second)
			if !at.After(s.created) || !at.Before(end) {
				continue
			}
			e := i.read(s, at, address, reader.agent)
			if reader.endpoint {
				e.endpoint = archiveEndpoint
			}
			i.finishRead(e, reader.key(nil, i.random), i.random.between(reader.kilobytes[0], reader.kilobytes[1])*1000)
		}
	}
}

// read begins the reading of an object; one in eight only asks about it, and
// hardly any is refused.
func (i *incident) read(s *roleSession, at time.Time, address, agent string) *event {
	name := "GetObject"
	if i.random.below(8) == 0 {
		name = "HeadObject"
	}
	e := i.event(at, archiveAccount, "s3.amazonaws.com", name)
	e.data, e.readOnly = true, true
	e.requestID = i.random.letters(nil, upperAndDigits, 16)
	e.host = archiveBucket + ".s3." + incidentRegion + ".amazonaws.com"
	e.tls, e.identity, e.address, e.agent = tls12, s.append(nil), address, agent
	if i.random.perMille(2) {
		e.errorCode, e.errorMessage = "AccessDenied", "Access Denied"
	}
	return e
}

// finishRead writes which object was read, and plants the event.
func (i *incident) finishRead(e *event, key []byte, size int) {
	e.object(archiveAccount, archiveBucket, key, "")
	switch {
	case e.errorCode != "":
		size = 243
	case e.name == "HeadObject":
		size = 0
	}
	e.transfer(i.random, 0, size, false)
	i.plant(e)
}

// Keys of the archive's objects: scans have a master and a copy for access.

func (r *random) scan(b []byte) []byte {
	title := one(r, []string{"newspapers", "newspapers", "maps", "parish-registers", "photographs"})
	return fmt.Appendf(b, "digitised/%s/%d/%06d/", title, r.between(1850, 1919), r.below(4_000))
}

func masterKey(b []byte, r *random) []byte {
	return fmt.Appendf(r.scan(b), "master/%04d.tif", r.between(1, 96))
}

func accessKey(b []byte, r *random) []byte {
	return fmt.Appendf(r.scan(b), "access/%04d.jpg", r.between(1, 96))
}

func textKey(b []byte, r *random) []byte {
	return fmt.Appendf(b, "fulltext/%d/%06d.alto.xml", r.between(1850, 1919), r.below(4_000))
}

func catalogueKey(b []byte, r *random) []byte {
	return fmt.Appendf(b, "catalogue/records/%03d/%06d.json", r.below(40), r.below(4_000))
}

func exportKey(b []byte, r *random) []byte {
	return fmt.Appendf(b, "exports/%d/%02d/metadata-%03d.xml.gz", r.between(2019, 2023), r.between(1, 12), r.below(60))
}
