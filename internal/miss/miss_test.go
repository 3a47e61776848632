package miss_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/miss"
)

// explain returns what is said of a filter that matches none of the sample logs.
func explain(t *testing.T, filter trailq.Filter) []string {
	t.Helper()
	search, err := miss.NewSearch(&filter, func(text string) bool { return strings.Contains(text, "userAgent") })
	if err != nil {
		t.Fatal(err)
	}
	if search == nil {
		return nil
	}
	for event, err := range trailq.Events(t.Context(), trailq.Dir("../../testdata/logs"), trailq.Options{Fields: []string{"eventTime"}}) {
		if err != nil {
			t.Fatal(err)
		}
		search.AddEvent(event)
	}
	return search.Notes(false)
}

func TestNotes(t *testing.T) {
	day := time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC)
	const span = "2023-10-31T21:19:39Z to 2023-11-02T23:59:40Z"
	for name, test := range map[string]struct {
		filter trailq.Filter
		want   []string
	}{
		"nothing is left out": {trailq.Filter{}, nil},
		"another case":        {trailq.Filter{EventNames: []string{"getobject"}}, []string{"no eventName is getobject; GetObject has 5,214"}},
		"two letters":         {trailq.Filter{Regions: []string{"eu-wset-1"}}, []string{"no awsRegion is eu-wset-1; eu-west-1 has 6,335"}},
		"a service":           {trailq.Filter{EventSources: []string{"s33"}}, []string{"no eventSource is s33; s3.amazonaws.com has 6,246"}},
		"few values":          {trailq.Filter{Accounts: []string{"999999999999"}}, []string{"no recipientAccountId is 999999999999; there is 111122223333, 444455556666"}},
		"before the logs":     {trailq.Filter{To: day}, []string{"the logs have events from " + span}},
		"two reasons":         {trailq.Filter{To: day, EventNames: []string{"Getobject"}}, []string{"the logs have events from " + span, "no eventName is Getobject; GetObject has 5,214"}},
		"a field of another spelling": {trailq.Filter{Where: []string{"requestParameters.BucketName=x"}},
			[]string{"no event has requestParameters.BucketName; requestParameters.bucketName is in 6,244"}},
		"a field that none has": {trailq.Filter{Where: []string{"annotation=x"}}, []string{"no event has annotation"}},
		"hidden":                {trailq.Filter{Where: []string{"userAgent=x"}}, []string{"no userAgent is x"}},
		"each matches alone": {trailq.Filter{ErrorsOnly: true, EventNames: []string{"AssumeRole"}},
			[]string{"no event matches all of the filters: eventName AssumeRole matches 186, a failure matches 27"}},
	} {
		if got := explain(t, test.filter); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}
