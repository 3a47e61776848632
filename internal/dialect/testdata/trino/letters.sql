-- a. The form of a partition is that of the value it is compared with.
SELECT count(*) FROM logs WHERE "timestamp" >= date_format(DATE '2023-11-02', '%Y/%m/%d')
SELECT count(*) FROM logs WHERE "timestamp" >= '2023/11/02'
SELECT count(*) FROM logs WHERE "timestamp" BETWEEN date_format(DATE '2023-11-02', '%Y/%m/%d') AND date_format(DATE '2023-11-04', '%Y/%m/%d')
SELECT count(*) FROM logs WHERE "timestamp" >= date_format(date_add('day', -3, DATE '2023-11-05'), '%Y/%m/%d')
SELECT count(*) FROM logs WHERE "timestamp" >= date_format(DATE '2023-11-05' - INTERVAL '3' DAY, '%Y/%m/%d')
SELECT count(*) FROM logs WHERE "timestamp" = date_format(date_parse('2023-11-02', '%Y-%m-%d'), '%Y/%m/%d')
SELECT count(*) FROM logs WHERE "timestamp" = date_format(from_iso8601_timestamp('2023-11-02T10:00:00Z'), '%Y/%m/%d')
SELECT count(*) FROM logs WHERE "timestamp" >= format_datetime(TIMESTAMP '2023-11-02 00:00:00', 'yyyy/MM/dd')
SELECT count(*) FROM logs WHERE "timestamp" >= format_datetime(from_iso8601_timestamp('2023-11-02T00:00:00Z'), 'yyyy/MM/dd')
SELECT count(*) FROM logs WHERE "timestamp" >= replace('2023-11-02', '-', '/')
SELECT count(*) FROM logs WHERE "timestamp" >= concat('2023', '/11/', '02')
SELECT count(*) FROM logs WHERE "timestamp" IN (date_format(DATE '2023-11-02', '%Y/%m/%d'), '2023/11/05')
SELECT count(*) FROM logs WHERE "timestamp" IN (SELECT date_format(d, '%Y/%m/%d') FROM (VALUES DATE '2023-11-02', DATE '2023-11-05') AS t(d))
SELECT count(*) FROM logs WHERE date_format(DATE '2023-11-02', '%Y/%m/%d') <= "timestamp"
SELECT count(*) FROM logs WHERE NOT "timestamp" < date_format(DATE '2023-11-02', '%Y/%m/%d')
SELECT count(*) FROM logs WHERE day = date_format(DATE '2023-11-02', '%d')
SELECT count(*) FROM logs WHERE year = date_format(DATE '2023-11-02', '%Y') AND month = date_format(DATE '2023-11-02', '%m') AND day >= date_format(DATE '2023-11-02', '%d')
SELECT count(*) FROM logs WHERE year = '2023' AND month = '11' AND day = format_datetime(TIMESTAMP '2023-11-05 00:00:00', 'dd')
SELECT count(*) FROM logs WHERE day = lpad(CAST(day(DATE '2023-11-02') AS varchar), 2, '0')
SELECT count(*) FROM logs WHERE day = CASE WHEN 1 = 1 THEN '02' ELSE '2023-11-02' END
SELECT count(*) FROM logs WHERE date_parse("timestamp", '%Y/%m/%d') >= TIMESTAMP '2023-11-02 00:00:00'
SELECT count(*) FROM logs WHERE date_parse("timestamp", '%Y/%m/%d') BETWEEN date_parse('2023-11-02', '%Y-%m-%d') AND date_parse('20231104', '%Y%m%d')
SELECT count(*) FROM logs WHERE date(date_parse("timestamp", '%Y/%m/%d')) = DATE '2023-11-02'
SELECT count(*) FROM logs WHERE parse_datetime("timestamp", 'yyyy/MM/dd') >= from_iso8601_timestamp('2023-11-02T00:00:00Z')
SELECT count(*) FROM logs WHERE "timestamp" LIKE '2023/11/0_' AND substr("timestamp", 9) >= '02'
SELECT count(*) FROM logs WHERE replace("timestamp", '/', '-') >= '2023-11-02'
SELECT count(*) FROM logs WHERE CAST(replace("timestamp", '/', '-') AS date) >= DATE '2023-11-02'
SELECT "timestamp", count(*) FROM logs WHERE "timestamp" >= date_format(DATE '2023-11-02', '%Y/%m/%d') GROUP BY 1 ORDER BY 1
SELECT max("timestamp") FROM logs WHERE from_iso8601_timestamp(eventtime) < from_iso8601_timestamp('2023-11-05T00:00:00Z')
WITH p AS (SELECT date_format(DATE '2023-11-02', '%Y/%m/%d') AS d) SELECT count(*) FROM logs, p WHERE "timestamp" = p.d
SELECT count(*) FROM logs WHERE "timestamp" > (SELECT min("timestamp") FROM logs)
-- b. A name that is an operand of a larger expression is not what is compared.
SELECT count(*) FROM logs WHERE year||month||day >= '20231102'
SELECT year||month||day, count(*) FROM logs WHERE year||month||day >= '20231102' GROUP BY 1 ORDER BY 1
SELECT count(*) FROM logs WHERE year || '-' || month || '-' || day >= '2023-11-02'
SELECT year || '-' || month || '-' || day, day FROM logs WHERE year || '-' || month || '-' || day = '2023-11-05'
SELECT count(*) FROM logs WHERE year||month = '202311' AND day = '02'
SELECT year||month, day, count(*) FROM logs WHERE year||month = '202311' AND day = '02' GROUP BY 1, 2
SELECT count(*) FROM logs WHERE year||month||day IN ('20231101', '20231105')
SELECT count(*) FROM logs WHERE year||month||day BETWEEN '20231102' AND '20231104'
SELECT count(*) FROM logs WHERE concat(year, month, day) >= '20231102'
SELECT count(*) FROM logs WHERE concat(year, '/', month, '/', day) >= '2023/11/02'
SELECT count(*) FROM logs WHERE concat(year, '-', month, '-', day) BETWEEN '2023-11-02' AND '2023-11-04'
SELECT count(*) FROM logs WHERE year || '/' || month || '/' || day = "timestamp"
SELECT count(*) FROM logs WHERE (year, month, day) IN (('2023', '11', '02'), ('2023', '11', '05'))
SELECT count(*) FROM logs WHERE ROW(year, month, day) = ROW('2023', '11', '02')
SELECT count(*) FROM logs WHERE CAST(day AS integer) = 2 AND CAST(month AS integer) = 11 AND CAST(year AS integer) = 2023
SELECT count(*) FROM logs WHERE CAST(year || month || day AS integer) >= 20231102
SELECT count(*) FROM logs WHERE date(year || '-' || month || '-' || day) >= DATE '2023-11-02'
SELECT count(*) FROM logs WHERE date_parse(concat(year, month, day), '%Y%m%d') >= TIMESTAMP '2023-11-02 00:00:00'
SELECT count(*) FROM logs WHERE '20231102' <= year||month||day
SELECT count(*) FROM logs WHERE lpad(day, 2, '0') = '02'
SELECT count(*) FROM logs WHERE month || '/' || day = '11/02'
SELECT count(*) FROM logs WHERE month||day >= '1102'
SELECT count(*) FROM logs WHERE coalesce(day, '01') = '02'
SELECT count(*) FROM logs WHERE upper(region) || '/' || day = 'US-EAST-1/02'
SELECT count(*) FROM logs WHERE substr("timestamp", 1, 7) = '2023/11' AND substr("timestamp", 9, 2) = '02'
SELECT day, count(*) FROM logs WHERE day || '' >= '02' GROUP BY day ORDER BY day
SELECT CASE WHEN day = '02' THEN 'second' ELSE day END, count(*) FROM logs GROUP BY 1 ORDER BY 1
-- c. One weak sign does not outweigh several strong ones.
SELECT count(*) FROM logs WHERE eventtime >= '2023-11-02 00:00:00' AND requestparameters LIKE '%role%'
SELECT count(*) FROM logs WHERE eventtime > '2023-11-02 12:00:00' AND substr(eventtime, 1, 10) = '2023-11-02'
SELECT count(*) FROM logs WHERE eventtime > '2023-11-02 12:00:00' AND from_iso8601_timestamp(eventtime) < from_iso8601_timestamp('2023-11-05T00:00:00Z')
SELECT count(*) FROM logs WHERE eventtime > '2023-11-02 12:00:00' AND year = '2023' AND month = '11'
SELECT count(*) FROM logs WHERE eventtime > '2023-11-02 12:00:00' AND "timestamp" >= '2023/11/02'
SELECT count(*) FROM logs WHERE eventtime > '2023-11-02 12:00:00' AND json_extract_scalar(requestparameters, '$.roleArn') IS NOT NULL
SELECT count(*) FROM logs WHERE eventtime BETWEEN '2023-11-02 00:00:00' AND '2023-11-03 00:00:00' AND responseelements LIKE '%Success%'
SELECT count(*) FROM logs WHERE eventtime > '2023-11-02 12:00:00' AND readonly = 'false'
SELECT eventtime, "timestamp" FROM logs WHERE eventtime > '2023-11-02 12:00:00' AND regexp_like(requestparameters, 'durationSeconds')
SELECT substr(eventtime, 1, 13), count(*) FROM logs WHERE eventtime >= '2023-11-02 00:00:00' AND region = 'us-east-1' GROUP BY 1 ORDER BY 1
-- d. A name that both engines have means what Trino means by it.
json_value('{"a":1}', 'lax $.a')
json_value('{"a":"x"}', '$.a')
json_value('{"a":1}', 'strict $.b' DEFAULT 'none' ON ERROR)
json_value('{"a":1}', 'lax $.b' DEFAULT 'none' ON EMPTY)
json_value('{"a":1}', 'lax $.a' RETURNING bigint)
json_value('{"a":[1,2]}', 'lax $.a[1]' RETURNING integer)
json_value('{"a":[1,2]}', 'lax $.a')
json_value('{"a":true}', 'lax $.a' RETURNING boolean)
json_exists('{"a":1}', 'lax $.a')
json_exists('{"a":1}', 'lax $.b')
json_exists('{"a":null}', 'lax $.a')
json_exists('{"a":[1,2]}', 'strict $.a[5]')
json_exists('{"a":[1,2]}', 'strict $.a[1]')
json_query('{"a":[1,2]}', 'lax $.a')
json_query('{"a":"x"}', 'lax $.a')
json_query('{"a":"x"}', 'lax $.a' OMIT QUOTES)
json_query('{"a":"x"}', 'lax $.a' WITH ARRAY WRAPPER)
json_query('{"a":[1,2]}', 'lax $.a[*]' WITH ARRAY WRAPPER)
json_query('{"a":[1,2]}', 'lax $.b')
json_query('{"a":[1,2]}', 'lax $.b' EMPTY ARRAY ON EMPTY)
SELECT json_value(requestparameters, 'lax $.bucketName'), json_exists(requestparameters, 'lax $.key'), json_query(requestparameters, 'lax $.instancesSet.items') FROM logs ORDER BY eventid
SELECT json_value(requestparameters, 'lax $.instancesSet.items[0].imageId'), json_query(requestparameters, 'lax $.instancesSet.items[*].imageId' WITH ARRAY WRAPPER) FROM logs WHERE eventid = 'e5'
element_at(map(ARRAY['a'], ARRAY[1]), 'a')
split_part('a.b', '.', 5)
split_part('a.b', '.', 2)
regexp_extract('abc', 'x')
regexp_extract('abc', '(b)(c)', 2)
concat('a', NULL)
date_diff('day', TIMESTAMP '2023-11-01 23:00:00', TIMESTAMP '2023-11-02 01:00:00')
date_diff('hour', TIMESTAMP '2023-11-01 10:59:00', TIMESTAMP '2023-11-01 11:01:00')
7 / 2
-7 / 2
-7 % 3
substr('abc', 0, 2)
substr('abc', -2)
strpos('abc', 'z')
cardinality(ARRAY[1, 2])
length('é')
lower('ÀB')
reverse('abc')
replace('aXbX', 'X')
array_distinct(ARRAY[1, NULL, 1, NULL])
array_position(ARRAY['a'], 'z')
round(2.5e0)
round(-2.5e0)
round(3.14159, 2)
truncate(-1.7e0)
mod(-7, 3)
log(2, 8)
date_trunc('week', TIMESTAMP '2023-11-05 10:00:00')
day_of_week(DATE '2023-11-05')
week(DATE '2023-01-01')
date_add('month', 1, DATE '2023-01-31')
from_unixtime(1698832800)
to_unixtime(TIMESTAMP '2023-11-01 10:00:00')
approx_distinct(1)
bool_or(true)
max_by(1, 2)
array_agg(1)
format('%s is %d', 'a', 5)
format('%05.1f', 2.25e0)
typeof(1)
typeof(1.5)
translate('abc', 'ab', 'xy')
split('a,b', ',')
url_extract_host('https://example.com:8080/x?y=1')
from_base('ff', 16)
bitwise_and(12, 10)
contains('10.0.0.0/8', IPADDRESS '10.1.2.3')
-- e. Casts follow Trino's rules.
CAST(JSON '{"a":1,"x":2}' AS ROW(a bigint))
CAST(JSON '{"a":1}' AS ROW(a bigint, b varchar))
CAST(JSON '{"A":1}' AS ROW(a bigint))
CAST(JSON '{"A":1,"a":2}' AS ROW("A" bigint))
CAST(JSON '[1,"x"]' AS ROW(a bigint, b varchar))
CAST(JSON '[1]' AS ROW(a bigint, b varchar))
CAST(JSON '[{"a":1},{"b":"y","z":0}]' AS ARRAY(ROW(a bigint, b varchar)))
CAST(JSON '{"k":{"x":1},"l":[2]}' AS MAP(VARCHAR, JSON))
CAST(JSON '{"k":"1"}' AS MAP(VARCHAR, VARCHAR))
CAST(JSON '{"k":1,"l":true,"m":null}' AS MAP(VARCHAR, VARCHAR))
CAST(JSON '{"k":{"x":1}}' AS MAP(VARCHAR, VARCHAR))
TRY_CAST(JSON '{"k":{"x":1}}' AS MAP(VARCHAR, VARCHAR))
CAST(JSON '{"a":{"b":{"c":"x"}}}' AS ROW(a ROW(b ROW(c varchar))))
CAST(JSON '"443"' AS bigint)
CAST(JSON '443.0' AS bigint)
CAST(JSON '443.6' AS bigint)
CAST('443.0' AS integer)
TRY_CAST('443.0' AS integer)
TRY_CAST('443' AS integer)
CAST('443.0' AS double)
CAST(443.6 AS integer)
CAST(443.5e0 AS bigint)
CAST(' 443' AS integer)
CAST('true' AS boolean)
CAST('yes' AS boolean)
TRY_CAST('t' AS boolean)
CAST(1 AS boolean)
CAST(1.50 AS varchar)
CAST(1.5e0 AS varchar)
CAST(1e10 AS varchar)
CAST(true AS varchar)
CAST('2023-11-01' AS date)
CAST('2023-11-01T10:00:00Z' AS date)
TRY_CAST('2023-11-01T10:00:00Z' AS timestamp)
CAST('2023-11-01 10:00:00' AS timestamp)
CAST(TIMESTAMP '2023-11-01 10:00:00.123' AS date)
CAST(DATE '2023-11-01' AS varchar)
CAST('abcdef' AS varchar(3))
CAST('a' AS char(1)) || 'b'
TRY_CAST('' AS bigint)
TRY_CAST('9223372036854775808' AS bigint)
TRY_CAST(JSON '"x"' AS bigint)
TRY_CAST(JSON '{"a":1}' AS ARRAY(bigint))
CAST(JSON 'null' AS varchar)
CAST(JSON '"x"' AS varchar)
CAST(JSON '{"a":1}' AS varchar)
CAST(ROW(1, 'x') AS ROW(a bigint, b varchar)).a
CAST(ARRAY['1', '2'] AS ARRAY(bigint))
CAST(ARRAY['1', 'x'] AS ARRAY(bigint))
CAST(MAP(ARRAY['a'], ARRAY[1]) AS JSON)
CAST(ROW(1, 'x') AS JSON)
CAST(ARRAY[1, NULL] AS JSON)
SELECT CAST(json_parse(requestparameters) AS MAP(VARCHAR, JSON)) FROM logs WHERE eventid = 'e5'
SELECT CAST(json_extract(requestparameters, '$.instancesSet.items') AS ARRAY(ROW(imageid varchar))) FROM logs ORDER BY eventid
SELECT CAST(json_extract(requestparameters, '$.durationSeconds') AS integer), CAST(json_extract(additionaleventdata, '$.bytesTransferredOut') AS bigint) FROM logs ORDER BY eventid
-- f. A timestamp with time zone keeps its zone.
to_iso8601(from_iso8601_timestamp('2023-11-02T00:00:01Z') AT TIME ZONE 'America/New_York')
CAST(from_iso8601_timestamp('2023-11-02T00:00:01Z') AT TIME ZONE 'America/New_York' AS varchar)
CAST(from_iso8601_timestamp('2023-11-02T00:00:01Z') AT TIME ZONE '-05:00' AS varchar)
CAST(from_iso8601_timestamp('2023-11-02T00:00:01Z') AT TIME ZONE INTERVAL '-5' HOUR AS varchar)
to_iso8601(from_iso8601_timestamp('2023-11-02T00:00:01Z') AT TIME ZONE INTERVAL '5:30' HOUR TO MINUTE)
timezone_hour(from_iso8601_timestamp('2023-11-02T00:00:01Z') AT TIME ZONE 'America/New_York')
timezone_minute(from_iso8601_timestamp('2023-11-02T00:00:01Z') AT TIME ZONE 'Asia/Kolkata')
EXTRACT(TIMEZONE_HOUR FROM from_iso8601_timestamp('2023-11-02T00:00:01Z') AT TIME ZONE '-05:00')
hour(from_iso8601_timestamp('2023-11-02T00:00:01Z') AT TIME ZONE 'America/New_York')
date(from_iso8601_timestamp('2023-11-02T00:00:01Z') AT TIME ZONE 'America/New_York')
CAST(from_iso8601_timestamp('2023-11-02T00:00:01Z') AT TIME ZONE 'America/New_York' AS timestamp)
date_trunc('day', from_iso8601_timestamp('2023-11-02T00:00:01Z') AT TIME ZONE 'America/New_York')
date_format(from_iso8601_timestamp('2023-11-02T00:00:01Z') AT TIME ZONE 'America/New_York', '%Y-%m-%d %H')
format_datetime(from_iso8601_timestamp('2023-11-02T00:00:01Z') AT TIME ZONE 'America/New_York', 'yyyy-MM-dd HH:mm Z')
from_iso8601_timestamp('2023-11-02T00:00:01Z') AT TIME ZONE 'America/New_York' = from_iso8601_timestamp('2023-11-02T00:00:01Z')
from_iso8601_timestamp('2023-11-02T00:00:01Z') AT TIME ZONE 'Asia/Tokyo' < TIMESTAMP '2023-11-02 00:00:02 UTC'
to_iso8601(from_iso8601_timestamp('2023-11-02T10:00:00+02:00'))
date_format(from_iso8601_timestamp('2023-11-02T01:00:00+02:00'), '%Y-%m-%d %H:%i')
hour(from_iso8601_timestamp('2023-11-02T10:00:00-07:00'))
to_iso8601(date_add('hour', 2, from_iso8601_timestamp('2023-11-02T00:00:01Z') AT TIME ZONE 'America/New_York'))
to_iso8601(from_iso8601_timestamp('2023-11-02T00:00:01Z') AT TIME ZONE 'America/New_York' + INTERVAL '2' HOUR)
to_iso8601(from_unixtime(1698832800, 'America/New_York'))
to_iso8601(from_unixtime(1698832800, -5, 0))
to_iso8601(max(from_iso8601_timestamp('2023-11-02T00:00:01Z') AT TIME ZONE 'America/New_York'))
at_timezone(TIMESTAMP '2023-11-02 10:00:00 UTC', 'America/New_York') = TIMESTAMP '2023-11-02 10:00:00 UTC'
SELECT to_iso8601(t), CAST(t AS varchar), hour(t) FROM (SELECT from_iso8601_timestamp(eventtime) AT TIME ZONE 'Asia/Kolkata' AS t, eventid FROM logs) ORDER BY eventid
SELECT date_format(from_iso8601_timestamp(eventtime) AT TIME ZONE 'Asia/Tokyo', '%Y-%m-%d'), count(*) FROM logs GROUP BY 1 ORDER BY 1
SELECT date(from_iso8601_timestamp(eventtime) AT TIME ZONE '-05:00'), count(*) FROM logs GROUP BY 1 ORDER BY 1
SELECT from_iso8601_timestamp(eventtime) AT TIME ZONE 'UTC' AT TIME ZONE 'America/New_York' < from_iso8601_timestamp('2023-11-02T00:00:01Z') FROM logs ORDER BY eventid
to_iso8601(from_unixtime(1698832800, 5, 30))
SELECT max_by(from_iso8601_timestamp(eventtime) AT TIME ZONE 'Asia/Tokyo', eventtime) FROM logs
SELECT to_iso8601(max_by(from_iso8601_timestamp(eventtime) AT TIME ZONE 'Asia/Tokyo', eventtime)) FROM logs
SELECT to_iso8601(element_at(array_agg(from_iso8601_timestamp(eventtime) AT TIME ZONE 'Asia/Tokyo' ORDER BY eventtime), 1)) FROM logs
SELECT to_iso8601(lag(from_iso8601_timestamp(eventtime) AT TIME ZONE 'Asia/Tokyo') OVER (ORDER BY eventtime)) FROM logs ORDER BY 1
from_iso8601_timestamp('2023-11-02T00:00:01Z') AT TIME ZONE 'Asia/Tokyo' IN (from_iso8601_timestamp('2023-11-02T00:00:01Z'))
SELECT count(*) FROM logs WHERE from_iso8601_timestamp(eventtime) AT TIME ZONE 'Asia/Tokyo' BETWEEN from_iso8601_timestamp('2023-11-02T00:00:00Z') AND from_iso8601_timestamp('2023-11-02T00:00:02Z')
SELECT count(*) FROM (SELECT eventid, from_iso8601_timestamp(eventtime) AT TIME ZONE 'Asia/Tokyo' AS t FROM logs) a JOIN (SELECT from_iso8601_timestamp(eventtime) AS t FROM logs) b ON a.t = b.t
SELECT count(*) FROM logs WHERE from_iso8601_timestamp(eventtime) = (SELECT max(from_iso8601_timestamp(eventtime) AT TIME ZONE 'Asia/Tokyo') FROM logs)
coalesce(from_iso8601_timestamp('2023-11-02T00:00:01Z') AT TIME ZONE 'Asia/Tokyo', now()) = from_iso8601_timestamp('2023-11-02T00:00:01Z')
SELECT t = from_iso8601_timestamp('2023-11-02T00:00:01Z') FROM (SELECT if(eventid = 'e1', from_iso8601_timestamp('2023-11-02T00:00:01Z') AT TIME ZONE 'Asia/Tokyo', from_iso8601_timestamp('2023-11-02T00:00:01Z')) AS t FROM logs)
date_diff('hour', from_iso8601_timestamp('2023-11-02T00:00:01Z') AT TIME ZONE 'Asia/Tokyo', from_iso8601_timestamp('2023-11-02T05:00:01Z'))
-- g. Not stricter than Trino, nor laxer.
parse_datetime('2023-11-01T10:00:00Z', 'yyyy-MM-dd''T''HH:mm:ss''Z')
parse_datetime('2023-11-01T10:00:00Z', 'yyyy-MM-dd''T''HH:mm:ss''Z''')
parse_datetime('2023-11-01 10:00', 'yyyy-MM-dd HH:mm')
parse_datetime('2023-11-01T10:00:00Z', 'yyyy-MM-dd')
parse_datetime('1', 'd')
SELECT parse_datetime(eventtime, 'yyyy-MM-dd''T''HH:mm:ss''Z') > parse_datetime('2023-11-02T00:00:00Z', 'yyyy-MM-dd''T''HH:mm:ss''Z') FROM logs ORDER BY eventid
json_extract_scalar('{"a":{"b":"x"}}', '$.a.b')
json_extract_scalar('{"a":{"b":"x"}}', '$["a"]["b"]')
json_extract_scalar('{"a":{"b":"x"}}', '$[''a'']')
json_extract_scalar('{"a b":"x"}', '$["a b"]')
json_extract_scalar('{"a-b":"x"}', '$.a-b')
json_extract_scalar('{"a.b":"x"}', '$["a.b"]')
json_extract_scalar('{"a":["x","y"]}', '$.a[1]')
json_extract_scalar('{"a":["x","y"]}', '$.a[-1]')
json_extract_scalar('{"a":["x","y"]}', '$.a.1')
json_extract_scalar('{"a":["x"]}', '$.a[*]')
json_extract('{"a":[{"b":1},{"b":2}]}', '$.a[*].b')
json_extract('{"a":{"b":1}}', '$..b')
json_extract('{"a":1}', '$')
json_extract('{"a":1}', '$.')
json_extract('{"a":1}', '')
json_extract('{"a":1}', '$.a[')
json_extract('{"a":1}', '$.a]')
json_extract('{"a":1}', 'a.')
json_extract('{"a:b":1}', '$.a:b')
json_extract('{"a$b":1}', '$.a$b')
json_extract('{"é":1}', '$.é')
json_extract_scalar('{"a":"x"}', 'a')
json_extract_scalar('{"a":{"b":"x"}}', 'a.b')
json_extract_scalar('{"a":"x"}', '$.A')
json_extract_scalar('not json', '$.a')
json_extract_scalar('{"a":"x","a":"y"}', '$.a')
json_size('{"a":[1,2]}', '$.a')
json_array_length('[1,2]')
json_array_length('{"a":1}')
json_array_contains('[1,"x"]', 'x')
is_json_scalar('1')
is_json_scalar('[1]')
json_parse('{"b":1,"a":2}')
json_format(json_parse('{"b":1, "a":[1, 2]}'))
json_extract_scalar('{"a":1.50}', '$.a')
json_extract_scalar('{"a":12345678901234567890}', '$.a')
json_extract_scalar('{"a":1e3}', '$.a')
json_format(json_extract('{"a":1.50}', '$.a'))
json_extract_scalar('{"a":1.50}', '$.a')
json_format(json_extract('{"a":1.50,"b":12345678901234567890123}','$'))
json_extract('{"a":12345678901234567890123.50}','$.a')
json_parse('{"a":1.50}')
json_format(json_parse('{"a":1.50,"b":12345678901234567890123,"c":1e3,"d":1.0E-7,"f":100000000.0}'))
CAST(json_extract('{"a":1.10}','$.a') AS varchar)
CAST(json_parse('1.50') AS decimal(10,4))
CAST(json_parse('12345678901234567890123') AS varchar)
CAST(json_parse('{"a":1.50}') AS map(varchar,varchar))
CAST(json_extract('{"a":12345678901234567890123}','$.a') AS decimal(38,0))
CAST(json_extract('{"a":0.1}','$.a') AS decimal(38,20))
json_format(JSON '1.50')
json_query('{"a":1.50}', 'lax $.a')
json_value('{"a":1.50}', 'lax $.a')
json_extract_scalar('{"a":-0}', '$.a')
json_extract_scalar('{"a":1E5}', '$.a')
json_extract_scalar('{"a":1e400}', '$.a')
json_extract_scalar('{"a":100000000000000000000}', '$.a')
json_array_contains('[1.50, 2]', 1.5)
date_parse('01', '%d')
date_parse('02-29', '%m-%d')
date_parse('10:05', '%H:%i')
date_parse('2023', '%Y')
parse_datetime('02', 'MM')
parse_datetime('02-29', 'MM-dd')
parse_datetime('10:05', 'HH:mm')
parse_datetime('60', 'D')
parse_datetime('10', 'w')
json_extract('{"a":{"b":1}}', '$["a"].b')
json_extract_scalar('{"a":{"0":"x"}}', '$.a[0]')
json_extract_scalar('{"a":{"0":"x"}}', '$.a["0"]')
json_extract_scalar('{"a":["x"]}', '$.a["0"]')
json_extract_scalar('{"a":{"0":"x"}}', '$.a.0')
json_extract_scalar('{"a":["x"]}', '$.a.0')
json_extract_scalar('["x"]', '$[0]')
json_extract_scalar('{"0":"x"}', '$[0]')
json_extract_scalar('{"a":{"b":{"1":"x"}}}', '$.a.b[1]')
json_extract('{"a":{"0":[1,{"1":2}]}}', '$.a[0][1][1]')
json_size('{"a":{"0":[1,2]}}', '$.a[0]')
-- i. What fails on Trino fails here.
SELECT resources[1].arn FROM logs WHERE eventid = 'e1'
SELECT resources[1].arn FROM logs WHERE eventid = 'e2'
SELECT resources[1].arn FROM logs WHERE eventid = 'e3'
SELECT resources[3] FROM logs WHERE eventid = 'e1'
SELECT element_at(resources, 3) FROM logs WHERE eventid = 'e1'
SELECT resources[0].arn FROM logs WHERE eventid = 'e1'
ARRAY[1, 2][3]
ARRAY[1, 2][0]
ARRAY[1, 2][-1]
element_at(ARRAY[1, 2], 0)
try(ARRAY[1, 2][3])
MAP(ARRAY['a'], ARRAY[1])['b']
MAP(ARRAY['a', 'a'], ARRAY[1, 2])
try(MAP(ARRAY['a'], ARRAY[1])['b'])
SELECT CAST(json_parse(requestparameters) AS MAP(VARCHAR, VARCHAR)) FROM logs WHERE eventid = 'e5'
SELECT CAST(json_parse(requestparameters) AS MAP(VARCHAR, VARCHAR)) FROM logs WHERE eventid = 'e3'
SELECT CAST(json_parse(requestparameters) AS MAP(VARCHAR, VARCHAR))['nothing'] FROM logs WHERE eventid = 'e3'
SELECT CAST(json_extract(requestparameters, '$.instancesSet.items') AS ARRAY(bigint)) FROM logs WHERE eventid = 'e5'
SELECT CAST(json_extract(requestparameters, '$.instancesSet.items') AS ARRAY(varchar)) FROM logs WHERE eventid = 'e5'
1 / 0
1 % 0
1.0 / 0
1e0 / 0
SELECT count(*) / (count(*) - count(*)) FROM logs
SELECT sum(1) / count_if(eventname = 'Nothing') FROM logs
try(1 / 0)
nullif(1, 1) / 0
9223372036854775807 + 1
-9223372036854775807 - 2
abs(-9223372036854775807 - 1)
2147483647 + 1
CAST(300 AS tinyint)
CAST('x' AS bigint)
date_parse('x', '%Y')
from_iso8601_timestamp('x')
from_iso8601_date('2023-13-01')
json_parse('x')
SELECT (SELECT eventid FROM logs) FROM logs
split('a.b', '.')[5]
repeat('a', -1)
chr(-1)
from_base('z', 10)
array_min(ARRAY[]) IS NULL
-- l. No value is silently another.
sequence(DATE '2023-11-01', DATE '2023-11-03', INTERVAL '1' DAY)
sequence(DATE '2023-11-01', DATE '2023-11-03')
sequence(DATE '2023-11-03', DATE '2023-11-01', INTERVAL '-1' DAY)
sequence(DATE '2023-01-31', DATE '2023-04-30', INTERVAL '1' MONTH)
transform(sequence(TIMESTAMP '2023-11-01 00:00:00', TIMESTAMP '2023-11-01 02:00:00', INTERVAL '1' HOUR), t -> date_format(t, '%H'))
sequence(DATE '2023-01-31', DATE '2023-04-28', INTERVAL '1' MONTH)
transform(sequence(TIMESTAMP '2023-01-31 10:00:00', TIMESTAMP '2023-03-31 12:00:00', INTERVAL '1' MONTH), t -> date_format(t, '%m-%d %H'))
sequence(DATE '2023-11-05', DATE '2023-08-31', INTERVAL '-1' MONTH)
sequence(DATE '2023-11-05', DATE '2021-08-31', INTERVAL '-1' YEAR)
typeof(sequence(DATE '2023-11-01', DATE '2023-11-03', INTERVAL '1' DAY))
SELECT d, count(l.eventid) FROM UNNEST(sequence(DATE '2023-11-01', DATE '2023-11-05', INTERVAL '1' DAY)) AS t(d) LEFT JOIN logs l ON date(from_iso8601_timestamp(l.eventtime)) = d GROUP BY 1 ORDER BY 1
SELECT CAST(d AS varchar), count(l.eventid) FROM UNNEST(sequence(DATE '2023-11-01', DATE '2023-11-05', INTERVAL '1' DAY)) AS t(d) LEFT JOIN logs l ON substr(l.eventtime, 1, 10) = CAST(d AS varchar) GROUP BY 1 ORDER BY 1
SELECT eventname, count(*)*100.0/sum(count(*)) OVER () FROM logs GROUP BY 1 ORDER BY 1
SELECT typeof(count(*)*100.0/sum(count(*)) OVER ()) FROM logs
SELECT round(count(*)*100.0/3, 2), count(*)*1.0/3, count(*)/3.0 FROM logs
SELECT sum(CAST(json_extract_scalar(requestparameters, '$.durationSeconds') AS decimal(10, 2))) / 7 FROM logs
SELECT avg(CAST(day AS decimal(5, 1))), avg(CAST(day AS integer)) FROM logs
0.1 + 0.2
1.0 / 3
10.00 * 3.000
1.5 * 1.5
2.0 / 3.00
7.5 % 2
10 / 4.0
1 / 3.0
CAST(1 AS decimal(10, 2)) / 3
CAST('1.005' AS decimal(10, 2))
round(1.005, 2)
1.00 = 1
99999999999999999999.5 + 0.5
1.0 / 0.0
1e0 / 0e0
1 / 0e0
-1 / 0e0
CAST(sum(CAST(1.5 AS real)) AS double)
SELECT sum(x) FROM (VALUES REAL '1.5', REAL '2.25') AS t(x)
SELECT typeof(sum(x)) FROM (VALUES REAL '1.5', REAL '2.25') AS t(x)
try(split('a.b', '.')[5])
element_at(split('a.b', '.'), 5)
date_format(from_iso8601_timestamp('2023-11-01T23:30:00-05:00'), '%Y-%m-%d %H:%i')
date_format(from_iso8601_timestamp('2023-11-01T23:30:00Z'), '%H')
SELECT approx_percentile(x, 0.5) FROM (VALUES 1, 2, 3) AS t(x)
-- m. What was missing.
SELECT eventid, k, v FROM logs CROSS JOIN UNNEST(CAST(json_parse(requestparameters) AS MAP(VARCHAR, JSON))) AS t(k, v) WHERE requestparameters IS NOT NULL ORDER BY 1, 2
SELECT k, v FROM (SELECT MAP(ARRAY['a', 'b'], ARRAY[1, 2]) AS m) CROSS JOIN UNNEST(m) AS t(k, v) ORDER BY 1
SELECT k, v, n FROM (SELECT MAP(ARRAY['a', 'b'], ARRAY[1, 2]) AS m) CROSS JOIN UNNEST(m) WITH ORDINALITY AS t(k, v, n) ORDER BY 1
WITH s AS (SELECT eventsource, histogram(eventname) AS h FROM logs GROUP BY 1) SELECT eventsource, k, v FROM s CROSS JOIN UNNEST(h) AS t(k, v) ORDER BY 1, 2
SELECT k, v, x FROM UNNEST(MAP(ARRAY['a', 'b'], ARRAY[1, 2]), ARRAY['p']) AS t(k, v, x) ORDER BY 1
SELECT k FROM (SELECT MAP(ARRAY['a'], ARRAY[1]) AS m UNION ALL SELECT NULL) LEFT JOIN UNNEST(m) AS t(k, v) ON true ORDER BY 1
zip(ARRAY[1, 2], ARRAY['a', 'b'])
zip(ARRAY[1, 2], ARRAY['a'])
transform(zip(ARRAY[1, 2], ARRAY['a', 'b']), x -> x[2])
DATE '2023-11-01' + INTERVAL '1' DAY
DATE '2023-01-31' + INTERVAL '1' MONTH
TIMESTAMP '2023-11-01 10:00:00' - INTERVAL '90' MINUTE
TIMESTAMP '2023-11-02 00:00:00' - TIMESTAMP '2023-11-01 10:00:00'
from_iso8601_timestamp('2023-11-02T00:00:00Z') - from_iso8601_timestamp('2023-11-01T10:00:00Z') > INTERVAL '13' HOUR
SELECT count(*) FROM logs WHERE from_iso8601_timestamp(eventtime) - INTERVAL '1' DAY > from_iso8601_timestamp('2023-11-01T10:00:00Z')
INTERVAL '1' DAY + INTERVAL '2' HOUR = INTERVAL '26' HOUR
DATE '2023-11-05' - DATE '2023-11-01' = INTERVAL '4' DAY
checksum(1)
SELECT checksum(eventname) FROM logs
to_hex(xxhash64(to_utf8('abc')))
xxhash64(CAST('x' AS varbinary))
width_bucket(5.5e0, 0e0, 10e0, 4)
width_bucket(11e0, 0e0, 10e0, 4)
width_bucket(3, ARRAY[1, 2, 4])
regexp_like('foobar', 'foo(?=bar)')
regexp_like('foobaz', 'foo(?!baz)')
regexp_extract('price: 42 USD', '(?<=: )\d+')
regexp_replace('a1b2', '(?<=a)1', 'X')
SELECT count(*) FROM logs WHERE regexp_like(eventname, '^(?!Get).*$')
transform(zip_with(ARRAY[1, 2], ARRAY['a', 'b'], (x, y) -> ROW(y, x)), r -> r[1])
-- l. NULL in rows and arrays, and NaN, decide no comparison.
ROW(1,NULL)=ROW(1,NULL)
ROW(1,NULL)=ROW(2,NULL)
ROW(1,NULL)<>ROW(1,2)
(1,NULL) IN ((1,NULL),(2,3))
(1,2) IN ((1,NULL),(2,3))
ARRAY[1,NULL]=ARRAY[1,NULL]
ARRAY[1,NULL]=ARRAY[1,2]
ARRAY[1,NULL]=ARRAY[2,2]
ARRAY[1,NULL]=ARRAY[1]
ARRAY[1,NULL]<>ARRAY[1,2]
ARRAY[1,NULL] IN (ARRAY[1,NULL])
nan() > 0.5
0e0/0e0 > 0.5
nan() = nan()
nan() BETWEEN 0e0 AND 1e0
nan() <> 1e0
1e0 IN (nan())
nan() IS DISTINCT FROM nan()
ROW(1, ARRAY[NULL]) = ROW(2, ARRAY[1])
SELECT count(*) FROM logs WHERE (eventname, errorcode) = ('GetObject', NULL)
SELECT count(*) FROM logs WHERE (eventname, errorcode) IN (('GetObject', NULL), ('GetObject', 'AccessDenied'))
SELECT count(*) FROM logs WHERE (eventname, errorcode) NOT IN (('GetObject', 'AccessDenied'))
SELECT count(*) FROM logs WHERE (eventname, errorcode) IN (SELECT eventname, errorcode FROM logs)
SELECT count(*) FROM logs a JOIN logs b ON (a.eventname, a.errorcode) = (b.eventname, b.errorcode)
SELECT count(*) FROM logs WHERE ROW(eventname, errorcode) <> ROW('GetObject', 'AccessDenied')
SELECT eventid, ARRAY[eventname, errorcode] = ARRAY['GetObject', 'AccessDenied'] FROM logs ORDER BY 1
SELECT count(*) FROM logs WHERE CAST(json_extract_scalar(additionaleventdata, '$.bytesTransferredOut') AS double) / 0e0 > 5
SELECT r, r > 0.5, r < 0.5, r = r FROM (SELECT 0e0 / (count(*) - count(*)) AS r FROM logs)
SELECT count(*) FROM (SELECT 0e0 / 0e0 AS r FROM logs) WHERE r > 0.5
SELECT count(*) FROM (SELECT 0e0 / 0e0 AS r FROM logs) WHERE NOT r > 0.5
SELECT count(*) FROM (SELECT 0e0 / 0e0 AS r FROM logs) WHERE r BETWEEN 0.5 AND infinity()
SELECT count(*) FROM (VALUES 1e0, nan()) AS a(r) JOIN (VALUES nan()) AS b(r) ON a.r = b.r
