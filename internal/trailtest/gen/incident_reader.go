package gen

import (
	"fmt"
	"time"
)

// reader is an application that reads the archive's bucket.
type reader struct {
	role      string
	agent     string
	service   string // the service that assumes the role and runs the application
	sessions  int
	addresses func(r *random) string // the addresses of its calls
	endpoint  bool                   // through the VPC's endpoint
	key       func(b []byte, r *random) []byte
	perHour   int // calls; one in eight is HeadObject
	kilobytes [2]int
}

const (
	archiveBucket   = "amzn-s3-demo-archive"
	archiveEndpoint = "vpce-0a1b2c3d4e5f60718"
)

// archiveReaders returns the applications of the archive's own account.
func archiveReaders() []reader {
	return []reader{
		{"catalogue-web", agentGo, "ecs-tasks.amazonaws.com", 4, privateAddress, true, catalogueKey, 24, [2]int{2, 120}},
		{"image-server", agentJava, "ec2.amazonaws.com", 4, privateAddress, true, accessKey, 28, [2]int{200, 3_000}},
		{"search-indexer", agentLambda, "lambda.amazonaws.com", 1, regionAddress, false, textKey, 12, [2]int{20, 900}},
	}
}

// regionAddress returns an address that testdata/ip-ranges.json assigns to EC2 in
// eu-west-1.
func regionAddress(r *random) string { return fmt.Sprintf("192.0.2.%d", r.intBetween(32, 47)) }

// outsideAddress returns an address of the data centre to which the data API moved.
func outsideAddress(r *random) string { return fmt.Sprintf("203.0.113.%d", r.intBetween(40, 47)) }

// plantReaders plants the applications' calls on both days.
func (i *incident) plantReaders() {
	for _, reader := range archiveReaders() {
		principalID := i.principalID("AROA")
		for range reader.sessions {
			address, name := reader.addresses(i.random), reader.sessionName(i.random)
			for at := i.start; at.Before(i.end); at = at.Add(6 * time.Hour) {
				s := i.newSession(archiveAccount, reader.role, principalID, name, at)
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
		return "i-0" + string(random.appendHex(nil, 8))
	case "ecs-tasks.amazonaws.com":
		return string(random.appendHex(nil, 16))
	}
	return r.role
}

// plantReads plants the calls of a reader's session, until its end.
func (i *incident) plantReads(reader *reader, s *roleSession, address string, end time.Time) {
	perHour := reader.perHour / reader.sessions
	for hour := s.created.Truncate(time.Hour); hour.Before(end); hour = hour.Add(time.Hour) {
		for range i.random.intBetween(perHour*3/4, perHour*5/4) {
			at := hour.Add(time.Duration(i.random.intBelow(3600)) * time.Second)
			if !at.After(s.created) || !at.Before(end) {
				continue
			}
			e := i.newRead(s, at, address, reader.agent)
			if reader.endpoint {
				e.endpoint = archiveEndpoint
			}
			i.plantRead(e, reader.key(nil, i.random), i.random.intBetween(reader.kilobytes[0], reader.kilobytes[1])*1000)
		}
	}
}

// newRead returns the event of reading an object; one in eight only asks for its
// metadata, and very few are refused.
func (i *incident) newRead(s *roleSession, at time.Time, address, agent string) *event {
	name := "GetObject"
	if i.random.intBelow(8) == 0 {
		name = "HeadObject"
	}
	e := i.newEvent(at, archiveAccount, "s3.amazonaws.com", name)
	e.data, e.readOnly = true, true
	e.requestID = i.random.appendLetters(nil, upperAndDigits, 16)
	e.host = archiveBucket + ".s3." + incidentRegion + ".amazonaws.com"
	e.tls, e.identity, e.address, e.agent = tls12, s.appendIdentity(nil), address, agent
	if i.random.chancePerMille(2) {
		e.errorCode, e.errorMessage = "AccessDenied", "Access Denied"
	}
	return e
}

// plantRead sets the object that was read, and plants the event.
func (i *incident) plantRead(e *event, key []byte, size int) {
	e.setObject(archiveAccount, archiveBucket, key, "")
	switch {
	case e.errorCode != "":
		size = 243
	case e.name == "HeadObject":
		size = 0
	}
	e.setTransfer(i.random, 0, size, false)
	i.plantEvent(e)
}

// Keys of the archive's objects: scans have a master and an access copy.

func (r *random) appendScanFolder(b []byte) []byte {
	title := chooseOne(r, []string{"newspapers", "newspapers", "maps", "parish-registers", "photographs"})
	return fmt.Appendf(b, "digitised/%s/%d/%06d/", title, r.intBetween(1850, 1919), r.intBelow(4_000))
}

func masterKey(b []byte, r *random) []byte {
	return fmt.Appendf(r.appendScanFolder(b), "master/%04d.tif", r.intBetween(1, 96))
}

func accessKey(b []byte, r *random) []byte {
	return fmt.Appendf(r.appendScanFolder(b), "access/%04d.jpg", r.intBetween(1, 96))
}

func textKey(b []byte, r *random) []byte {
	return fmt.Appendf(b, "fulltext/%d/%06d.alto.xml", r.intBetween(1850, 1919), r.intBelow(4_000))
}

func catalogueKey(b []byte, r *random) []byte {
	return fmt.Appendf(b, "catalogue/records/%03d/%06d.json", r.intBelow(40), r.intBelow(4_000))
}

func exportKey(b []byte, r *random) []byte {
	return fmt.Appendf(b, "exports/%d/%02d/metadata-%03d.xml.gz", r.intBetween(2019, 2023), r.intBetween(1, 12), r.intBelow(60))
}
