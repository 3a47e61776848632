package binary

import (
	"encoding/base32"
	"encoding/base64"
	"fmt"
	"strings"
)

// WriteBase32 writes bytes in base 32, with padding.
func WriteBase32(data []byte) (string, error) { return base32.StdEncoding.EncodeToString(data), nil }

// ReadBase32 reads bytes in base 32, with or without padding.
func ReadBase32(text string) ([]byte, error) {
	data, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.TrimRight(text, "="))
	if err != nil {
		return nil, fmt.Errorf("%q is not base 32: %w", text, err)
	}
	return data, nil
}

// WriteBase64URL writes bytes in base 64 with - and _, and with padding.
func WriteBase64URL(data []byte) (string, error) { return base64.URLEncoding.EncodeToString(data), nil }

// ReadBase64URL reads bytes in base 64 with - and _, with or without padding.
func ReadBase64URL(text string) ([]byte, error) {
	data, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(text, "="))
	if err != nil {
		return nil, fmt.Errorf("%q is not base 64 for URLs: %w", text, err)
	}
	return data, nil
}
