package gen

import (
	"fmt"
	"strings"
	"time"
)

// Action groups events: the service called, such as s3.amazonaws.com, and the
// request, such as GetObject.
type Action struct {
	EventSource string
	EventName   string
}

// MarshalText returns the two names with a space between them, so that a map of
// actions can be written as JSON.
func (a Action) MarshalText() ([]byte, error) {
	return []byte(a.EventSource + " " + a.EventName), nil
}

// UnmarshalText parses the output of MarshalText.
func (a *Action) UnmarshalText(text []byte) error {
	source, name, found := strings.Cut(string(text), " ")
	if !found {
		return fmt.Errorf("action %q has no space between eventSource and eventName", text)
	}
	a.EventSource, a.EventName = source, name
	return nil
}

// Stats is what a reader of a generated tree must find in it. Unless a field says
// otherwise, it counts the records of log files as delivered, including those
// delivered twice.
type Stats struct {
	// Files is the number of log files, without digest and Insights files.
	Files int `json:"files"`
	// Events is the number of distinct events.
	Events int `json:"events"`
	// Duplicates is the number of records that repeat another one.
	Duplicates int `json:"duplicates"`
	// Records is Events and Duplicates together.
	Records int `json:"records"`
	// Errors is the number of records with an errorCode.
	Errors int `json:"errors"`
	// ReadOnly is the number of records whose readOnly is true.
	ReadOnly int `json:"readOnly"`
	// JSONBytes and GzipBytes are the sizes of all log files, uncompressed and on
	// disk.
	JSONBytes int64 `json:"jsonBytes"`
	GzipBytes int64 `json:"gzipBytes"`
	// First and Last are the earliest and the latest eventTime, in UTC.
	First time.Time `json:"first"`
	Last  time.Time `json:"last"`
	// Actions, Accounts (by recipientAccountId) and Regions (by awsRegion)
	// each add up to Records.
	Actions  map[Action]int `json:"actions"`
	Accounts map[string]int `json:"accounts"`
	Regions  map[string]int `json:"regions"`
	// DigestFiles and InsightFiles are the numbers of files of other kinds.
	// InsightRecords, the records in the latter, are in no other count.
	DigestFiles    int `json:"digestFiles"`
	InsightFiles   int `json:"insightFiles"`
	InsightRecords int `json:"insightRecords"`
}

func newStats() Stats {
	return Stats{
		Actions:  make(map[Action]int),
		Accounts: make(map[string]int),
		Regions:  make(map[string]int),
	}
}

// addEvent adds one record.
func (s *Stats) addEvent(e *event, time occasion) {
	s.Records++
	if time == second {
		s.Duplicates++
	} else {
		s.Events++
	}
	if e.errorCode != "" {
		s.Errors++
	}
	if e.readOnly {
		s.ReadOnly++
	}
	s.extendSpan(e.time, e.time)
	s.Actions[Action{e.source, e.name}]++
	s.Accounts[e.account]++
	s.Regions[e.region]++
}

func (s *Stats) extendSpan(first, last time.Time) {
	if s.First.IsZero() || first.Before(s.First) {
		s.First = first
	}
	if last.After(s.Last) {
		s.Last = last
	}
}

// addStats adds the figures of log files that another goroutine wrote.
func (s *Stats) addStats(other Stats) {
	if other.Records == 0 {
		return
	}
	s.Files += other.Files
	s.Events += other.Events
	s.Duplicates += other.Duplicates
	s.Records += other.Records
	s.Errors += other.Errors
	s.ReadOnly += other.ReadOnly
	s.JSONBytes += other.JSONBytes
	s.GzipBytes += other.GzipBytes
	s.extendSpan(other.First, other.Last)
	addCounts(s.Actions, other.Actions)
	addCounts(s.Accounts, other.Accounts)
	addCounts(s.Regions, other.Regions)
}

func addCounts[K comparable](to, from map[K]int) {
	for key, n := range from {
		to[key] += n
	}
}
