package mask

import "bytes"

// tokenStarts are how the session tokens of AWS STS begin: with base64 of a header
// that has not changed for years. See the examples in
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html and
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_use-resources.html.
func tokenStarts() [5]string {
	return [...]string{"IQoJb3JpZ2luX2Vj", "FwoGZXIvYXdzE", "FQoGZXIvYXdzE", "AgoJb3JpZ2luX2Vj", "AQoDYXdzE"}
}

// tokenLength is how many characters a token has at least; those of STS have hundreds.
const tokenLength = 64

// hideTokens returns the text with session tokens hidden.
func hideTokens(text []byte) (hidden []byte, found bool) {
	if len(text) < tokenLength {
		return text, false
	}
	for _, start := range tokenStarts() {
		if bytes.Contains(text, []byte(start)) {
			var these bool
			text, these = hideStarting(text, []byte(start))
			found = found || these
		}
	}
	return text, found
}

// hideStarting hides the tokens that begin with start.
func hideStarting(text, start []byte) (hidden []byte, found bool) {
	for {
		at := bytes.Index(text, start)
		if at < 0 {
			return append(hidden, text...), found
		}
		end := at + tokenEnd(text[at:])
		if end-at < tokenLength {
			hidden = append(hidden, text[:end]...)
		} else {
			hidden, found = append(append(hidden, text[:at]...), Hidden...), true
		}
		text = text[end:]
	}
}

// tokenEnd returns the length of the base64 at the start of a text. JSON can escape a
// slash.
func tokenEnd(text []byte) int {
	for i, c := range text {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '+', c == '/', c == '=', c == '-', c == '_':
		case c == '\\' && i+1 < len(text) && text[i+1] == '/':
		default:
			return i
		}
	}
	return len(text)
}
