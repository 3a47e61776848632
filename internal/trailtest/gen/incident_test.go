package gen

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

// told holds the fields of a record that the tests check.
type told struct {
	readBack
	UserIdentity struct {
		Type, AccessKeyID, InvokedBy, UserName string
		SessionContext                         struct {
			SessionIssuer struct{ UserName string }
		}
	}
	SourceIPAddress     string
	VPCEndpointID       string
	SharedEventID       string
	RequestParameters   struct{ Key string }
	ResponseElements    struct{ Credentials struct{ AccessKeyID string } }
	AdditionalEventData struct{ BytesTransferredOut float64 }
}

func (r *told) role() string { return r.UserIdentity.SessionContext.SessionIssuer.UserName }

// story returns the distinct records of the incident alone.
func story(t *testing.T) []told {
	t.Helper()
	folder, _ := generate(t, Options{Events: 1, Incident: true})
	var records []told
	seen := make(map[string]bool)
	for name, text := range logFiles(t, folder) {
		for _, raw := range rawRecords(t, name, text) {
			var record told
			if err := json.Unmarshal(raw, &record); err != nil {
				t.Fatal(err)
			}
			if record.AWSRegion == incidentRegion && !seen[record.EventID] {
				seen[record.EventID] = true
				records = append(records, record)
			}
		}
	}
	return records
}

// The application's calls from outside begin at 02:15 of the second day and
// transfer nearly all bytes.
func TestIncidentTellsItsStory(t *testing.T) {
	begins := time.Date(2023, 11, 2, 2, 15, 0, 0, time.UTC)
	var outside, all float64
	var fetched, others int
	for _, r := range story(t) {
		all += r.AdditionalEventData.BytesTransferredOut
		isOutside := strings.HasPrefix(r.SourceIPAddress, "203.0.113.") && r.EventSource == "s3.amazonaws.com"
		if !isOutside {
			if r.EventName == "GetObject" {
				others++
			}
			continue
		}
		fetched++
		outside += r.AdditionalEventData.BytesTransferredOut
		if r.EventTime.Before(begins) || r.role() != "data-api-exporter" || r.VPCEndpointID != "" {
			t.Errorf("%s: %+v", r.EventID, r)
		}
		if r.ErrorCode == "" && !strings.HasPrefix(r.RequestParameters.Key, "digitised/") {
			t.Errorf("%s: key %s", r.EventID, r.RequestParameters.Key)
		}
	}
	if outside < 1e12 || outside < 0.99*all || fetched < 2000 || others < 2000 {
		t.Errorf("%.0f of %.0f bytes by %d events beside %d", outside, all, fetched, others)
	}
}

// Each session traces back to the event that began it, except during the gap of the
// account that began it, where the other account has its half.
func TestIncidentSessionsBegin(t *testing.T) {
	records := story(t)
	begun, shared := make(map[string]int), make(map[string]int)
	for _, r := range records {
		if key := r.ResponseElements.Credentials.AccessKeyID; key != "" {
			begun[key]++
			shared[r.SharedEventID]++
		}
	}
	chained := 0
	for _, r := range records {
		key := r.UserIdentity.AccessKeyID
		if r.UserIdentity.Type != "AssumedRole" {
			continue
		}
		inGap := r.EventTime.Hour() >= 9 && r.EventTime.Hour() <= 11 && r.EventTime.Day() == 2
		switch n := begun[key]; {
		case r.role() == "data-api-exporter" && n == 2:
			chained++
		case r.role() == "data-api-exporter" && n == 1 && inGap:
		case r.role() != "data-api-exporter" && n == 1:
		default:
			t.Fatalf("%s: %s of %s began %d times", r.EventTime, key, r.role(), n)
		}
	}
	if chained < 2000 {
		t.Errorf("%d events in sessions with both halves", chained)
	}
	for id, n := range shared {
		if n > 2 {
			t.Errorf("sharedEventID %s %d times", id, n)
		}
	}
}

// One account and region has no events for two hours, and all others have some.
func TestIncidentGap(t *testing.T) {
	hours := make(map[time.Time]bool)
	for _, r := range story(t) {
		if r.RecipientAccountID == apiAccount {
			hours[r.EventTime.Truncate(time.Hour)] = true
		}
	}
	for hour := time.Date(2023, 11, 1, 0, 0, 0, 0, time.UTC); hour.Day() < 3; hour = hour.Add(time.Hour) {
		if gap := hour.Day() == 2 && (hour.Hour() == 9 || hour.Hour() == 10); hours[hour] == gap {
			t.Errorf("%s: events %v, want %v", hour, hours[hour], !gap)
		}
	}
}

// Some of the incident's events are in a file that came hours later.
func TestIncidentIsLate(t *testing.T) {
	folder, _ := generate(t, Options{Events: 1, Incident: true})
	late := 0
	for name, text := range logFiles(t, folder) {
		if strings.Contains(name, "_20231102T1240Z_") {
			late += len(rawRecords(t, name, text))
		}
	}
	if late < 10 {
		t.Errorf("%d late events", late)
	}
}
