package builtin

import (
	"crypto/sha512"
	"math"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// normalizeText writes a text in one of Unicode's normal forms.
func normalizeText(text, form string) (string, error) {
	forms := map[string]norm.Form{"NFC": norm.NFC, "NFD": norm.NFD, "NFKC": norm.NFKC, "NFKD": norm.NFKD}
	return forms[form].String(text), nil
}

// DoubleText writes a double as Trino's CAST(x AS varchar): 1.0E0.
func DoubleText(x float64) (string, error) {
	switch {
	case math.IsNaN(x):
		return "NaN", nil
	case math.IsInf(x, 1):
		return "Infinity", nil
	case math.IsInf(x, -1):
		return "-Infinity", nil
	}
	if x == 0 {
		return strings.TrimSuffix(strconv.FormatFloat(x, 'f', 0, 64), "0") + "0E0", nil
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(x, 'E', -1, 64), "E")
	if !strings.Contains(mantissa, ".") {
		mantissa += ".0"
	}
	n, err := strconv.Atoi(exponent)
	return mantissa + "E" + strconv.Itoa(n), err
}

// URLPart returns a part of a URL: protocol, host, port, path, query or
// fragment. What is no URL is NULL.
func URLPart(text, part string) (any, error) {
	u, err := url.Parse(text)
	if err != nil {
		return nil, nil
	}
	switch part {
	case "protocol":
		return u.Scheme, nil
	case "host":
		host := u.Hostname()
		if strings.Contains(host, ":") {
			host = "[" + host + "]"
		}
		return host, nil
	case "port":
		return u.Port(), nil
	case "path":
		return u.Path, nil
	case "query":
		return url.PathUnescape(u.RawQuery)
	}
	return u.Fragment, nil
}

// URLParameter returns the first value of a parameter of a URL, else NULL.
func URLParameter(text, name string) (any, error) {
	u, err := url.Parse(text)
	if err != nil || !u.Query().Has(name) {
		return nil, nil
	}
	return u.Query().Get(name), nil
}

// SHA512 is what DuckDB lacks of Trino's digests.
func SHA512(data []byte) ([]byte, error) {
	sum := sha512.Sum512(data)
	return sum[:], nil
}
