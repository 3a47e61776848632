-- Trino's functions for DuckDB. The rewriter names these where DuckDB has no
-- such function or means something else by it. Each macro says what differs.
-- Checked against Trino's own answers: ../testdata/trino.

-- Fails with a message. DuckDB's error() cannot stand inside TRY, a cast can.
CREATE OR REPLACE MACRO trino_fail(message) AS CAST(message AS BIGINT);

-- Another value than a text has to fit in varchar(n).
CREATE OR REPLACE MACRO trino_cast_sized(x, n) AS CASE WHEN length(x) > n THEN
  CAST(trino_fail('Value [' || x || '] does not fit in type varchar(' || n || ')') AS VARCHAR) ELSE x END;
CREATE OR REPLACE MACRO trino_try_cast_sized(x, n) AS CASE WHEN length(x) <= n THEN x END;
-- An interval of days in milliseconds.
CREATE OR REPLACE MACRO trino_interval_quotient(x, n) AS to_microseconds(CAST(trunc(round(epoch(x) * 1000) / n) AS BIGINT) * 1000);

-- Arrays and maps: a missing element is NULL, not an empty list.
CREATE OR REPLACE MACRO trino_element_at(x, i) AS x[i];
CREATE OR REPLACE MACRO trino_array_element_at(x, i) AS
  CASE WHEN i = 0 THEN x[trino_fail('SQL array indices start at 1' || left(CAST(len(x) AS VARCHAR), 0))] ELSE x[i] END;
-- No such element is an error.
CREATE OR REPLACE MACRO trino_array_subscript(x, i) AS CASE
  WHEN i > len(x) THEN x[trino_fail('Array subscript must be less than or equal to array length: ' || i || ' > ' || len(x))]
  WHEN i < 1 THEN x[trino_fail('SQL array indices start at 1')]
  ELSE x[i] END;
-- The message needs the map, so that the engine does not compute it before it runs.
CREATE OR REPLACE MACRO trino_map_subscript(x, k) AS CASE
  WHEN NOT map_contains(x, k) THEN CASE WHEN trino_fail('Key not present in map: ' || k || left(CAST(len(map_keys(x)) AS VARCHAR), 0)) IS NULL THEN x[k] END
  ELSE x[k] END;
-- Keeps one NULL and the order of first occurrence.
CREATE OR REPLACE MACRO trino_array_distinct(x) AS
  list_filter(x, lambda it_member, it_place: it_place = coalesce(list_position(x, it_member), it_place));
CREATE OR REPLACE MACRO trino_array_sort(x) AS list_sort(x, 'ASC', 'NULLS LAST');
-- An array of NULLs gives an empty text.
CREATE OR REPLACE MACRO trino_array_join(x, d) AS coalesce(array_to_string(x, d), CASE WHEN x IS NOT NULL THEN '' END),
  (x, d, n) AS coalesce(array_to_string(list_transform(x, lambda it_e: coalesce(CAST(it_e AS VARCHAR), n)), d), CASE WHEN x IS NOT NULL THEN '' END);
-- NULL if any element is.
CREATE OR REPLACE MACRO trino_array_max(x) AS CASE WHEN list_count(x) = len(x) THEN list_max(x) END;
CREATE OR REPLACE MACRO trino_array_min(x) AS CASE WHEN list_count(x) = len(x) THEN list_min(x) END;
CREATE OR REPLACE MACRO trino_array_sum(x) AS coalesce(list_sum(x), CASE WHEN x IS NOT NULL THEN 0 END);
-- 0 if missing.
CREATE OR REPLACE MACRO trino_array_position(x, e) AS
  CASE WHEN x IS NULL OR e IS NULL THEN NULL ELSE CAST(coalesce(list_position(x, e), 0) AS BIGINT) END;
CREATE OR REPLACE MACRO trino_array_remove(x, e) AS
  CASE WHEN e IS NULL THEN NULL ELSE list_filter(x, lambda it_kept: it_kept IS DISTINCT FROM e) END;
-- NULL if one of both arrays is.
CREATE OR REPLACE MACRO trino_array_union(a, b) AS trino_array_distinct(a || b);
-- In the order of the longer array, or of the first.
CREATE OR REPLACE MACRO trino_array_intersect(a, b) AS CASE
  WHEN len(a) < len(b) THEN trino_array_distinct(list_filter(b, lambda it_e: len(list_filter(a, lambda it_f: it_f IS NOT DISTINCT FROM it_e)) > 0))
  WHEN b IS NOT NULL THEN
  trino_array_distinct(list_filter(a, lambda it_e: len(list_filter(b, lambda it_f: it_f IS NOT DISTINCT FROM it_e)) > 0)) END;
-- An array stays as it is where there is nothing to take out of it.
CREATE OR REPLACE MACRO trino_array_except(a, b) AS CASE WHEN len(b) = 0 THEN a WHEN b IS NOT NULL THEN
  trino_array_distinct(list_filter(a, lambda it_e: len(list_filter(b, lambda it_f: it_f IS NOT DISTINCT FROM it_e)) = 0)) END;
CREATE OR REPLACE MACRO trino_arrays_overlap(a, b) AS
  CASE WHEN a IS NULL OR b IS NULL THEN NULL
       WHEN list_has_any(a, b) THEN true
       WHEN len(a) = 0 OR len(b) = 0 THEN false
       WHEN list_count(a) < len(a) OR list_count(b) < len(b) THEN NULL
       ELSE list_has_any(a, b) END;
-- NULL if the element is not found and the array has a NULL.
CREATE OR REPLACE MACRO trino_contains(x, e) AS
  CASE WHEN x IS NULL OR e IS NULL THEN NULL
       WHEN list_contains(x, e) THEN true
       WHEN list_count(x) < len(x) THEN NULL
       ELSE false END;
CREATE OR REPLACE MACRO trino_slice(x, start, n) AS
  CASE WHEN start > 0 THEN x[start : start + n - 1]
       WHEN start < 0 AND -start <= len(x) THEN x[len(x) + start + 1 : len(x) + start + n]
       WHEN start < 0 THEN x[1:0]
       ELSE x[trino_fail('slice: array indices start at 1') : 1] END;
-- A comparison of doubles, of which one can be no number: it is false then, or true.
CREATE OR REPLACE MACRO trino_unless_nan(truth, x, y) AS
  CASE WHEN (isnan(CAST(x AS DOUBLE)) OR isnan(CAST(y AS DOUBLE))) AND x IS NOT NULL AND y IS NOT NULL THEN false ELSE truth END;
CREATE OR REPLACE MACRO trino_or_nan(truth, x, y) AS
  CASE WHEN (isnan(CAST(x AS DOUBLE)) OR isnan(CAST(y AS DOUBLE))) AND x IS NOT NULL AND y IS NOT NULL THEN true ELSE truth END;
-- NULL where only an element that is NULL decides.
CREATE OR REPLACE MACRO trino_arrays_equal(a, b) AS CASE
  WHEN a IS NULL OR b IS NULL THEN NULL
  WHEN len(a) <> len(b) OR len(list_filter(list_zip(a, b), lambda it_p: it_p[1] <> it_p[2])) > 0 THEN false
  WHEN list_count(a) < len(a) OR list_count(b) < len(b) THEN NULL
  ELSE true END;
-- The limits of sequence, repeat and levenshtein_distance are Trino's own. Lists
-- and texts are outside of DuckDB's limit of memory, and DuckDB computes 2048 rows
-- of them before it looks whether it has been interrupted.
-- What LEFT JOIN UNNEST makes rows of: one of NULL where there is none.
CREATE OR REPLACE MACRO trino_elements_or_null(x) AS CASE WHEN len(x) > 0 THEN x ELSE [NULL] END;
-- How many steps lie between two numbers or times; NULL where that cannot be told.
CREATE OR REPLACE MACRO trino_steps(a, b, step) AS coalesce(
  abs((TRY_CAST(CAST(b AS VARCHAR) AS DOUBLE) - TRY_CAST(CAST(a AS VARCHAR) AS DOUBLE)) / nullif(TRY_CAST(CAST(step AS VARCHAR) AS DOUBLE), 0)),
  abs((epoch(TRY_CAST(CAST(b AS VARCHAR) AS TIMESTAMP)) - epoch(TRY_CAST(CAST(a AS VARCHAR) AS TIMESTAMP))) / nullif(epoch(TRY_CAST(CAST(step AS VARCHAR) AS INTERVAL)), 0)));
-- The end is the start where it would be too far, since DuckDB may compute a branch
-- of constants that is not taken.
CREATE OR REPLACE MACRO trino_short_sequence(a, b, step, far) AS
  CASE WHEN far THEN generate_series(a, a, step)[trino_fail('sequence: it must not have more than 10000 entries') : 1]
    WHEN CAST(step AS VARCHAR) IN ('0', '00:00:00') THEN generate_series(a, a, step)[trino_fail('sequence: the step must not be zero') : 1]
    WHEN NOT far AND len(generate_series(a, CASE WHEN far THEN a ELSE b END, step)) = 0
      THEN generate_series(a, a, step)[trino_fail('sequence: the step leads away from the end') : 1]
    ELSE generate_series(a, CASE WHEN far THEN a ELSE b END, step) END;
CREATE OR REPLACE MACRO trino_sequence(a, b) AS
    CASE WHEN abs(CAST(b AS DOUBLE) - CAST(a AS DOUBLE)) >= 10000 THEN [a][trino_fail('sequence: it must not have more than 10000 entries') : 1]
      ELSE generate_series(a, CASE WHEN abs(CAST(b AS DOUBLE) - CAST(a AS DOUBLE)) >= 10000 THEN a ELSE b END, CASE WHEN a <= b THEN 1 ELSE -1 END) END,
  (a, b, step) AS trino_short_sequence(a, b, step, coalesce(trino_steps(a, b, step) >= 10000, false));
CREATE OR REPLACE MACRO trino_repeat(e, n) AS
  list_transform(range(CASE WHEN n BETWEEN 0 AND 10000 AND coalesce(length(CAST(e AS VARCHAR)), 0) * n <= 1000000 THEN n
    WHEN n < 0 THEN trino_fail('repeat: the count must not be negative') WHEN n IS NOT NULL
    THEN trino_fail('repeat: it must not have more than 10000 entries or 1000000 bytes') END), lambda it_i: e);
-- Months are counted from the start: the engine goes on from the end of a short one.
CREATE OR REPLACE MACRO trino_sequence_months(a, b, step) AS list_filter(
  list_transform(trino_sequence(CAST(a AS TIMESTAMP), CAST(b AS TIMESTAMP), step), lambda it_d, it_place: CAST(a AS TIMESTAMP) + step * (it_place - 1)),
  lambda it_d: it_d BETWEEN least(a, b) AND greatest(a, b));
-- Of dates, dates; a day is the step.
CREATE OR REPLACE MACRO trino_sequence_dates(a, b, step) AS
    list_transform(trino_sequence(CAST(a AS TIMESTAMP), CAST(b AS TIMESTAMP), step), lambda it_d: CAST(it_d AS DATE)),
  (a, b) AS list_transform(trino_sequence(CAST(a AS TIMESTAMP), CAST(b AS TIMESTAMP),
    CASE WHEN a <= b THEN INTERVAL 1 DAY ELSE INTERVAL (-1) DAY END), lambda it_d: CAST(it_d AS DATE));
-- The first n elements less.
CREATE OR REPLACE MACRO trino_trim_array(x, n) AS CASE
  WHEN n > len(x) OR n < 0 THEN x[trino_fail('trim_array: size must not be negative nor exceed array cardinality ' || len(x)) : 1]
  ELSE x[1 : len(x) - n] END;
CREATE OR REPLACE MACRO trino_shuffle(x) AS
  list_transform(list_sort(list_transform(x, lambda it_e: struct_pack(place := random(), element := it_e))), lambda it_p: it_p.element);
CREATE OR REPLACE MACRO trino_zip_lists(a, b) AS CASE WHEN a IS NOT NULL AND b IS NOT NULL THEN list_zip(a, b) END;
CREATE OR REPLACE MACRO trino_zip(a, b) AS list_transform(trino_zip_lists(a, b), lambda it_p: struct_pack(field0 := it_p[1], field1 := it_p[2])),
  (a, b, c) AS CASE WHEN a IS NOT NULL AND b IS NOT NULL AND c IS NOT NULL THEN
    list_transform(list_zip(a, b, c), lambda it_p: struct_pack(field0 := it_p[1], field1 := it_p[2], field2 := it_p[3])) END,
  (a, b, c, d) AS CASE WHEN a IS NOT NULL AND b IS NOT NULL AND c IS NOT NULL AND d IS NOT NULL THEN
    list_transform(list_zip(a, b, c, d), lambda it_p: struct_pack(field0 := it_p[1], field1 := it_p[2], field2 := it_p[3], field3 := it_p[4])) END,
  (a, b, c, d, e) AS CASE WHEN a IS NOT NULL AND b IS NOT NULL AND c IS NOT NULL AND d IS NOT NULL AND e IS NOT NULL THEN
    list_transform(list_zip(a, b, c, d, e), lambda it_p: struct_pack(field0 := it_p[1], field1 := it_p[2], field2 := it_p[3], field3 := it_p[4], field4 := it_p[5])) END;
CREATE OR REPLACE MACRO trino_ngrams(x, n) AS CASE
  WHEN n <= 0 THEN [x][trino_fail('ngrams: the number must be greater than zero') : 1]
  WHEN n >= len(x) THEN [x]
  ELSE list_transform(range(1, len(x) - n + 2), lambda it_i: x[it_i : it_i + n - 1]) END;
CREATE OR REPLACE MACRO trino_days_between(a, b) AS CAST(a AS TIMESTAMP) - CAST(b AS TIMESTAMP);
CREATE OR REPLACE MACRO trino_to_milliseconds(x) AS epoch_ms(x);
-- Each takes the array of what the lambda gave. Parameters of lambdas begin with it_:
-- they would hide the parameter of a macro that is called inside.
CREATE OR REPLACE MACRO trino_any_match(x) AS
  CASE WHEN list_contains(x, true) THEN true WHEN list_count(x) < len(x) THEN NULL WHEN x IS NOT NULL THEN false END;
CREATE OR REPLACE MACRO trino_all_match(x) AS
  CASE WHEN list_contains(x, false) THEN false WHEN list_count(x) < len(x) THEN NULL WHEN x IS NOT NULL THEN true END;
CREATE OR REPLACE MACRO trino_none_match(x) AS NOT trino_any_match(x);
-- The first value of each key; NULL is no key.
CREATE OR REPLACE MACRO trino_map_of(k, v) AS
  map(list_filter(k, lambda it_e, it_i: it_e IS NOT NULL AND it_i = list_position(k, it_e)),
      list_filter(v, lambda it_e, it_i: k[it_i] IS NOT NULL AND it_i = list_position(k, k[it_i])));
-- All values of each key.
CREATE OR REPLACE MACRO trino_multimap_of(k, v) AS
  map(list_filter(k, lambda it_e, it_i: it_e IS NOT NULL AND it_i = list_position(k, it_e)),
      list_transform(list_filter(k, lambda it_e, it_i: it_e IS NOT NULL AND it_i = list_position(k, it_e)), lambda it_e: list_filter(v, lambda it_f, it_i: k[it_i] = it_e)));
-- The last map's value of each key counts, and its keys come first.
CREATE OR REPLACE MACRO trino_map_concat(a, b) AS
  map_from_entries(map_entries(b) || list_filter(map_entries(a), lambda it_e: NOT map_contains(b, it_e.key)));
CREATE OR REPLACE MACRO trino_map_union_of(m) AS CASE WHEN list_count(m) > 0 THEN
  trino_map_of(flatten(list_transform(m, lambda it_e: map_keys(it_e))), flatten(list_transform(m, lambda it_e: map_values(it_e)))) END;
CREATE OR REPLACE MACRO trino_zip_maps(a, b) AS
  list_transform(trino_array_distinct(map_keys(a) || map_keys(b)), lambda it_k: struct_pack(k := it_k, v := a[it_k], w := b[it_k]));
CREATE OR REPLACE MACRO trino_split_to_map(x, d, e) AS
  map_from_entries(list_transform(string_split(x, d),
    lambda it_s: struct_pack(key := split_part(it_s, e, 1), value := substr(it_s, strpos(it_s, e) + length(e)))));
CREATE OR REPLACE MACRO trino_split_to_multimap(x, d, e) AS trino_multimap_of(
  list_transform(string_split(x, d), lambda it_s: split_part(it_s, e, 1)),
  list_transform(string_split(x, d), lambda it_s: substr(it_s, strpos(it_s, e) + length(e))));

-- Division. NULL divided by zero is NULL, and a double divided by it Infinity.
CREATE OR REPLACE MACRO trino_divide(a, b) AS
  CASE WHEN b = 0 AND a IS NOT NULL AND typeof(a / b) NOT IN ('DOUBLE', 'FLOAT') THEN trino_fail('Division by zero') ELSE a / b END;
CREATE OR REPLACE MACRO trino_modulo(a, b) AS
  CASE WHEN b = 0 AND a IS NOT NULL AND typeof(a % b) NOT IN ('DOUBLE', 'FLOAT') THEN trino_fail('Division by zero') ELSE a % b END;
CREATE OR REPLACE MACRO trino_divide_double(a, b) AS CASE
  WHEN b = 0 THEN CASE WHEN a = 0 OR isnan(CAST(a AS DOUBLE)) THEN CAST('nan' AS DOUBLE) WHEN a > 0 THEN CAST('inf' AS DOUBLE) WHEN a < 0 THEN CAST('-inf' AS DOUBLE) END
  ELSE a / b END;
CREATE OR REPLACE MACRO trino_modulo_double(a, b) AS CASE
  WHEN b = 0 THEN CASE WHEN a IS NOT NULL THEN CAST('nan' AS DOUBLE) END ELSE a % b END;
-- Decimals: rounded to the digits that Trino gives the quotient.
CREATE OR REPLACE MACRO trino_divide_decimal(a, b, scale) AS
  trino_decimal_quotient(CAST(a AS VARCHAR), CAST(b AS VARCHAR), CAST(scale AS BIGINT));
-- NULL is no element that could be put behind an array.
CREATE OR REPLACE MACRO trino_as_array(x) AS CASE WHEN x IS NOT NULL THEN [x] END;
CREATE OR REPLACE MACRO trino_sign_double(x) AS CASE WHEN isnan(x) OR x = 0 THEN x ELSE CAST(sign(x) AS DOUBLE) END;
CREATE OR REPLACE MACRO trino_whole(x) AS CAST(x AS BIGINT);
CREATE OR REPLACE MACRO trino_real(x) AS CAST(x AS FLOAT);
CREATE OR REPLACE MACRO trino_round_double(x, n) AS CASE WHEN isfinite(x) THEN round(x, n) ELSE x END;
CREATE OR REPLACE MACRO trino_map_cardinality(x) AS len(map_keys(x));
CREATE OR REPLACE MACRO trino_finite(x) AS CASE WHEN isfinite(x) THEN x END;
CREATE OR REPLACE MACRO trino_bitwise_not(x) AS ~x;
CREATE OR REPLACE MACRO trino_checksum(x) AS trino_checksum_bytes(CAST(x AS VARCHAR));
-- The prime stands for NULL.
CREATE OR REPLACE MACRO trino_hashed(x) AS CAST(coalesce(x, '11400714785074694791') AS HUGEINT);
-- Beyond their range, NaN and infinities in place of errors.
CREATE OR REPLACE MACRO trino_sqrt(x) AS CASE WHEN x < 0 THEN CAST('nan' AS DOUBLE) ELSE sqrt(abs(x)) END;
CREATE OR REPLACE MACRO trino_ln(x) AS CASE WHEN x < 0 THEN CAST('nan' AS DOUBLE) WHEN x = 0 THEN CAST('-inf' AS DOUBLE) ELSE ln(greatest(abs(x), 1e-323)) END;
CREATE OR REPLACE MACRO trino_log2(x) AS CASE WHEN x < 0 THEN CAST('nan' AS DOUBLE) WHEN x = 0 THEN CAST('-inf' AS DOUBLE) ELSE log2(greatest(abs(x), 1e-323)) END;
CREATE OR REPLACE MACRO trino_log10(x) AS CASE WHEN x < 0 THEN CAST('nan' AS DOUBLE) WHEN x = 0 THEN CAST('-inf' AS DOUBLE) ELSE log10(greatest(abs(x), 1e-323)) END;
CREATE OR REPLACE MACRO trino_bit_count(x, bits) AS
  CASE WHEN bits = 64 OR x >= 0 THEN bit_count(CAST(x AS BIGINT)) ELSE bit_count(CAST(x AS BIGINT) & ((CAST(1 AS BIGINT) << bits) - 1)) END;
CREATE OR REPLACE MACRO trino_width_bucket(x, bins) AS len(list_filter(bins, lambda it_b: it_b <= x)),
  (x, low, high, n) AS CASE WHEN low = high THEN trino_fail('bounds cannot equal each other') WHEN low < high
    THEN CASE WHEN x < low THEN 0 WHEN x >= high THEN n + 1 ELSE CAST(floor((x - low) * CAST(n AS DOUBLE) / (high - low)) AS BIGINT) + 1 END
    ELSE CASE WHEN x > low THEN 0 WHEN x <= high THEN n + 1 ELSE CAST(floor((low - x) * CAST(n AS DOUBLE) / (low - high)) AS BIGINT) + 1 END END;

-- Text.
-- White space is more than spaces.
CREATE OR REPLACE MACRO trino_trim(x) AS trim(x, E' \t\n\x0B\f\r'), (x, c) AS trim(x, c);
CREATE OR REPLACE MACRO trino_ltrim(x) AS ltrim(x, E' \t\n\x0B\f\r'), (x, c) AS ltrim(x, c);
CREATE OR REPLACE MACRO trino_rtrim(x) AS rtrim(x, E' \t\n\x0B\f\r'), (x, c) AS rtrim(x, c);
CREATE OR REPLACE MACRO trino_split(x, d) AS string_split(x, d),
  (x, d, n) AS CASE WHEN len(string_split(x, d)) > n
    THEN list_append(string_split(x, d)[1 : n - 1], array_to_string(string_split(x, d)[n:], d)) ELSE string_split(x, d) END;
-- Beyond the end: NULL.
CREATE OR REPLACE MACRO trino_split_part(x, d, i) AS
  CASE WHEN i > 0 THEN string_split(x, d)[i] WHEN i <= 0 THEN CAST(trino_fail('split_part: the index must be greater than zero') AS VARCHAR) END;
-- Position 0 and positions before the start give an empty text.
CREATE OR REPLACE MACRO trino_substr(x, s) AS
    CASE WHEN s = 0 OR s < -length(x) THEN CASE WHEN x IS NOT NULL THEN '' END ELSE substr(x, s) END,
  (x, s, n) AS CASE WHEN s = 0 OR s < -length(x) OR n <= 0 THEN CASE WHEN x IS NOT NULL AND n IS NOT NULL THEN '' END
    ELSE substr(x, s, n) END;
CREATE OR REPLACE MACRO trino_replace(x, a) AS replace(x, a, ''), (x, a, b) AS replace(x, a, b);
CREATE OR REPLACE MACRO trino_strpos(x, a) AS strpos(x, a),
  (x, a, n) AS CASE WHEN len(string_split(x, a)) > n
    THEN length(array_to_string(string_split(x, a)[1:n], a)) + 1 WHEN x IS NOT NULL AND a IS NOT NULL THEN 0 END;
-- Trino has no limit near this one.
CREATE OR REPLACE MACRO trino_lpad(x, n, p) AS
  lpad(x, CAST(CASE WHEN n BETWEEN 0 AND 10000 THEN n WHEN n < 0 THEN trino_fail('lpad: the length must not be negative') WHEN n IS NOT NULL THEN trino_fail('lpad: the length must not be more than 10000') END AS INTEGER), p);
CREATE OR REPLACE MACRO trino_rpad(x, n, p) AS
  rpad(x, CAST(CASE WHEN n BETWEEN 0 AND 10000 THEN n WHEN n < 0 THEN trino_fail('rpad: the length must not be negative') WHEN n IS NOT NULL THEN trino_fail('rpad: the length must not be more than 10000') END AS INTEGER), p);
CREATE OR REPLACE MACRO trino_levenshtein_distance(a, b) AS
  CASE WHEN length(a) * (length(b) - 1) > 1000000 THEN trino_fail('levenshtein_distance: the texts are too long together') ELSE levenshtein(a, b) END;
CREATE OR REPLACE MACRO trino_codepoint(x) AS unicode(x);
CREATE OR REPLACE MACRO trino_regexp_like(x, p) AS regexp_matches(x, p);
-- No match: NULL.
CREATE OR REPLACE MACRO trino_regexp_extract(x, p) AS CASE WHEN regexp_matches(x, p) THEN regexp_extract(x, p) END,
  (x, p, g) AS CASE WHEN regexp_matches(x, p) THEN regexp_extract(x, p, g) END;
CREATE OR REPLACE MACRO trino_regexp_count(x, p) AS len(regexp_extract_all(x, p));
-- Expressions that RE2 refuses: Go functions, whose lists are JSON.
CREATE OR REPLACE MACRO trino_lookaround_regexp_like(x, p) AS trino_lookaround_like(x, p);
CREATE OR REPLACE MACRO trino_lookaround_regexp_count(x, p) AS trino_lookaround_count(x, p);
CREATE OR REPLACE MACRO trino_lookaround_regexp_position(x, p) AS trino_lookaround_position(x, p);
CREATE OR REPLACE MACRO trino_lookaround_regexp_extract(x, p) AS trino_lookaround_extract(x, p, 0), (x, p, g) AS trino_lookaround_extract(x, p, g);
CREATE OR REPLACE MACRO trino_lookaround_regexp_extract_all(x, p) AS CAST(CAST(trino_lookaround_all(x, p, 0) AS JSON) AS VARCHAR[]),
  (x, p, g) AS CAST(CAST(trino_lookaround_all(x, p, g) AS JSON) AS VARCHAR[]);
CREATE OR REPLACE MACRO trino_lookaround_regexp_split(x, p) AS CAST(CAST(trino_lookaround_split(x, p) AS JSON) AS VARCHAR[]);
CREATE OR REPLACE MACRO trino_lookaround_regexp_replace(x, p) AS trino_lookaround_replace(x, p, ''),
  (x, p, r) AS trino_lookaround_replace(x, p, r);
CREATE OR REPLACE MACRO trino_word_stem(x) AS trino_stem(x, 'en'), (x, l) AS trino_stem(x, l);
CREATE OR REPLACE MACRO trino_parse_presto_data_size(x) AS CAST(trino_data_size(x) AS DECIMAL(38, 0));
CREATE OR REPLACE MACRO trino_replacement(r) AS regexp_replace(r, '\$([0-9])', '\\\1', 'g');

-- A scalar with its digits as they are written, which the engine's own functions do not keep.
CREATE OR REPLACE MACRO trino_exact_scalar(scalar, x, p) AS
  CASE WHEN regexp_full_match(scalar, '0|-?[0-9]+([.][0-9]+|e[-+]?[0-9]+|[.][0-9]+e[-+]?[0-9]+)')
    THEN coalesce(trino_json_digits(CAST(x AS VARCHAR), p, typeof(x)), scalar) ELSE scalar END;
-- A member of a JSON object as CloudTrail Lake's maps have it.
CREATE OR REPLACE MACRO trino_member(x, p) AS trino_exact_scalar(TRY(json_extract_string(x, p)), x, p);
-- JSON. Malformed text gives NULL, objects and arrays are no scalars. TRY is
-- twice as fast as json_valid, but takes no aggregates, windows and subqueries:
-- the rewriter uses it where the text is a column, and else _any.
CREATE OR REPLACE MACRO trino_json_extract(x, p) AS TRY(json_extract(x, p));
CREATE OR REPLACE MACRO trino_json_extract_scalar(x, p) AS trino_exact_scalar(json_extract_string(TRY(json_value(x, p)), '$'), x, p);
-- A scalar that the reader has found, or left open: then there is the JSON. The condition
-- spares the functions a look at every row without the scalar.
CREATE OR REPLACE MACRO trino_read_scalar(scalar, x, p) AS CASE WHEN x IS NULL THEN scalar ELSE coalesce(scalar, trino_json_extract_scalar(x, p)) END;
CREATE OR REPLACE MACRO trino_json_plain_scalar(x, p) AS json_extract_string(TRY(json_value(x, p)), '$');
CREATE OR REPLACE MACRO trino_json_extract_any(x, p) AS CASE WHEN json_valid(x) THEN json_extract(x, p) END;
CREATE OR REPLACE MACRO trino_json_extract_scalar_any(x, p) AS
  CASE WHEN json_valid(x) THEN trino_exact_scalar(json_extract_string(json_value(x, p), '$'), x, p) END;
-- All that a path with [*] finds, as an array.
CREATE OR REPLACE MACRO trino_json_extract_all(x, p) AS CASE WHEN json_valid(x) THEN to_json(json_extract(x, p)) END;
CREATE OR REPLACE MACRO trino_json_parse(x) AS CAST(trino_sorted_json(x) AS JSON);
-- Where only a scalar is read from it.
CREATE OR REPLACE MACRO trino_json_check(x) AS CAST(json(x) AS JSON);
CREATE OR REPLACE MACRO trino_json_format(x) AS trino_java_numbers(CAST(x AS VARCHAR));
-- A string comes without quotes, as from Trino, which calls that broken.
CREATE OR REPLACE MACRO trino_json_array_get(x, i) AS
  CASE WHEN json_valid(x)
    THEN json_extract_string(x, CASE WHEN i < 0 THEN '$[#' || i || ']' ELSE '$[' || i || ']' END) END;
CREATE OR REPLACE MACRO trino_json_array_length(x) AS
  CASE WHEN json_valid(x) THEN CASE json_type(x) WHEN 'ARRAY' THEN json_array_length(x) END END;
CREATE OR REPLACE MACRO trino_json_array_contains(x, e) AS
  CASE WHEN json_valid(x) THEN CASE json_type(x) WHEN 'ARRAY' THEN list_contains(CAST(CAST(x AS JSON) AS JSON[]), to_json(e)) END END;
CREATE OR REPLACE MACRO trino_json_size(x, p) AS
  CASE WHEN json_valid(x) THEN CASE json_type(x, p) WHEN 'OBJECT' THEN len(json_keys(x, p))
    WHEN 'ARRAY' THEN json_array_length(x, p) ELSE CASE WHEN json_type(x, p) IS NOT NULL THEN 0 END END END;
CREATE OR REPLACE MACRO trino_is_json_scalar(x) AS json_type(x) NOT IN ('ARRAY', 'OBJECT');

-- Casts. A JSON value's own value is taken: a string without its quotes.
CREATE OR REPLACE MACRO trino_cast_varchar(x) AS CASE
  WHEN typeof(x) = 'VARCHAR' THEN CAST(x AS VARCHAR)
  WHEN typeof(x) = 'JSON' THEN CASE WHEN json_type(CAST(x AS VARCHAR)) IN ('ARRAY', 'OBJECT')
    THEN CAST(trino_fail('a JSON object or array is no varchar: use json_format') AS VARCHAR)
    WHEN json_type(CAST(x AS VARCHAR)) = 'DOUBLE' AND NOT regexp_full_match(CAST(x AS VARCHAR), '-?[0-9]+') THEN trino_double_text(CAST(json_extract_string(CAST(x AS VARCHAR), '$') AS DOUBLE))
    ELSE json_extract_string(CAST(x AS VARCHAR), '$') END
  WHEN typeof(x) = 'TIMESTAMP' THEN CAST(x AS VARCHAR)[1:19] ||
    CASE WHEN microsecond(TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMP)) % 1000 = 0
      THEN strftime(TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMP), '.%g') ELSE strftime(TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMP), '.%f') END
  WHEN typeof(x) = 'TIMESTAMP WITH TIME ZONE' THEN strftime(TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%g UTC')
  WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN trino_double_text(TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE))
  WHEN typeof(x) = 'BLOB' THEN trino_ip_text(TRY_CAST(CAST(x AS VARCHAR) AS BLOB))
  ELSE CAST(x AS VARCHAR) END;
CREATE OR REPLACE MACRO trino_cast_bigint(x) AS CASE
  WHEN typeof(x) = 'VARCHAR' THEN CASE WHEN x IS NULL OR regexp_full_match(CAST(x AS VARCHAR), '[+-]?[0-9]+') THEN CAST(x AS BIGINT)
    ELSE trino_fail('''' || CAST(x AS VARCHAR) || ''' is no bigint: TRY_CAST gives NULL, or cast to double') END
  WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN CAST(round(CAST(x AS DOUBLE)) AS BIGINT)
  ELSE CAST(x AS BIGINT) END;
-- Of texts that are no digits only these are doubles.
CREATE OR REPLACE MACRO trino_other_double(x) AS
  typeof(x) = 'VARCHAR' AND regexp_matches(CAST(x AS VARCHAR), '(?i)inf|nan') AND NOT regexp_full_match(CAST(x AS VARCHAR), '\s*[+-]?(Infinity|NaN)\s*');
CREATE OR REPLACE MACRO trino_cast_double(x) AS CASE WHEN trino_other_double(x)
  THEN CAST(trino_fail('''' || CAST(x AS VARCHAR) || ''' is no double: TRY_CAST gives NULL') AS DOUBLE) ELSE CAST(x AS DOUBLE) END;
CREATE OR REPLACE MACRO trino_cast_boolean(x) AS CASE
  WHEN typeof(x) = 'VARCHAR' AND NOT regexp_full_match(CAST(x AS VARCHAR), '(?i)t|f|true|false|0|1')
    THEN CAST(trino_fail('''' || CAST(x AS VARCHAR) || ''' is no boolean: TRY_CAST gives NULL') AS BOOLEAN)
  ELSE CAST(x AS BOOLEAN) END;
CREATE OR REPLACE MACRO trino_cast_scalar(x) AS CASE
  WHEN typeof(x) = 'JSON' THEN json_extract_string(CAST(x AS VARCHAR), '$')
  ELSE CAST(x AS VARCHAR) END;
CREATE OR REPLACE MACRO trino_cast_json(x) AS to_json(x);
CREATE OR REPLACE MACRO trino_double_json(x) AS
  CASE WHEN isfinite(x) THEN CAST(trino_java_double(x) AS JSON) ELSE to_json(trino_java_double(x)) END;
CREATE OR REPLACE MACRO trino_map_json(x) AS CAST(trino_sorted_json(CAST(to_json(x) AS VARCHAR)) AS JSON);
CREATE OR REPLACE MACRO trino_json_scalar(x, t) AS json_extract_string(trino_json_cast(CAST(x AS VARCHAR), t), '$');
CREATE OR REPLACE MACRO trino_try_json_scalar(x, t) AS json_extract_string(TRY(trino_json_cast(CAST(x AS VARCHAR), t)), '$');
CREATE OR REPLACE MACRO trino_text_date(x) AS CASE
  WHEN x IS NULL OR regexp_full_match(x, '\s*[0-9]{4,}-[0-9]{1,2}-[0-9]{1,2}\s*') THEN CAST(x AS DATE)
  ELSE CAST('''' || x || ''' is no date: use from_iso8601_timestamp' AS DATE) END;
-- A timestamp without zone is the clock there.
CREATE OR REPLACE MACRO trino_without_zone(x) AS regexp_extract(x, '[0-9]{4,}-[0-9]+-[0-9]+( [0-9:.]+)?');
CREATE OR REPLACE MACRO trino_text_timestamp(x) AS CASE
  WHEN x IS NULL OR regexp_full_match(x, '\s*[0-9]{4,}-[0-9]{1,2}-[0-9]{1,2}( [0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}([.][0-9]+)?)?(\s*[+-][0-9]{2}:[0-9]{2}|\s+[A-Za-z][A-Za-z_/+-]*)?)?\s*') THEN CAST(trino_without_zone(x) AS TIMESTAMP)
  ELSE CAST('''' || x || ''' is no timestamp: use from_iso8601_timestamp' AS TIMESTAMP) END;
CREATE OR REPLACE MACRO trino_cast_date(x) AS CASE
  WHEN typeof(x) = 'VARCHAR' THEN trino_text_date(CAST(x AS VARCHAR))
  WHEN typeof(x) = 'JSON' THEN trino_text_date(json_extract_string(CAST(x AS VARCHAR), '$'))
  ELSE CAST(x AS DATE) END;
CREATE OR REPLACE MACRO trino_as_date(x) AS CAST(x AS DATE);
CREATE OR REPLACE MACRO trino_date(x) AS trino_cast_date(x);
-- The type without a precision has milliseconds.
CREATE OR REPLACE MACRO trino_micros(x) AS CASE
  WHEN typeof(x) = 'VARCHAR' THEN trino_text_timestamp(CAST(x AS VARCHAR))
  ELSE CAST(x AS TIMESTAMP) END;
CREATE OR REPLACE MACRO trino_rounded_down(n, unit) AS n - (n % unit + unit) % unit;
-- What can fail stands once: see package attempt.
CREATE OR REPLACE MACRO trino_rounded(x, unit) AS list_transform([epoch_us(x)], lambda it_n: trino_rounded_down(it_n + unit // 2, unit))[1];
CREATE OR REPLACE MACRO trino_round_micros(x, unit) AS make_timestamp(trino_rounded(x, unit));
CREATE OR REPLACE MACRO trino_round_instant(x) AS make_timestamptz(trino_rounded(x, 1000));
CREATE OR REPLACE MACRO trino_cast_timestamp(x) AS date_trunc('milliseconds', trino_micros(x) + to_microseconds(500));
CREATE OR REPLACE MACRO trino_cast_timestamptz(x) AS CASE
  WHEN typeof(x) = 'VARCHAR' THEN trino_round_instant(trino_zoned_instant(CAST(x AS VARCHAR)))
  ELSE CAST(x AS TIMESTAMPTZ) END;
-- JSON as a row, an array or a map: Go writes it in the form of the type.
CREATE OR REPLACE MACRO trino_json_as(x, t) AS CAST(trino_json_cast(CAST(x AS VARCHAR), t) AS JSON);
CREATE OR REPLACE MACRO trino_try_json_as(x, t) AS CAST(TRY(trino_json_cast(CAST(x AS VARCHAR), t)) AS JSON);

-- TRY_CAST.
CREATE OR REPLACE MACRO trino_try_cast_varchar(x) AS CASE
  WHEN typeof(x) = 'JSON' AND json_type(CAST(x AS VARCHAR)) IN ('ARRAY', 'OBJECT') THEN NULL
  ELSE trino_cast_varchar(x) END;
CREATE OR REPLACE MACRO trino_try_cast_bigint(x) AS CASE
  WHEN typeof(x) = 'VARCHAR' THEN CASE WHEN regexp_full_match(CAST(x AS VARCHAR), '[+-]?[0-9]+') THEN TRY_CAST(x AS BIGINT) END
  WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN TRY_CAST(round(TRY_CAST(x AS DOUBLE)) AS BIGINT)
  ELSE TRY_CAST(x AS BIGINT) END;
CREATE OR REPLACE MACRO trino_try_cast_double(x) AS CASE WHEN isfinite(TRY_CAST(x AS DOUBLE)) THEN TRY_CAST(x AS DOUBLE) WHEN NOT coalesce(trino_other_double(x), false) THEN TRY_CAST(x AS DOUBLE) END;
CREATE OR REPLACE MACRO trino_try_cast_boolean(x) AS CASE
  WHEN typeof(x) = 'VARCHAR' AND NOT regexp_full_match(CAST(x AS VARCHAR), '(?i)t|f|true|false|0|1') THEN NULL
  ELSE TRY_CAST(x AS BOOLEAN) END;
CREATE OR REPLACE MACRO trino_try_cast_scalar(x) AS trino_cast_scalar(x);
CREATE OR REPLACE MACRO trino_try_cast_json(x) AS to_json(x);
CREATE OR REPLACE MACRO trino_try_text_date(x) AS CASE
  WHEN regexp_full_match(x, '\s*[0-9]{4,}-[0-9]{1,2}-[0-9]{1,2}\s*') THEN TRY_CAST(x AS DATE) END;
CREATE OR REPLACE MACRO trino_try_text_timestamp(x) AS CASE
  WHEN regexp_full_match(x, '\s*[0-9]{4,}-[0-9]{1,2}-[0-9]{1,2}( [0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}([.][0-9]+)?)?(\s*[+-][0-9]{2}:[0-9]{2}|\s+[A-Za-z][A-Za-z_/+-]*)?)?\s*') THEN TRY_CAST(trino_without_zone(x) AS TIMESTAMP) END;
CREATE OR REPLACE MACRO trino_try_cast_date(x) AS CASE
  WHEN typeof(x) = 'VARCHAR' THEN trino_try_text_date(CAST(x AS VARCHAR))
  WHEN typeof(x) = 'JSON' THEN trino_try_text_date(json_extract_string(CAST(x AS VARCHAR), '$'))
  ELSE TRY_CAST(x AS DATE) END;
CREATE OR REPLACE MACRO trino_try_micros(x) AS CASE
  WHEN typeof(x) = 'VARCHAR' THEN trino_try_text_timestamp(CAST(x AS VARCHAR))
  ELSE TRY_CAST(x AS TIMESTAMP) END;
CREATE OR REPLACE MACRO trino_try_cast_timestamp(x) AS date_trunc('milliseconds', trino_try_micros(x) + to_microseconds(500));
CREATE OR REPLACE MACRO trino_try_cast_timestamptz(x) AS CASE
  WHEN typeof(x) = 'VARCHAR' THEN trino_round_instant(TRY(trino_zoned_instant(CAST(x AS VARCHAR))))
  ELSE TRY_CAST(x AS TIMESTAMPTZ) END;

-- Times. Timestamps with time zone are instants in UTC. DuckDB computes with
-- them by a calendar, row by row; counting microseconds is ten times faster.
CREATE OR REPLACE MACRO trino_instant(x) AS make_timestamptz(epoch_us(x));
CREATE OR REPLACE MACRO trino_clock(x) AS make_timestamp(epoch_us(x));
CREATE OR REPLACE MACRO trino_from_iso8601_timestamp(x) AS CASE WHEN length(x) = 20
  THEN coalesce(trino_instant(try_strptime(x, '%Y-%m-%dT%H:%M:%SZ')), trino_iso_timestamp(x))
  ELSE trino_iso_timestamp(x) END;
-- By week or day of the year, too, and cut short.
CREATE OR REPLACE MACRO trino_from_iso8601_date(x) AS CASE
  WHEN regexp_full_match(x, '[0-9]{4}(-[0-9]{2}|-[0-9]{3}|-W[0-9]{2}(-[0-9])?)?') THEN CAST(trino_iso_timestamp(x) AS DATE)
  ELSE trino_text_date(x) END;
CREATE OR REPLACE MACRO trino_from_unixtime(x) AS trino_round_instant(to_timestamp(x));
CREATE OR REPLACE MACRO trino_to_iso8601(x) AS CASE
  WHEN typeof(x) = 'DATE' THEN CAST(x AS VARCHAR)
  WHEN typeof(x) = 'TIMESTAMP' THEN strftime(TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMP), '%Y-%m-%dT%H:%M:%S.%g')
  ELSE strftime(TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMP), '%Y-%m-%dT%H:%M:%S.%gZ') END;
-- Whole units between, not boundaries.
CREATE OR REPLACE MACRO trino_date_diff(unit, a, b) AS date_sub(unit, trino_clock(a), trino_clock(b));
CREATE OR REPLACE MACRO trino_add_millisecond(x, n) AS x + to_milliseconds(n);
CREATE OR REPLACE MACRO trino_add_second(x, n) AS x + to_seconds(n);
CREATE OR REPLACE MACRO trino_add_minute(x, n) AS x + to_minutes(n);
CREATE OR REPLACE MACRO trino_add_hour(x, n) AS x + to_hours(n);
CREATE OR REPLACE MACRO trino_add_day(x, n) AS x + to_days(CAST(n AS INTEGER));
CREATE OR REPLACE MACRO trino_add_week(x, n) AS x + to_weeks(CAST(n AS INTEGER));
CREATE OR REPLACE MACRO trino_add_month(x, n) AS x + to_months(CAST(n AS INTEGER));
CREATE OR REPLACE MACRO trino_add_quarter(x, n) AS x + to_months(CAST(3 * n AS INTEGER));
CREATE OR REPLACE MACRO trino_add_year(x, n) AS x + to_years(CAST(n AS INTEGER));
-- The wall clock there.
CREATE OR REPLACE MACRO trino_at_timezone(x, zone) AS CAST(x AS TIMESTAMPTZ) AT TIME ZONE zone;
CREATE OR REPLACE MACRO trino_to_instant(x) AS CAST(x AS TIMESTAMPTZ);
CREATE OR REPLACE MACRO trino_at_offset(x, minutes) AS trino_clock(CAST(x AS TIMESTAMPTZ)) + to_minutes(minutes);
CREATE OR REPLACE MACRO trino_from_offset(x, minutes) AS trino_instant(CAST(x AS TIMESTAMP) - to_minutes(minutes));
CREATE OR REPLACE MACRO trino_timezone_hour(x, zone) AS trunc(trino_zone_offset(trino_clock(x), zone) / 60);
CREATE OR REPLACE MACRO trino_timezone_minute(x, zone) AS trino_zone_offset(trino_clock(x), zone) % 60;
CREATE OR REPLACE MACRO trino_with_timezone(x, zone) AS CAST(x AS TIMESTAMP) AT TIME ZONE zone;
-- Of an instant, which the rewriter knows by its expression.
CREATE OR REPLACE MACRO trino_date_trunc(unit, x) AS trino_instant(date_trunc(unit, trino_clock(x)));
CREATE OR REPLACE MACRO trino_millisecond(x) AS millisecond(x) % 1000;
CREATE OR REPLACE MACRO trino_last_day_of_month(x) AS last_day(x);
CREATE OR REPLACE MACRO trino_parse_duration(x) AS to_microseconds(trino_duration_microseconds(x));
-- A constant pattern is translated by the rewriter; for others there is _any.
CREATE OR REPLACE MACRO trino_date_format(x, f) AS strftime(trino_clock(x), f);
CREATE OR REPLACE MACRO trino_format_datetime(x, f) AS strftime(trino_clock(x), f);
CREATE OR REPLACE MACRO trino_date_parse(x, f) AS strptime(x, f);
CREATE OR REPLACE MACRO trino_parse_datetime(x, f) AS trino_instant(strptime(x, f));
CREATE OR REPLACE MACRO trino_date_format_any(x, p) AS trino_mysql_format(trino_clock(x), p);
CREATE OR REPLACE MACRO trino_format_datetime_any(x, p) AS trino_joda_format(trino_clock(x), p);
CREATE OR REPLACE MACRO trino_date_parse_any(x, p) AS trino_mysql_parse(x, p);
CREATE OR REPLACE MACRO trino_parse_datetime_any(x, p) AS trino_joda_parse(x, p);

-- Bytes.
CREATE OR REPLACE MACRO trino_md5(x) AS unhex(md5(x));
CREATE OR REPLACE MACRO trino_sha1(x) AS unhex(sha1(x));
CREATE OR REPLACE MACRO trino_sha256(x) AS unhex(sha256(x));
CREATE OR REPLACE MACRO trino_to_base(x, radix) AS CASE WHEN x < 0 THEN '-' ELSE '' END || lower(to_base(abs(CAST(x AS BIGINT)), CAST(radix AS INTEGER)));
CREATE OR REPLACE MACRO trino_typeof(x) AS trino_type_name(typeof(x));

-- Addresses.
CREATE OR REPLACE MACRO trino_url_extract_host(x) AS trino_url_part(x, 'host');
CREATE OR REPLACE MACRO trino_url_extract_path(x) AS trino_url_part(x, 'path');
CREATE OR REPLACE MACRO trino_url_extract_query(x) AS trino_url_part(x, 'query');
CREATE OR REPLACE MACRO trino_url_extract_protocol(x) AS trino_url_part(x, 'protocol');
CREATE OR REPLACE MACRO trino_url_extract_fragment(x) AS trino_url_part(x, 'fragment');
CREATE OR REPLACE MACRO trino_url_extract_port(x) AS TRY_CAST(trino_url_part(x, 'port') AS BIGINT);
-- As forms have it: a space is a plus.
CREATE OR REPLACE MACRO trino_url_decode(x) AS url_decode(replace(x, '+', ' '));
CREATE OR REPLACE MACRO trino_url_encode(x) AS
  replace(replace(replace(url_encode(x), '%20', '+'), '%2A', '*'), '~', '%7E');

-- Functions that queries of logs seldom need.
CREATE OR REPLACE MACRO trino_combinations(x, n) AS list_transform(
  CAST(CAST(trino_combination_places(CAST(len(x) AS BIGINT), CAST(n AS BIGINT)) AS JSON) AS BIGINT[][]), lambda it_c: list_transform(it_c, lambda it_i: x[it_i]));
CREATE OR REPLACE MACRO trino_contains_sequence(x, s) AS CASE WHEN x IS NOT NULL AND s IS NOT NULL THEN
  len(s) = 0 OR len(list_filter(range(1, len(x) - len(s) + 2), lambda it_i: x[it_i : it_i + len(s) - 1] IS NOT DISTINCT FROM s)) > 0 END;
CREATE OR REPLACE MACRO trino_array_histogram(x) AS list_aggregate(x, 'histogram');
CREATE OR REPLACE MACRO trino_multimap_from_entries(x) AS trino_multimap_of(
  list_transform(x, lambda it_e: struct_extract_at(it_e, 1)), list_transform(x, lambda it_e: struct_extract_at(it_e, 2)));
-- The most frequent values with their numbers, which are exact here.
CREATE OR REPLACE MACRO trino_approx_most_frequent(m, n) AS
  map_from_entries(list_transform(list_sort(list_transform(map_entries(m), lambda it_e: struct_pack(c := -CAST(it_e.value AS BIGINT), k := it_e.key)))[1:n],
    lambda it_e: struct_pack(k := it_e.k, v := -it_e.c)));
-- Of the values themselves, and not of what they were drawn from.
CREATE OR REPLACE MACRO trino_skewness(s, n) AS CASE WHEN n > 2 THEN coalesce(s * (n - 2) / sqrt(CAST(n AS DOUBLE) * (n - 1)), CAST('nan' AS DOUBLE)) END;
CREATE OR REPLACE MACRO trino_kurtosis(k, n) AS CASE WHEN n > 3 THEN coalesce(k, CAST('nan' AS DOUBLE)) END;
CREATE OR REPLACE MACRO trino_parse_data_size(x) AS trino_parse_presto_data_size(x);
CREATE OR REPLACE MACRO trino_wilson_center(s, n, z) AS CASE
  WHEN s < 0 THEN CAST(trino_fail('number of successes must not be negative') AS DOUBLE)
  WHEN n <= 0 THEN CAST(trino_fail('number of trials must be positive') AS DOUBLE)
  WHEN s > n THEN CAST(trino_fail('number of successes must not be larger than number of trials') AS DOUBLE)
  WHEN z < 0 THEN CAST(trino_fail('z-score must not be negative') AS DOUBLE)
  ELSE s / CAST(n AS DOUBLE) + z * z / (2 * CAST(n AS DOUBLE)) END;
CREATE OR REPLACE MACRO trino_wilson_width(s, n, z) AS
  z * sqrt((s / CAST(n AS DOUBLE) * (1 - s / CAST(n AS DOUBLE)) + z * z / (4 * CAST(n AS DOUBLE))) / CAST(n AS DOUBLE));
CREATE OR REPLACE MACRO trino_wilson_interval_lower(s, n, z) AS (trino_wilson_center(s, n, z) - trino_wilson_width(s, n, z)) / (1 + z * z / CAST(n AS DOUBLE));
CREATE OR REPLACE MACRO trino_wilson_interval_upper(s, n, z) AS (trino_wilson_center(s, n, z) + trino_wilson_width(s, n, z)) / (1 + z * z / CAST(n AS DOUBLE));
-- A decimal of more than 38 digits, which the engine's type has room for.
CREATE OR REPLACE MACRO trino_bounded_decimal(x) AS list_transform([x], lambda it_x: CASE
  WHEN length(replace(ltrim(CAST(it_x AS VARCHAR), '-0.'), '.', '')) > 38 THEN [it_x][trino_fail('Decimal overflow')] ELSE it_x END)[1];
