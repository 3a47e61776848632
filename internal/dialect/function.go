package dialect

import "time"

// Function is a function that an engine registers for the macros: plain Go.
// A NULL argument makes the result NULL without a call.
type Function struct {
	Name      string
	Arguments []Type
	Result    Type
	// Call gets and gives string (Text), int64 (BigInt), float64 (Double),
	// bool (Boolean), []byte (Blob) and time.Time in UTC (Timestamp and
	// TimestampTZ); a nil result is NULL. It is safe for concurrent use.
	Call func(arguments []any) (any, error)
}

// Functions returns the functions that the macros need.
func Functions() []Function {
	text, blob := Type{}, Type{Kind: Blob}
	timestamp, instant := Type{Kind: Timestamp}, Type{Kind: TimestampTZ}
	return []Function{
		{"trino_ipaddress", []Type{text}, blob, call1(ParseAddress)},
		{"trino_ip_text", []Type{blob}, text, call1(AddressText)},
		{"trino_cidr_contains", []Type{text, blob}, Type{Kind: Boolean}, call2(NetworkContains)},
		{"trino_mysql_format", []Type{timestamp, text}, text, call2(DateFormat)},
		{"trino_mysql_parse", []Type{text, text}, timestamp, call2(DateParse)},
		{"trino_joda_format", []Type{timestamp, text}, text, call2(FormatDateTime)},
		{"trino_joda_parse", []Type{text, text}, instant, call2(ParseDateTime)},
		{"trino_iso_timestamp", []Type{text}, instant, call1(ParseISOTimestamp)},
		{"trino_duration_microseconds", []Type{text}, Type{Kind: BigInt}, call1(ParseDuration)},
		{"trino_human_readable_seconds", []Type{{Kind: Double}}, text, call1(HumanSeconds)},
		{"trino_double_text", []Type{{Kind: Double}}, text, call1(DoubleText)},
		{"trino_url_part", []Type{text, text}, text, call2(URLPart)},
		{"trino_url_extract_parameter", []Type{text, text}, text, call2(URLParameter)},
		{"trino_sha512", []Type{blob}, blob, call1(SHA512)},
		{"trino_sql_json_value", []Type{text, text, text}, text, call3(JSONValue)},
		{"trino_sql_json_query", []Type{text, text, text}, text, call3(JSONQuery)},
		{"trino_sql_json_exists", []Type{text, text, text}, Type{Kind: Boolean}, call3(JSONExists)},
		{"trino_zoned_text", []Type{timestamp, text}, text, call2(ZonedText)},
		{"trino_zoned_iso", []Type{timestamp, text}, text, call2(ZonedISO)},
		{"trino_zone_offset", []Type{timestamp, text}, Type{Kind: BigInt}, call2(ZoneOffset)},
		{"trino_sql_json_outcome", []Type{text, text}, text, call2(JSONOutcome)},
		{"trino_json_cast", []Type{text, text}, text, call2(new(jsonCaster).cast)},
		{"trino_decimal_quotient", []Type{text, text, {Kind: BigInt}}, text, call3(DecimalQuotient)},
		{"trino_crc32", []Type{blob}, Type{Kind: BigInt}, call1(CRC32)},
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
