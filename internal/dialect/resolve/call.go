package resolve

import (
	"strconv"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

// call resolves a call and returns the type of its result.
func (r *resolver) call(c *syntax.Call, s *scope) Type {
	name := c.Name[len(c.Name)-1].Key()
	types := make([]Type, len(c.Arguments))
	for i, argument := range c.Arguments {
		if lambda, ok := argument.(*syntax.Lambda); ok {
			types[i] = r.lambdaOver(name, lambda, types, s)
			continue
		}
		types[i] = r.expression(argument, s)
	}
	for _, items := range [][]syntax.SortItem{c.OrderBy, c.WithinGroup} {
		for _, item := range items {
			r.expression(item.Expression, s)
		}
	}
	r.expression(c.Filter, s)
	r.window(c.Over, s)
	first := Type{}
	if len(types) > 0 {
		first = types[0]
	}
	return zonedCall(name, c, first, resultType(name, types))
}

func (r *resolver) window(w *syntax.Window, s *scope) {
	if w == nil {
		return
	}
	for _, e := range w.PartitionBy {
		r.expression(e, s)
	}
	for _, item := range w.OrderBy {
		r.expression(item.Expression, s)
	}
	if w.Frame == nil {
		return
	}
	r.expression(w.Frame.From.Value, s)
	if w.Frame.To != nil {
		r.expression(w.Frame.To.Value, s)
	}
}

// lambda resolves a lambda whose parameters are of unknown types.
func (r *resolver) lambda(l *syntax.Lambda, s *scope, parameters ...Type) Type {
	inner := s.inside()
	inner.lambda = map[string]Type{}
	for i, p := range l.Parameters {
		t := Type{}
		if i < len(parameters) {
			t = parameters[i]
		}
		inner.lambda[p.Key()] = t
	}
	body := r.expression(l.Body, inner)
	return Type{Kind: Function, Element: &body}
}

// lambdaOver resolves a lambda that is an argument of a call, behind those of
// the given types.
func (r *resolver) lambdaOver(name string, l *syntax.Lambda, types []Type, s *scope) Type {
	first := Type{}
	if len(types) > 0 {
		first = types[0]
	}
	switch name {
	case "transform", "filter", "any_match", "all_match", "none_match", "array_sort":
		return r.lambda(l, s, first.element(), first.element())
	case "map_filter", "transform_values", "transform_keys":
		return r.lambda(l, s, first.key(), first.element())
	case "zip_with":
		return r.lambda(l, s, first.element(), typeAt(types, 1).element())
	case "reduce":
		return r.resolveReduce(l, types, s)
	}
	return r.lambda(l, s)
}

// resolveReduce resolves a lambda of reduce: the step from one state to the next, or,
// behind it, what becomes of the last. The state has room for all that the step gives.
func (r *resolver) resolveReduce(l *syntax.Lambda, types []Type, s *scope) Type {
	value, start := typeAt(types, 0).element(), typeAt(types, 1)
	if len(l.Parameters) == 1 {
		return r.lambda(l, s, commonOf([]Type{start, typeAt(types, 2).element()}))
	}
	step := r.lambda(l, s, start, value)
	if state := commonOf([]Type{start, step.element()}); state.Kind != start.Kind {
		return r.lambda(l, s, state, value)
	}
	return step
}

// resultType returns the type of a function's result:
// https://trino.io/docs/current/functions.html
func resultType(name string, arguments []Type) Type {
	argument := func(i int) Type { return typeAt(arguments, i) }
	first := argument(0)
	switch name {
	case "concat":
		if first.Kind == Array {
			return first
		}
		return Type{Kind: Varchar}
	case "lower", "upper", "trim", "ltrim", "rtrim", "substr", "substring", "replace", "split_part", "lpad", "rpad",
		"regexp_extract", "regexp_replace", "json_format", "date_format", "format_datetime", "to_iso8601",
		"format", "translate", "url_decode", "url_encode", "url_extract_host", "url_extract_path", "url_extract_query",
		"url_extract_protocol", "url_extract_parameter", "url_extract_fragment", "to_hex", "to_base64", "to_base32", "to_base64url", "array_join", "listagg",
		"human_readable_seconds", "typeof", "current_timezone", "from_utf8", "soundex", "word_stem", "chr", "to_base", "normalize", "format_number":
		return Type{Kind: Varchar}
	case "json_extract_scalar":
		return Type{Kind: Varchar, Offset: true}
	case "reverse":
		return first
	case "length", "strpos", "position", "codepoint", "count", "count_if", "approx_distinct", "cardinality", "json_array_length", "json_size",
		"date_diff", "year", "month", "day", "hour", "minute", "second", "millisecond", "quarter", "week", "week_of_year",
		"day_of_week", "day_of_month", "day_of_year", "dow", "doy", "yow", "year_of_week", "regexp_count", "regexp_position",
		"row_number", "rank", "dense_rank", "ntile", "array_position", "bitwise_and", "bitwise_or", "bitwise_xor",
		"bitwise_not", "bitwise_left_shift", "bitwise_right_shift", "bitwise_right_shift_arithmetic", "bitwise_and_agg", "bitwise_or_agg", "bit_count", "from_base", "url_extract_port", "levenshtein_distance", "hamming_distance", "crc32", "width_bucket", "to_milliseconds", "from_big_endian_64", "from_big_endian_32",
		"timezone_hour", "timezone_minute":
		return Type{Kind: Bigint, Length: 19}
	case "regexp_like", "contains", "starts_with", "ends_with", "is_json_scalar", "json_array_contains", "any_match", "all_match",
		"none_match", "arrays_overlap", "contains_sequence", "luhn_check", "bool_and", "bool_or", "every", "is_nan", "is_finite", "is_infinite":
		return Type{Kind: Boolean}
	case "json_extract", "json_parse", "json_array_get":
		return Type{Kind: JSON}
	case "from_iso8601_timestamp", "now", "parse_datetime", "at_timezone", "with_timezone":
		return Type{Kind: TimestampZone}
	case "from_unixtime":
		return Type{Kind: TimestampZone}
	case "date_parse":
		return Type{Kind: Timestamp}
	case "date", "from_iso8601_date", "last_day_of_month":
		return Type{Kind: Date}
	case "date_trunc":
		return argument(1)
	case "date_add":
		return argument(2)
	case "to_unixtime", "avg", "stddev", "stddev_samp", "stddev_pop", "variance", "var_samp", "var_pop", "sqrt", "ln", "log", "log2",
		"log10", "exp", "power", "pow", "cbrt", "pi", "e", "random", "rand", "sin", "cos", "tan", "infinity", "nan", "corr",
		"percent_rank", "cume_dist", "geometric_mean", "degrees", "radians", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh",
		"covar_pop", "covar_samp", "regr_slope", "regr_intercept", "skewness", "kurtosis", "from_ieee754_64", "wilson_interval_lower", "wilson_interval_upper":
		if name == "avg" && first.Kind != Bigint {
			return first
		}
		return Type{Kind: Double}
	case "sum":
		switch first.Kind {
		case Bigint:
			return Type{Kind: Bigint, Length: 19}
		case Decimal:
			return Type{Kind: Decimal, Precision: 38, Scale: first.Scale}
		}
		return first
	case "max", "min", "arbitrary", "any_value", "abs", "lag", "lead", "first_value", "last_value", "nth_value",
		"nullif", "try", "slice", "array_distinct", "array_sort", "array_remove", "array_union", "array_intersect", "array_except",
		"shuffle", "trim_array", "filter", "map_filter", "max_by", "min_by":
		return first
	case "approx_percentile":
		if argument(1).Kind == Array {
			return ArrayOf(first)
		}
		return first
	case "coalesce", "greatest", "least":
		return commonOf(arguments)
	case "if":
		return commonOf(arguments[min(1, len(arguments)):])
	case "split", "regexp_extract_all", "regexp_split":
		return ArrayOf(Type{Kind: Varchar})
	case "sequence":
		return ArrayOf(first)
	case "array_agg":
		return ArrayOf(first)
	case "repeat":
		return ArrayOf(first)
	case "reduce":
		return argument(3).element()
	case "zip_with":
		return ArrayOf(argument(2).element())
	case "map_zip_with":
		return MapOf(first.key(), argument(2).element())
	case "map_from_entries":
		return MapOf(first.element().fieldAt(0), first.element().fieldAt(1))
	case "map_entries":
		return ArrayOf(Type{Kind: Row, Fields: []Field{{"key", first.key()}, {"value", first.element()}}})
	case "zip":
		row := Type{Kind: Row}
		for i, list := range arguments {
			row.Fields = append(row.Fields, Field{"field" + strconv.Itoa(i), list.element()})
		}
		return ArrayOf(row)
	case "ngrams", "combinations":
		return ArrayOf(first)
	case "split_to_multimap":
		return MapOf(Type{Kind: Varchar}, ArrayOf(Type{Kind: Varchar}))
	case "parse_presto_data_size", "parse_data_size":
		return Type{Kind: Decimal, Precision: 38}
	case "round", "floor", "ceil", "ceiling", "truncate", "sign", "mod":
		return roundedType(name, arguments)
	case "transform":
		return ArrayOf(argument(1).element())
	case "element_at":
		return first.element()
	case "array_max", "array_min", "array_first", "array_last":
		return first.element()
	case "flatten":
		return first.element()
	case "map_keys":
		return ArrayOf(first.key())
	case "map_values":
		return ArrayOf(first.element())
	case "map":
		return MapOf(first.element(), argument(1).element())
	case "map_agg":
		return MapOf(first, argument(1))
	case "multimap_agg":
		return MapOf(first, ArrayOf(argument(1)))
	case "histogram":
		return MapOf(first, Type{Kind: Bigint, Length: 19})
	case "array_histogram":
		return MapOf(first.element(), Type{Kind: Bigint, Length: 19})
	case "approx_most_frequent":
		return MapOf(argument(1), Type{Kind: Bigint, Length: 19})
	case "multimap_from_entries":
		return MapOf(first.element().fieldAt(0), ArrayOf(first.element().fieldAt(1)))
	case "split_to_map":
		return MapOf(Type{Kind: Varchar}, Type{Kind: Varchar})
	case "map_concat", "map_union":
		return first
	case "transform_values":
		return MapOf(first.key(), argument(1).element())
	case "transform_keys":
		return MapOf(argument(1).element(), first.element())
	case "md5", "sha1", "sha256", "sha512", "to_utf8", "from_hex", "from_base64", "xxhash64", "checksum", "hmac_md5", "hmac_sha1", "hmac_sha256",
		"hmac_sha512", "from_base32", "from_base64url", "to_big_endian_64", "to_big_endian_32", "to_ieee754_64", "to_ieee754_32":
		return Type{Kind: Varbinary}
	case "parse_duration":
		return Type{Kind: IntervalDays}
	}
	return Type{}
}

// typeAt returns one of the types of arguments; Unknown where there are fewer.
func typeAt(types []Type, i int) Type {
	if i < len(types) {
		return types[i]
	}
	return Type{}
}

// roundedType returns the type of a rounded number. That of a decimal loses its
// digits after the point, or keeps its scale where a number of digits is given.
func roundedType(name string, arguments []Type) Type {
	if len(arguments) == 0 {
		return Type{}
	}
	t := arguments[0]
	switch {
	case name == "mod" && len(arguments) == 2:
		return arithmetic("%", t, arguments[1], false)
	case t.Kind != Decimal:
	case name == "sign":
		return Type{Kind: Decimal, Precision: 1}
	case name == "round" && len(arguments) == 2:
		t.Precision = min(38, t.Precision+1)
	case name == "truncate" && len(arguments) == 2:
	case name == "truncate":
		return Type{Kind: Decimal, Precision: max(1, t.Precision-t.Scale)}
	default:
		return Type{Kind: Decimal, Precision: min(38, t.Precision-t.Scale+min(1, t.Scale))}
	}
	return t
}

// commonOf returns the type of the arguments whose type is known, Unknown where
// they differ.
func commonOf(types []Type) Type {
	found := Type{}
	for _, t := range types {
		switch {
		case found.Kind == Unknown:
			found = t
		case t.Kind == Unknown && !found.IsNumber():
		case t.Kind == found.Kind:
			found = wider(found, t)
		case t.IsNumber() && found.IsNumber():
			found = arithmetic("+", found, t, true)
		default:
			return Type{}
		}
	}
	return found
}
