package builtin

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
)

var dataSizePattern = regexp.MustCompile(`^\s*(\d+(?:\.\d+)?)\s*([a-zA-Z]+)\s*$`)

// parseDataSize returns the bytes of a size such as 2.3MB, as parse_presto_data_size
// does: a unit is 1024 times the one before.
// https://trino.io/docs/current/functions/conversion.html
func parseDataSize(text string) (string, error) {
	m := dataSizePattern.FindStringSubmatch(text)
	if m == nil {
		return "", fmt.Errorf("%q is no size of data: write 512B, 2.3MB or 1GB", text)
	}
	unit := slices.Index([]string{"B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"}, m[2])
	size, ok := new(big.Rat).SetString(m[1])
	if unit < 0 || !ok {
		return "", fmt.Errorf("%q is no size of data: the units are B, kB, MB, GB, TB, PB, EB, ZB and YB", text)
	}
	size.Mul(size, new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), uint(unit)*10)))
	return new(big.Int).Quo(size.Num(), size.Denom()).String(), nil
}
