package builtin

import (
	"errors"
	"fmt"
	"math/big"
)

// DecimalQuotient divides two decimals, given as text, and rounds the quotient to
// a number of digits after the point, halves away from zero, as Trino does.
func DecimalQuotient(dividend, divisor string, scale int64) (string, error) {
	a, ok := new(big.Rat).SetString(dividend)
	b, known := new(big.Rat).SetString(divisor)
	switch {
	case !ok:
		return "", fmt.Errorf("%q is no decimal", dividend)
	case !known:
		return "", fmt.Errorf("%q is no decimal", divisor)
	case b.Sign() == 0:
		return "", errors.New("division by zero")
	}
	return new(big.Rat).Quo(a, b).FloatString(int(scale)), nil
}
