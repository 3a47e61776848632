package duckdb

// FunctionFor returns the macro, Go function or DuckDB function that does what
// Trino's function does; "" where DuckDB has the same under the same name.
func FunctionFor(name string) string {
	switch name {
	case "element_at", "split_part", "split", "substr", "substring", "replace", "strpos", "split_to_map",
		"regexp_like", "regexp_extract", "regexp_count",
		"json_extract", "json_extract_scalar", "json_parse", "json_format", "json_array_get", "json_array_length",
		"json_array_contains", "json_size", "is_json_scalar",
		"from_iso8601_timestamp", "from_iso8601_date", "from_unixtime", "to_iso8601", "date_diff",
		"at_timezone", "with_timezone", "parse_duration", "millisecond", "last_day_of_month",
		"array_distinct", "array_sort", "array_join", "array_max", "array_min", "array_position", "array_remove",
		"array_union", "array_intersect", "array_except", "arrays_overlap", "array_sum", "slice", "sequence", "cardinality",
		"md5", "sha1", "sha256", "sha512", "crc32", "typeof", "to_base", "repeat", "lpad", "rpad", "levenshtein_distance",
		"url_extract_host", "url_extract_path", "url_extract_query", "url_extract_protocol",
		"url_extract_parameter", "url_extract_port", "url_extract_fragment", "url_decode", "url_encode",
		"hmac_md5", "hmac_sha1", "hmac_sha256", "hmac_sha512", "to_base32", "from_base32", "to_base64url", "from_base64url",
		"to_big_endian_64", "to_big_endian_32", "from_big_endian_64", "from_big_endian_32",
		"to_ieee754_64", "to_ieee754_32", "from_ieee754_64", "from_ieee754_32", "cbrt", "normalize",
		"zip", "bitwise_not", "bitwise_left_shift", "bitwise_right_shift", "bitwise_right_shift_arithmetic", "from_base", "format_number",
		"luhn_check", "soundex", "trim_array", "shuffle", "xxhash64", "regexp_position", "from_utf8", "width_bucket", "word_stem",
		"parse_presto_data_size", "ngrams", "split_to_multimap", "to_milliseconds", "trim", "ltrim", "rtrim", "sqrt", "ln", "log10", "log2",
		"combinations", "contains_sequence", "array_histogram", "multimap_from_entries", "parse_data_size",
		"wilson_interval_lower", "wilson_interval_upper",
		"codepoint", "human_readable_seconds", "date":
		return "trino_" + name
	}
	return FunctionNamed(name)
}

// FunctionNamed returns DuckDB's name for a function that means the same.
func FunctionNamed(name string) string {
	switch name {
	case "arbitrary":
		return "any_value"
	case "bitwise_and_agg":
		return "bit_and"
	case "bitwise_or_agg":
		return "bit_or"
	case "every":
		return "bool_and"
	case "geometric_mean":
		return "geomean"
	case "dow", "day_of_week":
		return "isodow"
	case "day_of_month":
		return "day"
	case "day_of_year", "doy":
		return "dayofyear"
	case "week_of_year":
		return "week"
	case "year_of_week", "yow":
		return "isoyear"
	case "to_unixtime":
		return "epoch"
	case "to_utf8":
		return "encode"
	case "truncate":
		return "trunc"
	case "to_hex":
		return "hex"
	case "from_hex":
		return "unhex"
	case "to_base64":
		return "base64"
	case "from_base64":
		return "from_base64"
	case "hamming_distance":
		return "hamming"
	case "rand":
		return "random"
	case "is_nan":
		return "isnan"
	case "is_finite":
		return "isfinite"
	case "is_infinite":
		return "isinf"
	case "filter":
		return "list_filter"
	case "transform":
		return "list_transform"
	case "regexp_split":
		return "string_split_regex"
	case "try":
		return "TRY"
	}
	return ""
}
