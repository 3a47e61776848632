package humanize

import "testing"

func TestThousands(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0", 999: "999", 1000: "1,000", -1234567: "-1,234,567", 1 << 62: "4,611,686,018,427,387,904",
	} {
		if got := Thousands(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
	for number, want := range map[string]string{"1234.5678": "1,234.5678", "-123": "-123", "1e300": "1e300", "12345E-2": "12345E-2"} {
		if got := string(AppendThousands(nil, number)); got != want {
			t.Errorf("%s: %s, want %s", number, got, want)
		}
	}
}

func TestBytes(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0 B", 999: "999 B", 1000: "1.0 kB", 9949: "9.9 kB", 9950: "10 kB", 999_499: "999 kB", 999_500: "1.0 MB",
		190_839_796: "191 MB", 1 << 62: "4.6 EB",
	} {
		if got := Bytes(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}

func TestDollars(t *testing.T) {
	for amount, want := range map[float64]string{
		0: "$0.00", 1234.56: "$1,234.56", 1234567.891: "$1,234,567.89", 0.1: "$0.10", 0.09: "$0.090", 0.0123: "$0.012",
		0.00123: "$0.0012", 0.0001: "$0.0001", 0.00009999: "<$0.0001", 1e-20: "<$0.0001", -3.5: "-$3.50", 99.999: "$100.00",
	} {
		if got := Dollars(amount); got != want {
			t.Errorf("%v: %s, want %s", amount, got, want)
		}
	}
}
