package trailq

import (
	"encoding/json"

	"github.com/trailq/trailq/internal/records"
)

// boolValue returns the value of true and false, also if they are strings.
func boolValue(raw []byte) Bool {
	switch string(records.TextBytes(raw)) {
	case "true":
		return True
	case "false":
		return False
	}
	return Missing
}

// rawValue returns a raw field, or nil for null.
func rawValue(raw []byte) json.RawMessage {
	if string(raw) == "null" {
		return nil
	}
	return raw
}
