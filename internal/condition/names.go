package condition

import (
	"bytes"
	"strings"
	"time"

	"github.com/trailq/trailq/internal/fact"
	"github.com/trailq/trailq/internal/records"
)

// nameFinder returns the finder of a short name, nil for any other name. The names
// and their meanings are those of report.ShortNames, whose SQL says the same.
func nameFinder(name string) finder {
	if text, known := shortNames()[strings.ToLower(name)]; known {
		return func(record *records.Record, visit func([]byte) bool) bool { return visit(text(record)) }
	}
	return nil
}

// textFinder returns the text of a short name in a record; nil is NULL.
type textFinder func(record *records.Record) []byte

// issuer is the session's issuer.
const issuer = "userIdentity.sessionContext.sessionIssuer."

// shortNames returns all short names, in lower case.
func shortNames() map[string]textFinder {
	bucket, key := leafText("requestParameters.bucketName"), leafText("requestParameters.key")
	prefix := leafText("requestParameters.prefix")
	accessKey := leafText("userIdentity.accessKeyId")
	service := serviceText(leafText("eventSource"))
	call := joinTexts(":", service, leafText("eventName"))
	return map[string]textFinder{
		"caller":        callerName,
		"session":       leafText("userIdentity.arn"),
		"role":          roleText(leafText(issuer+"type"), leafText(issuer+"arn")),
		"user":          firstText(leafText("userIdentity.userName"), leafText(issuer+"userName")),
		"accesskey":     accessKey,
		"key":           accessKey,
		"calleraccount": leafText("userIdentity.accountId"),
		"mfa":           firstText(mfaUsed(leafText("additionalEventData.MFAUsed")), leafText("userIdentity.sessionContext.attributes.mfaAuthenticated")),
		"service":       service,
		"call":          call,
		"action":        call,
		"error":         failureName,
		"ip":            leafText("sourceIPAddress"),
		"agent":         leafText("userAgent"),
		"vpce":          leafText("vpcEndpointId"),
		"tls":           leafText("tlsDetails.tlsVersion"),
		"account":       firstText(leafText("recipientAccountId"), leafText("userIdentity.accountId")),
		"region":        leafText("awsRegion"),
		"bucket":        bucket,
		"prefix":        joinTexts("/", bucket, firstFolder(firstText(key, prefix))),
		"object":        joinTexts("/", bucket, key),
		"resource":      resourceName(),
		"month":         timeStart(7),
		"day":           timeStart(10),
		"hour":          timeStart(13),
		"minute":        timeStart(16),
	}
}

// leafText returns the text at a path, which is one of ours.
func leafText(text string) textFinder {
	path, err := parseField(text)
	if err != nil {
		return func(*records.Record) []byte { return nil } // TestShortNames finds it
	}
	return path.scalarText
}

// firstText returns the first text that is not NULL.
func firstText(texts ...textFinder) textFinder {
	return func(record *records.Record) []byte {
		for _, text := range texts {
			if found := text(record); found != nil {
				return found
			}
		}
		return nil
	}
}

// callerName returns the name of the caller.
func callerName(record *records.Record) []byte {
	return []byte(fact.ReadIdentity(record.Get("userIdentity")).Caller())
}

// failureName returns the name of the failure.
func failureName(record *records.Record) []byte { return []byte(fact.ReadFailure(record).Name()) }

// mfaUsed returns whether a sign-in used MFA as sessions say it.
func mfaUsed(answer textFinder) textFinder {
	return func(record *records.Record) []byte {
		switch string(answer(record)) {
		case "Yes":
			return []byte("true")
		case "No":
			return []byte("false")
		}
		return nil
	}
}

// roleText returns the issuer's ARN where its type is Role.
func roleText(kind, arn textFinder) textFinder {
	return func(record *records.Record) []byte {
		if string(kind(record)) != "Role" {
			return nil
		}
		return arn(record)
	}
}

// serviceText returns the event source without AWS's domain.
func serviceText(source textFinder) textFinder {
	return func(record *records.Record) []byte {
		found := source(record)
		if found == nil {
			return nil
		}
		return bytes.ReplaceAll(found, []byte(".amazonaws.com"), []byte{})
	}
}

// joinTexts returns the texts with a separator, and NULL if one of them is.
func joinTexts(separator string, texts ...textFinder) textFinder {
	return func(record *records.Record) []byte {
		var joined []byte
		for i, text := range texts {
			found := text(record)
			if found == nil {
				return nil
			}
			if i > 0 {
				joined = append(joined, separator...)
			}
			joined = append(joined, found...)
		}
		return joined
	}
}

// firstFolder returns the first folder of a key with its slash, and an empty text if
// it has none.
func firstFolder(key textFinder) textFinder {
	return func(record *records.Record) []byte {
		folder, _, found := bytes.Cut(key(record), []byte("/"))
		if !found {
			return []byte{}
		}
		return append(folder[:len(folder):len(folder)], '/')
	}
}

// usualTime is the form in which CloudTrail writes times.
const usualTime = "????-??-??T??:??:??Z"

// timeStart returns the first characters of eventTime in UTC.
func timeStart(length int) textFinder {
	return func(record *records.Record) []byte {
		raw := record.Get("eventTime")
		text := records.TextBytes(raw)
		if !MatchGlob(usualTime, string(text)) {
			at := fact.Time(raw)
			if at.IsZero() {
				return nil
			}
			text = []byte(at.Format(time.RFC3339))
		}
		return text[:min(length, len(text))]
	}
}
