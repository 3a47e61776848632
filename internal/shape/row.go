package shape

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/fieldname"
	"github.com/trailq/trailq/internal/records"
)

// Fields of the columns that are not fields of an event by their names.
const (
	userNameField     = "userIdentity.userName"
	accessKeyField    = "userIdentity.accessKeyId"
	resourceTypeField = "resources.type"
	resourceNameField = "resources.name"
)

// fieldsOf returns the fields of columns, empty for those that are none: the columns of
// the console's Event history, such as "Event name" and "AWS access key" (AWS CloudTrail
// User Guide, "Viewing CloudTrail events"), and those of a table of Athena, such as
// eventname.
func fieldsOf(header []string) []string {
	fields := make([]string, len(header))
	for i, name := range header {
		switch name = strings.ToLower(strings.TrimSpace(name)); name {
		case "user name", "username":
			fields[i] = userNameField
		case "aws access key", "access key", "accesskeyid":
			fields[i] = accessKeyField
		case "resource type":
			fields[i] = resourceTypeField
		case "resource name":
			fields[i] = resourceNameField
		default:
			fields[i] = fieldname.FindEvent(name)
		}
	}
	return fields
}

// makeEvent returns the event in a row, as JSON. Fields whose cells are empty are not
// there, like those that have no column.
func (t *table) makeEvent(row []string) ([]byte, error) {
	cells := make(map[string]string, len(row))
	for i, field := range t.columns {
		if i < len(row) && field != "" {
			cells[field] = strings.TrimSpace(row[i])
		}
	}
	if cells["eventName"] == "" && cells["eventID"] == "" {
		return nil, fmt.Errorf("%w: a row without an event name", records.ErrForeign)
	}
	event := newObject()
	var done []string
	for _, field := range t.columns {
		if field == "" || slices.Contains(done, field) {
			continue
		}
		done = append(done, field)
		if err := t.addField(event, field, cells); err != nil {
			return nil, err
		}
	}
	identity := newObject()
	identity.addFilled("userName", cells[userNameField])
	identity.addFilled("accessKeyId", cells[accessKeyField])
	if cells["userIdentity"] == "" && !identity.isEmpty() {
		event.addRaw("userIdentity", identity.closeObject())
	}
	return event.closeObject(), nil
}

// addField adds a field of an event.
func (t *table) addField(event *object, field string, cells map[string]string) error {
	cell := cells[field]
	switch field {
	case "eventTime":
		return t.addTime(event, cell)
	case "readOnly", "managementEvent", "sessionCredentialFromConsole":
		if value := strings.ToLower(cell); value == "true" || value == "false" { // Excel writes TRUE
			event.addRaw(field, []byte(value))
		}
	case "recipientAccountId":
		event.addFilled(field, repairAccount(cell))
	case "resources":
		event.addFilledRaw(field, resourcesOf(cell))
	case "userIdentity", "tlsDetails", "addendum":
		event.addFilledRaw(field, structureOf(cell))
	case "requestParameters", "responseElements", "additionalEventData", "serviceEventDetails":
		event.addFilledRaw(field, jsonOf(cell))
	case resourceTypeField:
		if cells["resources"] == "" && cell != "" {
			event.addRaw("resources", namedResources(cell, cells[resourceNameField]))
		}
	case userNameField, accessKeyField, resourceNameField: // added together
	default:
		event.addFilled(field, cell)
	}
	return nil
}

// addTime adds the time of the event.
func (t *table) addTime(event *object, cell string) error {
	if cell == "" {
		return nil
	}
	read, err := t.times.readTime(cell)
	if err != nil {
		return err
	}
	event.addText("eventTime", read.at.UTC().Format("2006-01-02T15:04:05.999999999Z07:00"))
	if !read.hasZone {
		t.partial.WithoutZone++
	}
	if read.isAmbiguous && t.times.isGuess {
		t.partial.MonthFirst++
	}
	return nil
}

// repairAccount returns the account ID in a cell. Excel removes zeros at the start of a
// number, and turns longer ones into powers of ten, of which no ID can be had.
func repairAccount(cell string) string {
	cell = strings.Trim(cell, `'"=`)
	for _, c := range cell {
		if c < '0' || c > '9' {
			return ""
		}
	}
	if cell == "" || len(cell) > 12 {
		return ""
	}
	return strings.Repeat("0", 12-len(cell)) + cell
}

// resourcesOf returns the resources in a cell, as events have them. The console writes
// [{"resourceType":"AWS::S3::Bucket","resourceName":"…"}], where the name can be an ARN.
func resourcesOf(cell string) []byte {
	var named []struct{ ResourceType, ResourceName string }
	if json.Unmarshal([]byte(cell), &named) != nil || len(named) == 0 || named[0].ResourceType == "" {
		return structureOf(cell)
	}
	list := []byte{'['}
	for _, resource := range named {
		list = append(append(list, namedResource(resource.ResourceType, resource.ResourceName)...), ',')
	}
	list[len(list)-1] = ']'
	return list
}

// namedResources returns the resource whose type and name have columns of their own.
func namedResources(kind, name string) []byte {
	return append(append([]byte{'['}, namedResource(kind, name)...), ']')
}

func namedResource(kind, name string) []byte {
	resource := newObject()
	resource.addText("type", kind)
	key := "resourceName"
	if strings.HasPrefix(name, "arn:") {
		key = "ARN"
	}
	resource.addFilled(key, name)
	return resource.closeObject()
}

// jsonOf returns the JSON in a cell, or the cell as a text.
func jsonOf(cell string) []byte {
	switch {
	case cell == "" || cell == "null":
		return nil
	case json.Valid([]byte(cell)):
		return []byte(cell)
	}
	return quoteText(cell)
}

// object is a JSON object that is being written.
type object struct{ raw []byte }

func newObject() *object { return &object{raw: []byte{'{'}} }

func (o *object) isEmpty() bool { return len(o.raw) == 1 }

// addRaw adds a member with the value in raw.
func (o *object) addRaw(key string, raw []byte) {
	o.raw = append(o.raw, quoteText(key)...)
	o.raw = append(append(append(o.raw, ':'), raw...), ',')
}

func (o *object) addText(key, text string) { o.addRaw(key, quoteText(text)) }

// addFilled adds a text unless it is empty.
func (o *object) addFilled(key, text string) {
	if text != "" {
		o.addText(key, text)
	}
}

// addFilledRaw adds a raw value unless it is empty.
func (o *object) addFilledRaw(key string, raw []byte) {
	if len(raw) > 0 {
		o.addRaw(key, raw)
	}
}

// closeObject returns the object.
func (o *object) closeObject() []byte {
	if o.isEmpty() {
		return []byte("{}")
	}
	o.raw[len(o.raw)-1] = '}'
	return o.raw
}

// quoteText returns text as a JSON string.
func quoteText(text string) []byte {
	quoted, err := json.Marshal(text)
	if err != nil { // no string has an error
		return []byte(`""`)
	}
	return quoted
}
