package condition

import (
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/fieldpath"
)

// Kind says what the JSON of a top-level field is.
type Kind int

// The kinds of top-level fields.
const (
	Text    Kind = iota // text, or JSON as text
	Structs             // an object, or an array of objects, with the same fields in all events
)

// Fields returns CloudTrail's top-level fields (AWS CloudTrail User Guide, "CloudTrail
// record contents"), in the order of the table's columns.
func Fields() map[string]Kind {
	fields := make(map[string]Kind)
	for _, name := range strings.Fields(`eventVersion eventTime eventSource eventName awsRegion sourceIPAddress
		userAgent errorCode errorMessage requestParameters responseElements additionalEventData requestID eventID
		eventType apiVersion readOnly recipientAccountId serviceEventDetails sharedEventID vpcEndpointId
		vpcEndpointAccountId eventCategory sessionCredentialFromConsole edgeDeviceDetails managementEvent
		eventContext insightDetails annotation`) {
		fields[name] = Text
	}
	for _, name := range []string{"userIdentity", "resources", "addendum", "tlsDetails"} {
		fields[name] = Structs
	}
	return fields
}

// Names returns the short names and the top-level fields, sorted.
func Names() []string {
	var names []string
	for name := range shortNames() {
		names = append(names, name)
	}
	for name := range Fields() {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// findField finds out how to read the condition's field.
func (c *Condition) findField() error {
	if c.values = nameFinder(c.Field); c.values != nil {
		return nil
	}
	path, err := parseField(c.Field)
	if err != nil {
		return err
	}
	c.values = path.visitRecord
	return nil
}

// parseField reads a path whose first key, in any case, is a top-level field.
func parseField(text string) (*fieldPath, error) {
	parsed, err := fieldpath.Parse(text)
	if err != nil {
		return nil, &FieldError{Name: text, Reason: err.Error()}
	}
	f := &fieldPath{walkers: newWalkers()}
	for key, index := range parsed.Steps() {
		f.steps = append(f.steps, pathStep{key: key, index: index})
		f.indexed = f.indexed || index >= 0
	}
	first := &f.steps[0]
	for name, kind := range Fields() {
		if strings.EqualFold(name, first.key) {
			first.key, f.folds = name, kind == Structs
			return f, nil
		}
	}
	return nil, &FieldError{Name: text, Reason: errNoField.Error(), Near: Nearest(text, Names())}
}

// Nearest returns the candidate with the smallest edit distance, if that is small.
func Nearest(name string, candidates []string) string {
	best, least := "", 1+len(name)/3
	for _, candidate := range candidates {
		if d := editDistance(strings.ToLower(name), strings.ToLower(candidate)); d < least {
			best, least = candidate, d
		}
	}
	return best
}

// editDistance returns how many characters must be inserted, removed, replaced or
// exchanged with the next to turn a into b (optimal string alignment).
func editDistance(a, b string) int {
	older, old, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		older, old, row = old, row, older
		row[0] = i + 1
		for j := range len(b) {
			change := old[j]
			if a[i] != b[j] {
				change++
			}
			row[j+1] = min(change, row[j]+1, old[j+1]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], older[j-1]+1)
			}
		}
	}
	return row[len(b)]
}
