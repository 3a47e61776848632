package builtin

import (
	"math"
	"time"

	"github.com/trailq/trailq/internal/dialect/binary"
	"github.com/trailq/trailq/internal/dialect/hive"
	"github.com/trailq/trailq/internal/dialect/lookaround"
)

// Kind is the type of a function's argument or result.
type Kind int

// The kinds.
const (
	Text Kind = iota
	Boolean
	BigInt
	Double
	Timestamp // without a zone
	Instant
	Blob
)

// Function is a function that an engine registers for the macros: plain Go.
// A NULL argument makes the result NULL without a call.
type Function struct {
	Name      string
	Arguments []Kind
	Result    Kind
	// Call gets and gives string (Text), int64 (BigInt), float64 (Double),
	// bool (Boolean), []byte (Blob) and time.Time in UTC (Timestamp and
	// Instant); a nil result is NULL. It is safe for concurrent use.
	Call func(arguments []any) (any, error)
}

// Functions returns the functions that the macros need.
func Functions() []Function {
	patterns, shaper := &lookaround.Cache{}, &hive.Shaper{}
	return []Function{
		{"trino_hive_shape", []Kind{Text, Text}, Text, call2(shaper.Shape)},
		{"trino_hive_field", []Kind{Text, Text, Text}, Text, call3(shaper.ShapeField)},
		{"trino_lookaround_like", []Kind{Text, Text}, Boolean, call2(patterns.HasMatch)},
		{"trino_lookaround_count", []Kind{Text, Text}, BigInt, call2(patterns.CountMatches)},
		{"trino_lookaround_position", []Kind{Text, Text}, BigInt, call2(patterns.FindPosition)},
		{"trino_lookaround_extract", []Kind{Text, Text, BigInt}, Text, call3(patterns.Extract)},
		{"trino_lookaround_all", []Kind{Text, Text, BigInt}, Text, call3(patterns.ExtractAll)},
		{"trino_lookaround_split", []Kind{Text, Text}, Text, call2(patterns.Split)},
		{"trino_lookaround_replace", []Kind{Text, Text, Text}, Text, call3(patterns.Replace)},
		{"trino_type_name", []Kind{Text}, Text, call1(typeName)},
		{"trino_stem", []Kind{Text, Text}, Text, call2(stemWord)},
		{"trino_data_size", []Kind{Text}, Text, call1(parseDataSize)},
		{"trino_ipaddress", []Kind{Text}, Blob, call1(ParseAddress)},
		{"trino_ip_text", []Kind{Blob}, Text, call1(AddressText)},
		{"trino_cidr_contains", []Kind{Text, Blob}, Boolean, call2(NetworkContains)},
		{"trino_mysql_format", []Kind{Timestamp, Text}, Text, call2(DateFormat)},
		{"trino_mysql_parse", []Kind{Text, Text}, Timestamp, call2(DateParse)},
		{"trino_joda_format", []Kind{Timestamp, Text}, Text, call2(FormatDateTime)},
		{"trino_joda_parse", []Kind{Text, Text}, Instant, call2(ParseDateTime)},
		{"trino_iso_timestamp", []Kind{Text}, Instant, call1(ParseISOTimestamp)},
		{"trino_duration_microseconds", []Kind{Text}, BigInt, call1(ParseDuration)},
		{"trino_human_readable_seconds", []Kind{Double}, Text, call1(HumanSeconds)},
		{"trino_double_text", []Kind{Double}, Text, call1(DoubleText)},
		{"trino_url_part", []Kind{Text, Text}, Text, call2(URLPart)},
		{"trino_url_extract_parameter", []Kind{Text, Text}, Text, call2(URLParameter)},
		{"trino_sha512", []Kind{Blob}, Blob, call1(SHA512)},
		{"trino_sql_json_value", []Kind{Text, Text, Text}, Text, call3(JSONValue)},
		{"trino_sql_json_query", []Kind{Text, Text, Text}, Text, call3(JSONQuery)},
		{"trino_sql_json_exists", []Kind{Text, Text, Text}, Boolean, call3(JSONExists)},
		{"trino_zoned_text", []Kind{Timestamp, Text}, Text, call2(ZonedText)},
		{"trino_zoned_iso", []Kind{Timestamp, Text}, Text, call2(ZonedISO)},
		{"trino_zoned_format", []Kind{Timestamp, Text, Text}, Text, call3(ZonedFormat)},
		{"trino_zone_offset", []Kind{Timestamp, Text}, BigInt, call2(ZoneOffset)},
		{"trino_sql_json_outcome", []Kind{Text, Text}, Text, call2(JSONOutcome)},
		{"trino_json_cast", []Kind{Text, Text}, Text, call2(new(jsonCaster).cast)},
		{"trino_decimal_quotient", []Kind{Text, Text, BigInt}, Text, call3(DecimalQuotient)},
		{"trino_crc32", []Kind{Blob}, BigInt, call1(CRC32)},
		{"trino_xxhash64", []Kind{Blob}, Blob, call1(XXHash64)},
		{"trino_text_hash", []Kind{Text}, Text, call1(textHash)},
		{"trino_number_hash", []Kind{BigInt}, Text, call1(numberHash)},
		{"trino_double_hash", []Kind{Double}, Text, call1(doubleHash)},
		{"trino_checksum_bytes", []Kind{Text}, Blob, call1(checksumBytes)},
		{"trino_bitwise_left_shift", []Kind{BigInt, BigInt}, BigInt, call2(shiftLeft)},
		{"trino_bitwise_right_shift", []Kind{BigInt, BigInt}, BigInt, call2(shiftRight)},
		{"trino_bitwise_right_shift_arithmetic", []Kind{BigInt, BigInt}, BigInt, call2(shiftRightArithmetic)},
		{"trino_from_base", []Kind{Text, BigInt}, BigInt, call2(parseBase)},
		{"trino_format_number", []Kind{Double}, Text, call1(formatNumber)},
		{"trino_luhn_check", []Kind{Text}, Boolean, call1(luhnCheck)},
		{"trino_soundex", []Kind{Text}, Text, call1(soundex)},
		{"trino_from_utf8", []Kind{Blob}, Text, call1(replaceInvalid)},
		{"trino_java_double", []Kind{Double}, Text, call1(func(x float64) (string, error) { return javaDouble(x), nil })},
		{"trino_regexp_position", []Kind{Text, Text}, BigInt, call2(new(patternCache).position)},
		{"trino_java_format", []Kind{Text, Text}, Text, call2(javaFormat)},
		{"trino_sorted_json", []Kind{Text}, Text, call1(sortJSON)},
		{"trino_json_digits", []Kind{Text, Text, Text}, Text, call3(scalarDigits)},
		{"trino_java_numbers", []Kind{Text}, Text, call1(javaNumbers)},
		{"trino_zoned_instant", []Kind{Text}, Instant, call1(parseZoned)},
		{"trino_hmac_md5", []Kind{Blob, Blob}, Blob, call2(binary.SignMD5)},
		{"trino_hmac_sha1", []Kind{Blob, Blob}, Blob, call2(binary.SignSHA1)},
		{"trino_hmac_sha256", []Kind{Blob, Blob}, Blob, call2(binary.SignSHA256)},
		{"trino_hmac_sha512", []Kind{Blob, Blob}, Blob, call2(binary.SignSHA512)},
		{"trino_to_base32", []Kind{Blob}, Text, call1(binary.WriteBase32)},
		{"trino_from_base32", []Kind{Text}, Blob, call1(binary.ReadBase32)},
		{"trino_to_base64url", []Kind{Blob}, Text, call1(binary.WriteBase64URL)},
		{"trino_from_base64url", []Kind{Text}, Blob, call1(binary.ReadBase64URL)},
		{"trino_to_big_endian_64", []Kind{BigInt}, Blob, call1(binary.WriteBigEndian64)},
		{"trino_to_big_endian_32", []Kind{BigInt}, Blob, call1(binary.WriteBigEndian32)},
		{"trino_from_big_endian_64", []Kind{Blob}, BigInt, call1(binary.ReadBigEndian64)},
		{"trino_from_big_endian_32", []Kind{Blob}, BigInt, call1(binary.ReadBigEndian32)},
		{"trino_to_ieee754_64", []Kind{Double}, Blob, call1(binary.WriteFloat64)},
		{"trino_to_ieee754_32", []Kind{Double}, Blob, call1(binary.WriteFloat32)},
		{"trino_from_ieee754_64", []Kind{Blob}, Double, call1(binary.ReadFloat64)},
		{"trino_from_ieee754_32", []Kind{Blob}, Double, call1(binary.ReadFloat32)},
		{"trino_cbrt", []Kind{Double}, Double, call1(func(x float64) (float64, error) { return math.Cbrt(x), nil })},
		{"trino_combination_places", []Kind{BigInt, BigInt}, Text, call2(combinationPlaces)},
		{"trino_normalize", []Kind{Text, Text}, Text, call2(normalizeText)},
	}
}

// value is what functions take and give.
type value interface {
	string | int64 | float64 | bool | []byte | time.Time | any
}

// call1 and the others adapt a typed function. Arguments of other types, which an
// engine does not pass, are their zero values.
func call1[A, R value](f func(A) (R, error)) func([]any) (any, error) {
	return func(arguments []any) (any, error) {
		a, _ := arguments[0].(A)
		return f(a)
	}
}

func call2[A, B, R value](f func(A, B) (R, error)) func([]any) (any, error) {
	return func(arguments []any) (any, error) {
		a, _ := arguments[0].(A)
		b, _ := arguments[1].(B)
		return f(a, b)
	}
}

func call3[A, B, C, R value](f func(A, B, C) (R, error)) func([]any) (any, error) {
	return func(arguments []any) (any, error) {
		a, _ := arguments[0].(A)
		b, _ := arguments[1].(B)
		c, _ := arguments[2].(C)
		return f(a, b, c)
	}
}
