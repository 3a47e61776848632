package gen

import (
	"fmt"
	"path"
	"time"
)

// insightRecord is one record of an Insights event as described in "CloudTrail
// record contents for Insights events" in the CloudTrail user guide.
type insightRecord struct {
	EventVersion  string         `json:"eventVersion"`
	EventTime     time.Time      `json:"eventTime"`
	Region        string         `json:"awsRegion"`
	EventID       string         `json:"eventID"`
	EventType     string         `json:"eventType"`
	Account       string         `json:"recipientAccountId"`
	SharedEventID string         `json:"sharedEventID"`
	Details       insightDetails `json:"insightDetails"`
	Category      string         `json:"eventCategory"`
}

type insightDetails struct {
	State       string         `json:"state"`
	EventSource string         `json:"eventSource"`
	EventName   string         `json:"eventName"`
	Type        string         `json:"insightType"`
	Context     insightContext `json:"insightContext"`
}

type insightContext struct {
	Statistics struct {
		Baseline struct {
			Average float64 `json:"average"`
		} `json:"baseline"`
		Insight struct {
			Average float64 `json:"average"`
		} `json:"insight"`
		Minutes         int `json:"insightDuration,omitempty"`
		BaselineMinutes int `json:"baselineDuration"`
	} `json:"statistics"`
}

// writeInsight writes the start and the end of one unusual rate of calls and
// returns the number of records.
func writeInsight(folder string, plan *plan) (int, error) {
	r := newRandom()
	r.reseed(plan.options.Seed, streamCompanion, 0)
	p := plan.files[0].place
	began := plan.files[0].delivered.Add(30 * time.Minute)
	records := newInsight(r, p, began)
	delivered := began.Add(15 * time.Minute)
	name := path.Join(p.folder("CloudTrail-Insight", delivered), fmt.Sprintf("%s_CloudTrail-Insight_%s_%s_%s.json.gz",
		p.account, p.region, delivered.Format("20060102T1504Z"), r.appendLetters(nil, alphanumeric, 16)))
	return len(records), writeGzipJSON(folder, name, map[string][]insightRecord{"Records": records})
}

// newInsight returns the records of the start and of the end.
func newInsight(r *random, p *place, began time.Time) []insightRecord {
	start := insightRecord{
		EventVersion:  "1.08",
		EventTime:     began,
		Region:        p.region,
		EventID:       string(r.appendUUID(nil)),
		EventType:     "AwsCloudTrailInsight",
		Account:       p.account,
		SharedEventID: string(r.appendUUID(nil)),
		Category:      "Insight",
	}
	start.Details = insightDetails{
		State:       "Start",
		EventSource: "ssm.amazonaws.com",
		EventName:   "UpdateInstanceInformation",
		Type:        "ApiCallRateInsight",
	}
	statistics := &start.Details.Context.Statistics
	statistics.Baseline.Average = 85.4202380952
	statistics.Insight.Average = 664
	statistics.BaselineMinutes = 10_080
	end := start
	end.EventTime = began.Add(3 * time.Minute)
	end.EventID = string(r.appendUUID(nil))
	end.Details.State = "End"
	end.Details.Context.Statistics.Minutes = 3
	return []insightRecord{start, end}
}
