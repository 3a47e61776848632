package mask

import (
	"bytes"
	"regexp"
)

// form is how a credential looks, whatever it is called.
type form struct {
	// hints are texts of which one is in each text that has the form: to look for them
	// is cheap.
	hints []string
	// pattern has the credential as its only group.
	pattern string
}

// forms returns the forms that are known. A value ends at what ends it in JSON, a URL, a
// connection string or a command.
func forms() []form {
	const value = `([^\s"'\\;&,<>|]+)`
	return []form{
		// https://www.rfc-editor.org/rfc/rfc7468#section-10
		{[]string{"PRIVATE KEY-----"}, `-----BEGIN [A-Z ]*PRIVATE KEY-----([^"-]+)`},
		{[]string{"assword", "ASSWORD", "asswd", "PWD", "pwd", "Pwd"}, `(?i)(?:password|passwd|pwd)\s?=\s?` + value},
		{[]string{"--password "}, `--password ` + value},
		// https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1
		{[]string{"://"}, `[A-Za-z][A-Za-z0-9+.-]*://[^\s"'\\/:@?#]*:([^\s"'\\/@?#]+)@`},
		// https://www.rfc-editor.org/rfc/rfc7519#section-3: its header and claims are JSON
		{[]string{"eyJ"}, `\b(eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]+)`},
	}
}

// hideForms returns the text with the credentials hidden that have a known form.
func (m *masker) hideForms(text []byte) (hidden []byte, found bool) {
	for i, f := range m.forms {
		if !containsAny(text, f.hints) {
			continue
		}
		if m.patterns[i] == nil {
			m.patterns[i] = regexp.MustCompile(f.pattern)
		}
		var these bool
		text, these = hideGroups(text, m.patterns[i])
		found = found || these
	}
	text, these := hideSecretKeys(text)
	return text, found || these
}

func containsAny(text []byte, parts []string) bool {
	for _, part := range parts {
		if bytes.Contains(text, []byte(part)) {
			return true
		}
	}
	return false
}

// hideGroups hides what the pattern's group matches.
func hideGroups(text []byte, pattern *regexp.Regexp) (hidden []byte, found bool) {
	past := 0
	for _, at := range pattern.FindAllSubmatchIndex(text, -1) {
		if string(text[at[2]:at[3]]) == Hidden {
			continue
		}
		hidden, found = append(append(hidden, text[past:at[2]]...), Hidden...), true
		past = at[3]
	}
	if !found {
		return text, false
	}
	return append(hidden, text[past:]...), true
}

// A secret access key has 40 characters of base64, as hashes can have, and follows or precedes
// its access key ID. See
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
// and https://docs.aws.amazon.com/IAM/latest/UserGuide/security-creds.html.
const (
	keyIDLength  = 20
	secretLength = 40
	secretReach  = 64 // characters between the two, such as a name
)

// keyIDStarts returns how access key IDs begin.
func keyIDStarts() []string { return []string{"AKIA", "ASIA"} }

// hideSecretKeys hides the secret access keys beside access key IDs.
func hideSecretKeys(text []byte) (hidden []byte, found bool) {
	if len(text) < keyIDLength+secretLength || !containsAny(text, keyIDStarts()) {
		return text, false
	}
	past := 0
	for at := 0; at < len(text); {
		length := base64Length(text[at:])
		if length == 0 {
			at++
			continue
		}
		run := text[at : at+length]
		if looksSecret(run) && isBesideKeyID(text, at, at+length) {
			hidden, found = append(append(hidden, text[past:at-escapeBefore(text, at)]...), Hidden...), true
			past = at + length
		}
		at += length
	}
	if !found {
		return text, false
	}
	return append(hidden, text[past:]...), true
}

// escapeBefore returns 1 where the character at a place is part of an escape of JSON, whose
// backslash must go with it, and 0 where it is not.
func escapeBefore(text []byte, at int) int {
	backslashes := at - len(bytes.TrimRight(text[:at], `\`))
	return backslashes % 2
}

// base64Length returns the length of the characters of base64 with which a text begins. JSON can
// escape a slash.
func base64Length(text []byte) int {
	for i, c := range text {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '+', c == '/':
		case c == '\\' && i+1 < len(text) && text[i+1] == '/':
		default:
			return i
		}
	}
	return len(text)
}

// looksSecret reports whether characters of base64 can be a secret access key. Hashes in
// hexadecimal, words and numbers cannot.
func looksSecret(run []byte) bool {
	if len(run)-bytes.Count(run, []byte(`\`)) != secretLength {
		return false
	}
	return bytes.ContainsAny(run, "abcdefghijklmnopqrstuvwxyz") && bytes.ContainsAny(run, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") && bytes.ContainsAny(run, "0123456789+/") &&
		bytes.ContainsAny(run, "ghijklmnopqrstuvwxyzGHIJKLMNOPQRSTUVWXYZ+/")
}

// isBesideKeyID reports whether an access key ID is near what lies between two places.
func isBesideKeyID(text []byte, start, end int) bool {
	before := text[max(0, start-secretReach-keyIDLength):start]
	after := text[end:min(len(text), end+secretReach+keyIDLength)]
	for _, prefix := range keyIDStarts() {
		for _, near := range [][]byte{before, after} {
			if at := bytes.Index(near, []byte(prefix)); at >= 0 && base64Length(near[at:]) == keyIDLength {
				return true
			}
		}
	}
	return false
}
