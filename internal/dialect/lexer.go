package dialect

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokenKind says what a token is.
type tokenKind int

const (
	endToken      tokenKind = iota // the end of the text; its before holds what is left
	wordToken                      // a name or keyword; also names that begin with a digit
	quotedToken                    // "name" or `name`
	stringToken                    // 'text'
	numberToken                    // 1, 1.5, 1e9
	operatorToken                  // everything else
	rawToken                       // text that the rewriter made, final as it is
)

// token is a piece of SQL. The text of before and text of all tokens in turn
// is the source again, byte for byte.
type token struct {
	kind   tokenKind
	text   string
	before string // white space and comments in front
	offset int    // of text in the source
}

// lexer cuts Trino's SQL into tokens:
// https://trino.io/docs/current/language/reserved.html and SqlBase.g4.
type lexer struct {
	source string
	at     int
}

// lex cuts source into tokens; the last is the end.
func lex(source string) ([]token, error) {
	l := lexer{source: source}
	var tokens []token
	for {
		t, err := l.next()
		if err != nil {
			return nil, err
		}
		tokens = append(tokens, t)
		if t.kind == endToken {
			return tokens, nil
		}
	}
}

func (l *lexer) next() (token, error) {
	start := l.at
	if err := l.skip(); err != nil {
		return token{}, err
	}
	t := token{before: l.source[start:l.at], offset: l.at}
	kind, end, err := l.scan()
	if err != nil {
		return token{}, err
	}
	t.kind, t.text = kind, l.source[l.at:end]
	l.at = end
	return t, nil
}

// skip passes white space and comments.
func (l *lexer) skip() error {
	for l.at < len(l.source) {
		rest := l.source[l.at:]
		r, size := utf8.DecodeRuneInString(rest)
		switch {
		case unicode.IsSpace(r) || r == '\ufeff':
			l.at += size
		case strings.HasPrefix(rest, "--"):
			line, _, _ := strings.Cut(rest, "\n")
			l.at += len(line)
		case strings.HasPrefix(rest, "/*"):
			end := strings.Index(rest[2:], "*/")
			if end < 0 {
				return errorAt(l.source, l.at, "this comment is not closed: */ is missing")
			}
			l.at += end + 4
		default:
			return nil
		}
	}
	return nil
}

// scan returns the kind and the end of the token at l.at.
func (l *lexer) scan() (tokenKind, int, error) {
	rest := l.source[l.at:]
	if rest == "" {
		return endToken, l.at, nil
	}
	switch c := rest[0]; {
	case c == '\'':
		return l.quoted(stringToken, c)
	case c == '"' || c == '`':
		return l.quoted(quotedToken, c)
	case c >= '0' && c <= '9' || c == '.' && len(rest) > 1 && isDigit(rest[1]) && !l.afterName():
		return l.number()
	}
	if r, _ := utf8.DecodeRuneInString(rest); isNameStart(r) {
		return wordToken, l.at + nameLength(rest), nil
	}
	return operatorToken, l.at + operatorLength(rest), nil
}

// afterName says whether the byte before is part of a name, so that a dot
// selects a field and begins no number.
func (l *lexer) afterName() bool {
	if l.at == 0 {
		return false
	}
	c := l.source[l.at-1]
	return c == '"' || c == '`' || c == ')' || c == ']' || isDigit(c) || isNameByte(c)
}

// quoted scans to the closing quote; a doubled quote stands for one.
func (l *lexer) quoted(kind tokenKind, quote byte) (tokenKind, int, error) {
	for i := l.at + 1; i < len(l.source); i++ {
		if l.source[i] != quote {
			continue
		}
		if i+1 < len(l.source) && l.source[i+1] == quote {
			i++
			continue
		}
		return kind, i + 1, nil
	}
	return 0, 0, errorAt(l.source, l.at, "this %s is not closed: %c is missing", map[tokenKind]string{
		stringToken: "string", quotedToken: "quoted name",
	}[kind], quote)
}

// number scans a number, or a name that begins with a digit.
func (l *lexer) number() (tokenKind, int, error) {
	i := l.at
	digits := func() {
		for i < len(l.source) && isDigit(l.source[i]) {
			i++
		}
	}
	digits()
	if i < len(l.source) && l.source[i] == '.' {
		i++
		digits()
	}
	if i < len(l.source) && (l.source[i] == 'e' || l.source[i] == 'E') {
		mark := i
		i++
		if i < len(l.source) && (l.source[i] == '+' || l.source[i] == '-') {
			i++
		}
		if i < len(l.source) && isDigit(l.source[i]) {
			digits()
		} else {
			i = mark
		}
	}
	if n := nameLength(l.source[i:]); n > 0 {
		return wordToken, i + n, nil
	}
	return numberToken, i, nil
}

// nameLength returns the length of the run of name characters text starts with.
func nameLength(text string) int {
	for i, r := range text {
		if !isNameStart(r) && !(r >= '0' && r <= '9') {
			return i
		}
	}
	return len(text)
}

// operatorLength returns the length of the operator text starts with.
func operatorLength(text string) int {
	for _, operator := range []string{"<>", "!=", "<=", ">=", "||", "->", "=>", "::"} {
		if strings.HasPrefix(text, operator) {
			return len(operator)
		}
	}
	_, size := utf8.DecodeRuneInString(text)
	return size
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isNameByte(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= utf8.RuneSelf
}

func isNameStart(r rune) bool {
	return r == '_' || r != utf8.RuneError && unicode.IsLetter(r)
}
