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
-- a. The value that is compared can be made in any way.
SELECT count(*) FROM logs WHERE "timestamp" >= date_format(date_trunc('month', DATE '2023-11-17') + INTERVAL '1' DAY, '%Y/%m/%d')
SELECT count(*) FROM logs WHERE "timestamp" = date_format(last_day_of_month(DATE '2023-10-05') + INTERVAL '2' DAY, '%Y/%m/%d')
SELECT count(*) FROM logs WHERE day = date_format(DATE '2023-11-02', '%e')
SELECT count(*) FROM logs WHERE day = CAST(day(DATE '2023-11-02') AS varchar)
SELECT count(*) FROM logs WHERE month = CAST(month(DATE '2023-11-02') AS varchar) AND day IN ('01', format('%02d', 2))
SELECT count(*) FROM logs WHERE "timestamp" >= array_join(ARRAY['2023', '11', '02'], '/')
SELECT count(*) FROM logs WHERE "timestamp" >= json_extract_scalar('{"d":"2023/11/02"}', '$.d')
SELECT count(*) FROM logs WHERE "timestamp" >= element_at(split('2023/11/02,2023-11-05', ','), 1)
SELECT count(*) FROM logs WHERE "timestamp" >= coalesce(nullif('2023-11-02', '2023-11-02'), '2023/11/02')
SELECT count(*) FROM logs WHERE "timestamp" >= greatest('2023/11/01', '2023/11/02') AND "timestamp" <= if(1 = 2, '2023-11-03', '2023/11/04')
SELECT count(*) FROM logs WHERE starts_with("timestamp", '2023/11/0') AND split_part("timestamp", '/', 3) = '02'
SELECT count(*) FROM logs WHERE regexp_like("timestamp", '^2023/11/0[2-5]$')
SELECT count(*) FROM logs WHERE "timestamp" LIKE concat('2023/11', '/0%') AND "timestamp" NOT LIKE '%/05'
SELECT count(*) FROM logs WHERE "timestamp" <> date_format(DATE '2023-11-02', '%Y/%m/%d')
SELECT count(*) FROM logs WHERE NOT ("timestamp" = '2023/11/02' OR "timestamp" = date_format(TIMESTAMP '2023-11-05 10:00:00', '%Y/%m/%d'))
SELECT count(*) FROM logs WHERE "timestamp" > regexp_replace('2023-11-01', '-', '/')
SELECT count(*) FROM logs WHERE "timestamp" > translate('2023-11-01', '-', '/')
SELECT count(*) FROM logs WHERE "timestamp" = substr(replace(to_iso8601(TIMESTAMP '2023-11-02 00:00:00'), '-', '/'), 1, 10)
SELECT count(*) FROM logs WHERE year || '' = '2023' AND month IN (SELECT date_format(DATE '2023-11-02', '%m'))
SELECT count(*) FROM logs WHERE (year = '2023' AND month = '10' AND day >= '30') OR (year = '2023' AND month = '11' AND day <= '02')
SELECT a."timestamp", count(*) FROM logs a JOIN (VALUES '2023/11/02', '2023-11-05') AS v(d) ON a."timestamp" = v.d GROUP BY 1
SELECT count(*) FILTER (WHERE "timestamp" = '2023/11/02'), count(*) FILTER (WHERE day = '05') FROM logs
SELECT sum(CASE WHEN "timestamp" >= date_format(DATE '2023-11-02', '%Y/%m/%d') THEN 1 ELSE 0 END) FROM logs
SELECT date_diff('day', date_parse("timestamp", '%Y/%m/%d'), date_parse('2023-11-06', '%Y-%m-%d')) FROM logs ORDER BY eventid
SELECT count(*) FROM logs WHERE date_parse(year || '/' || month || '/' || day, '%Y/%m/%d') >= date_add('day', -4, TIMESTAMP '2023-11-06 00:00:00')
-- b. An operand of any expression keeps its form.
SELECT year || month || day AS d, count(*) FROM logs GROUP BY year || month || day HAVING year || month || day > '20231101' ORDER BY d
SELECT DISTINCT concat(year, month) AS ym, day FROM logs WHERE concat(year, month) = '202311' ORDER BY 2
SELECT count(*) FROM logs WHERE concat_ws('-', year, month, day) IN ('2023-11-02', '2023-11-05')
SELECT count(*) FROM logs WHERE date(concat_ws('-', year, month, day)) BETWEEN DATE '2023-11-02' AND DATE '2023-11-04'
SELECT count(*) FROM logs WHERE CAST(year AS integer) * 10000 + CAST(month AS integer) * 100 + CAST(day AS integer) >= 20231102
SELECT day, reverse(day), month || day FROM logs WHERE reverse(day) = '20' ORDER BY eventid
SELECT count(*) FROM logs WHERE substr(year, 3) || month || day > '231101'
SELECT count(*) FROM logs WHERE (year || month, day) = ('202311', '02')
SELECT count(*) FROM logs WHERE ARRAY[year, month, day] = ARRAY['2023', '11', '02']
SELECT count(*) FROM logs WHERE cast(day AS bigint) BETWEEN 2 AND 4 AND month = '11'
SELECT count(*) FROM logs WHERE year||'-'||month||'-'||day = substr(eventtime, 1, 10)
SELECT count(*) FROM logs WHERE format('%s%s%s', year, month, day) = '20231102'
SELECT count(*) FROM logs WHERE replace("timestamp", '/') = '20231102'
SELECT count(*) FROM logs WHERE from_iso8601_date(replace("timestamp", '/', '-')) > DATE '2023-11-01'
-- c. Signs of Athena, one at a time.
SELECT count(*) FROM logs WHERE eventtime >= '2023-11-02 00:00:00' AND useridentity.arn LIKE '%bob%'
SELECT eventtime FROM logs WHERE eventtime > '2023-11-02 12:00:00' AND date_diff('hour', from_iso8601_timestamp(eventtime), from_iso8601_timestamp('2023-11-06T00:00:00Z')) > 3
SELECT count(*) FROM logs WHERE eventtime > '2023-11-02 12:00:00' AND resources IS NULL
SELECT count(*) FROM logs WHERE eventtime > '2023-11-02 12:00:00' AND cardinality(resources) > 0
SELECT count(*) FROM logs WHERE eventtime > '2023-11-02 12:00:00' AND length(responseelements) > 3
SELECT eventid FROM logs WHERE eventtime < '2023-11-02 12:00:00' AND eventtime LIKE '2023-11-02%'
SELECT max(eventtime), min(eventtime) || '' FROM logs WHERE eventtime > '2023-11-01 12:00:00'
-- d. SQL's JSON functions.
json_value('{"a":{"b":[1,{"c":"x"}]}}', 'lax $.a.b[1].c')
json_value('{"a":[{"b":1},{"b":2}]}', 'lax $.a.b')
json_value('{"a":null}', 'lax $.a')
json_value('{"a":1.5}', 'lax $.a' RETURNING double)
json_value('x', 'lax $.a')
json_value('x', 'lax $.a' NULL ON ERROR)
json_value('x', 'lax $.a' ERROR ON ERROR)
json_value('{"a":1}', 'lax $.b' ERROR ON EMPTY)
json_exists('x', 'lax $.a')
json_exists('x', 'lax $.a' TRUE ON ERROR)
json_exists('{"a":[{"b":1}]}', 'lax $.a.b')
json_exists('{"a":[{"b":1}]}', 'strict $.a.b')
json_query('{"a":[{"b":1},{"b":2}]}', 'lax $.a[*].b' WITH CONDITIONAL WRAPPER)
json_query('{"a":[{"b":1},{"b":2}]}', 'lax $.a.b' WITH WRAPPER)
json_query('{"a":{"b":1}}', 'strict $.a')
json_query('{"a":[1,2,3]}', 'lax $.a[0 to 1]' WITH WRAPPER)
json_query('{"a":[1,2,3]}', 'lax $.a[last]')
json_query('{"a":1}', 'lax $.b' EMPTY OBJECT ON EMPTY)
json_query('{"a":1}', 'lax $.b' ERROR ON EMPTY)
json_format(json_array_get('["a", {"b":1}]', 1))
json_extract_scalar(json_array_get('[{"b":"x"}]', 0), '$.b')
-- d. json_array_get and reduce.
reduce(map_values(MAP(ARRAY['a', 'b'], ARRAY[1e0, 2e0])), 0e0, (s, x) -> s + x, s -> s)
SELECT reduce(map_values(m), 0e0, (s, x) -> s + x, s -> s) FROM (SELECT MAP(ARRAY['a', 'b'], ARRAY[1e0, 2e0]) AS m)
SELECT reduce(map_values(m), 0e0, (s, x) -> s + x.n, s -> s) FROM (SELECT MAP(ARRAY['a', 'b'], ARRAY[CAST(ROW(1) AS ROW(n bigint)), CAST(ROW(2) AS ROW(n bigint))]) AS m)
SELECT reduce(map_values(h), 0e0, (s, x) -> s + x, s -> s / 2) FROM (SELECT histogram(eventname) AS h FROM logs)
SELECT reduce(array_agg(ROW(eventname, 1)), 0e0, (s, x) -> s + x[2], s -> s) FROM logs
SELECT reduce(resources, '', (s, r) -> s || r.type, s -> s) FROM logs ORDER BY eventid
SELECT reduce(resources, 0, (s, r) -> s + length(r.arn), s -> s * 1.5) FROM logs ORDER BY eventid
reduce(ARRAY[1, 2, NULL], 0, (s, x) -> s + coalesce(x, 0), s -> s)
-- d. More functions by their names.
reduce(ARRAY[5, 20, 50], CAST(ROW(0.0, 0) AS ROW(sum double, count integer)), (s, x) -> CAST(ROW(x + s.sum, s.count + 1) AS ROW(sum double, count integer)), s -> if(s.count = 0, NULL, s.sum / s.count))
reduce(ARRAY[]::array(bigint), 0, (s, x) -> s + x, s -> s)
reduce(CAST(ARRAY[] AS array(bigint)), 0, (s, x) -> s + x, s -> s)
reduce(ARRAY['a', 'b'], '', (s, x) -> s || x, s -> upper(s))
reduce(ARRAY[1, 2], 0e0, (s, x) -> s + x, s -> s)
array_agg(1) FILTER (WHERE false)
list_agg(1)
listagg('a', ',') WITHIN GROUP (ORDER BY 1)
SELECT listagg(eventname, ',') WITHIN GROUP (ORDER BY eventid) FROM logs
SELECT map_agg(eventid, eventname) FROM logs
SELECT multimap_agg(eventname, eventid) FROM logs WHERE eventname = 'GetObject'
SELECT max_by(eventname, eventtime, 2), min_by(eventname, eventtime) FROM logs
SELECT max(eventtime, 2), min(eventtime, 2) FROM logs
SELECT approx_distinct(eventname), count_if(errorcode IS NULL), bool_and(readonly = 'true'), every(readonly IS NOT NULL), arbitrary(recipientaccountid) IS NOT NULL FROM logs
SELECT array_agg(DISTINCT eventname ORDER BY eventname) FROM logs
SELECT histogram(eventsource), map_keys(histogram(awsregion)) IS NOT NULL FROM logs WHERE awsregion = 'us-east-1'
SELECT entropy(1) FROM logs
SELECT corr(x, y), regr_slope(x, y), covar_samp(x, y) FROM (VALUES (1, 2), (2, 4), (3, 7)) AS t(x, y)
SELECT ntile(2) OVER (ORDER BY eventid), lead(eventid, 2, 'none') OVER (ORDER BY eventid), nth_value(eventid, 2) OVER (ORDER BY eventid ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING), cume_dist() OVER (ORDER BY eventname), percent_rank() OVER (ORDER BY eventname) FROM logs ORDER BY eventid
SELECT last_value(eventid) IGNORE NULLS OVER (PARTITION BY eventsource ORDER BY eventtime) FROM logs ORDER BY eventid
last_value(1)
sign(-2), sign(0)
chr(233)
codepoint('é')
length(to_utf8('é'))
lpad('abc', 2, 'x')
rpad('abc', 6, 'xy')
lpad('abc', -1, 'x')
position('b' IN 'abc')
strpos('abcabc', 'b', 2)
split('a.b.c', '.', 2)
split_to_map('a=1,b=2', ',', '=')
split_to_map('a=1,a=2', ',', '=')
split_to_multimap('a=1,a=2', ',', '=')
regexp_extract_all('a1b22', '\d+')
regexp_extract_all('a1b22', '([a-z])(\d+)', 2)
regexp_replace('abc', '(b)', '[$1]')
regexp_replace('abc', '(?<x>b)', '[${x}]')
regexp_replace('abc', 'b', '\$')
regexp_split('a1b2c', '\d')
regexp_count('a1b22', '\d')
regexp_position('a1b22', '\d')
regexp_like('abc', '(?i)B')
concat_ws(',', 'a', NULL, 'b')
concat_ws(',', ARRAY['a', NULL, 'b'])
array_join(ARRAY[1, NULL, 2], ',')
array_join(ARRAY[1, NULL, 2], ',', 'x')
array_sort(ARRAY[3, NULL, 1])
array_sort(ARRAY['b', 'a'], (x, y) -> IF(x < y, 1, IF(x = y, 0, -1)))
array_position(ARRAY[1, 2, 2], 2, 2)
array_remove(ARRAY[1, NULL, 2], 1)
array_frequency(ARRAY['a', 'b', 'a'])
array_union(ARRAY[1, NULL], ARRAY[NULL, 2])
array_except(ARRAY[1, NULL], ARRAY[1])
array_max(ARRAY[1, NULL])
array_min(ARRAY['b', 'a'])
arrays_overlap(ARRAY[1, NULL], ARRAY[2])
flatten(ARRAY[ARRAY[1], NULL, ARRAY[2, 3]])
ngrams(ARRAY['a', 'b', 'c'], 2)
slice(ARRAY[1, 2, 3], -2, 2)
slice(ARRAY[1, 2, 3], 0, 1)
trim_array(ARRAY[1, 2, 3], 2)
contains(ARRAY[1, NULL], 2)
all_match(ARRAY[1, NULL], x -> x > 0)
none_match(ARRAY[1, 2], x -> x > 2)
any_match(CAST(ARRAY[] AS array(bigint)), x -> x > 2)
zip_with(ARRAY[1, 2, 3], ARRAY['a'], (x, y) -> coalesce(y, CAST(x AS varchar)))
map_filter(MAP(ARRAY['a', 'b'], ARRAY[1, 2]), (k, v) -> v > 1)
map_concat(MAP(ARRAY['a'], ARRAY[1]), MAP(ARRAY['a', 'b'], ARRAY[2, 3]))
map_zip_with(MAP(ARRAY['a'], ARRAY[1]), MAP(ARRAY['a', 'b'], ARRAY[2, 3]), (k, x, y) -> coalesce(x, 0) + y)
transform_keys(MAP(ARRAY['a'], ARRAY[1]), (k, v) -> upper(k))
transform_values(MAP(ARRAY['a'], ARRAY[1]), (k, v) -> v * 2)
map_from_entries(ARRAY[ROW('a', 1), ROW('b', 2)])
map_entries(MAP(ARRAY['a'], ARRAY[1]))
map_top_n_keys(MAP(ARRAY['a', 'b'], ARRAY[1, 2]), 1)
cardinality(MAP(ARRAY['a', 'b'], ARRAY[1, 2]))
MAP(ARRAY['a', NULL], ARRAY[1, 2])
MAP(ARRAY['a'], ARRAY[1, 2])
year_of_week(DATE '2023-01-01')
quarter(DATE '2023-11-01')
date_trunc('quarter', DATE '2023-11-17')
date_trunc('hour', TIMESTAMP '2023-11-01 10:59:59.123')
date_trunc('millisecond', TIMESTAMP '2023-11-01 10:59:59.123')
date_add('week', -1, DATE '2023-11-01')
date_add('hour', 1, DATE '2023-11-01')
date_add('millisecond', 1500, TIMESTAMP '2023-11-01 10:00:00.000')
date_diff('month', DATE '2023-01-31', DATE '2023-02-28')
date_diff('week', DATE '2023-11-01', DATE '2023-11-14')
date_diff('second', TIMESTAMP '2023-11-01 10:00:00', TIMESTAMP '2023-11-01 09:59:59')
date_format(TIMESTAMP '2023-11-01 15:04:05.678', '%a %b %c %d %e %f %H %h %I %i %j %k %l %M %m %p %r %S %s %T %v %W %Y %y %%')
date_format(TIMESTAMP '2023-11-01 15:04:05', '%D')
date_format(TIMESTAMP '2023-11-01 15:04:05', '%x-%v')
date_parse('2023-11-01 03:04:05 PM', '%Y-%m-%d %h:%i:%s %p')
date_parse('Nov 1 2023', '%b %e %Y')
date_parse('2023-11-01T10:00:00Z', '%Y-%m-%dT%H:%i:%sZ')
date_parse('2023-11-01 10:00:00.123456', '%Y-%m-%d %H:%i:%s.%f')
format_datetime(TIMESTAMP '2023-11-01 15:04:05', 'EEE, d MMM yyyy hh:mm a')
format_datetime(TIMESTAMP '2023-11-01 15:04:05', 'YYYY-''W''ww-e')
parse_datetime('2023-11-01 10:00:00 America/New_York', 'yyyy-MM-dd HH:mm:ss ZZZ')
parse_datetime('2023-11-01 10:00:00 +0200', 'yyyy-MM-dd HH:mm:ss Z')
from_iso8601_timestamp('2023-11-01')
from_iso8601_timestamp('2023-11-01T10')
from_iso8601_timestamp('2023-W44-3')
from_iso8601_timestamp('2023-305')
from_iso8601_timestamp('2023-11-01T10:00:00.123456Z')
from_unixtime(1698832800.123)
to_unixtime(from_iso8601_timestamp('2023-11-01T10:00:00.5Z'))
to_milliseconds(INTERVAL '1' DAY)
parse_duration('1.5h')
human_readable_seconds(3661)
date(TIMESTAMP '2023-11-01 10:00:00')
extract(DOW FROM DATE '2023-11-05')
extract(WEEK FROM DATE '2023-01-01')
extract(DAY_OF_YEAR FROM DATE '2023-11-05')
TIMESTAMP '2023-11-01 10:00:00.123456'
TIMESTAMP '2023-11-01 10:00:00' = DATE '2023-11-01'
DATE '2023-11-01' < TIMESTAMP '2023-11-01 00:00:01'
ceil(1.2), floor(-1.2)
ceiling(-1.5e0)
round(-1.55, 1)
round(1234.5, -2)
truncate(1.987, 2)
power(2, 10)
log10(1000), ln(1e0)
mod(5.5, 2)
-5 / 2.0
5 % -3
bitwise_not(5), bitwise_xor(5, 3), bitwise_left_shift(1, 3)
to_base(255, 16), from_base('11', 2)
to_hex(md5(to_utf8('a')))
to_hex(sha256(to_utf8('a')))
crc32(to_utf8('a'))
from_utf8(from_base64('w6k='))
url_decode('a%20b+c'), url_encode('a b&c')
url_extract_parameter('https://e.com/?a=1&b=2', 'b')
format('%,d %s %x', 1234567, true, 255)
format('%.2f%%', 12.345)
format_number(1234567)
luhn_check('79927398713')
soundex('Robert')
levenshtein_distance('kitten', 'sitting')
word_stem('running')
starts_with('abc', 'ab'), ends_with('abc', 'bc')
least(1, NULL), greatest('a', 'b')
nullif(1, 1.0)
if(NULL, 1, 2)
-- l. Times have milliseconds, and dates no hours.
CAST('2023-11-01 10:00:00.1235' AS timestamp)
CAST('2023-11-01 10:00:00.1234999' AS timestamp)
CAST('2023-11-01 10:00:00.9999' AS timestamp)
CAST('2023-11-01 10:00:00.123456' AS timestamp(6))
CAST('2023-11-01 10:00:00.123456' AS timestamp(0))
CAST(TIMESTAMP '2023-11-01 10:00:00.123556' AS timestamp)
CAST(TIMESTAMP '2023-11-01 10:00:00.123456' AS varchar)
CAST('2023-11-01 10:00:00.123556 UTC' AS timestamp with time zone)
CAST(from_iso8601_timestamp('2023-11-01T10:00:00.123956Z') AS varchar)
from_iso8601_timestamp('2023-11-01T10:00:00.123956Z')
date_parse('2023-11-01 10:00:00.123956', '%Y-%m-%d %H:%i:%s.%f')
date_parse('2023-11-01 10:00:00.1', '%Y-%m-%d %H:%i:%s.%f')
parse_datetime('2023-11-01 10:00:00.123956', 'yyyy-MM-dd HH:mm:ss.SSSSSS')
from_unixtime(1698832800.123956)
CAST(from_unixtime(1698832800.1239) AS varchar)
CAST(CAST('2023-11-01 10:00:00.123956' AS timestamp) AS varchar)
date_add('second', 1, DATE '2023-11-01')
date_trunc('hour', DATE '2023-11-01')
date_diff('hour', DATE '2023-11-01', DATE '2023-11-02')
date_diff('day', DATE '2023-11-01', TIMESTAMP '2023-11-02 10:00:00')
DATE '2023-11-01' + INTERVAL '1' HOUR
DATE '2023-11-01' + INTERVAL '24' HOUR
DATE '2023-11-01' - INTERVAL '90' MINUTE
-- d. Padding, and states of reduce of any type.
hour(DATE '2023-11-01')
rpad('abc', -1, 'x')
lpad('abc', 5, '')
lpad('abc', 0, 'x')
reduce(ARRAY[1, 2], 0, (s, x) -> s + x, s -> s / 2e0) / 2
typeof(reduce(ARRAY[1, 2], 0, (s, x) -> s + x, s -> s * 1.5))
reduce(ARRAY[1, 2, 4], 0, (s, x) -> s + x, s -> s) / 2
reduce(ARRAY['a', 'b'], 0, (s, x) -> s + length(x), s -> s) / 4
reduce(ARRAY[ARRAY[1, 2], ARRAY[3]], 0, (s, x) -> s + reduce(x, 0, (s2, y) -> s2 + y, r -> r), s -> s)
reduce(ARRAY[1, 2], ARRAY[]::array(bigint), (s, x) -> s || x, s -> s)
reduce(ARRAY[1, 2], CAST(ARRAY[] AS array(bigint)), (s, x) -> s || CAST(x AS bigint), s -> cardinality(s))
reduce(ARRAY['a', 'b', 'a'], CAST(map() AS map(varchar, bigint)), (s, x) -> map_concat(s, map(ARRAY[x], ARRAY[coalesce(element_at(s, x), 0) + 1])), s -> s)
reduce(ARRAY[1.5, 2.25], DECIMAL '0', (s, x) -> CAST(s + x AS decimal(10, 2)), s -> s)
reduce(CAST(NULL AS array(bigint)), 0, (s, x) -> s + x, s -> s)
reduce(ARRAY[true, false], true, (s, x) -> s AND x, s -> s)
SELECT reduce_agg(length(eventname), 0, (s, x) -> s + x, (a, b) -> a + b) FROM logs
SELECT eventsource, reduce(array_agg(length(eventname)), 0e0, (s, x) -> s + x, s -> s / 2) FROM logs GROUP BY 1 ORDER BY 1
-- l. NULL of a function.
lag(1)
SELECT coalesce(to_base(CAST(NULL AS bigint), 16), 'x'), coalesce(upper(NULL), 'x'), coalesce(date_format(CAST(NULL AS timestamp), '%Y'), 'x') FROM logs
SELECT lag(upper(CAST(NULL AS varchar)), 1, 'x') OVER (ORDER BY eventid), lag(url_decode(CAST(NULL AS varchar)), 1, 'x') OVER (ORDER BY eventid), lag(trim(CAST(NULL AS varchar)), 1, 'x') OVER (ORDER BY eventid), lag(regexp_extract(CAST(NULL AS varchar), 'a'), 1, 'x') OVER (ORDER BY eventid) FROM logs
hour(parse_datetime('2023-11-01 10:00:00 +0200', 'yyyy-MM-dd HH:mm:ss Z'))
CAST(parse_datetime('2023-11-01 10:00:00 +0200', 'yyyy-MM-dd HH:mm:ss Z') AS varchar)
to_iso8601(parse_datetime('2023-11-01T10:00:00+02:00', 'yyyy-MM-dd''T''HH:mm:ssZZ'))
date(parse_datetime('2023-11-01 23:00:00 -0700', 'yyyy-MM-dd HH:mm:ss Z'))
-- f. Zones that a literal tells, and what is shown of them.
CAST(TIMESTAMP '2023-11-01 10:00:00.000 +02:00' AS varchar)
hour(TIMESTAMP '2023-11-01 10:00:00 +02:00')
CAST('2023-11-01 10:00:00 +02:00' AS timestamp with time zone)
hour(CAST('2023-11-01 10:00:00 +02:00' AS timestamp with time zone))
CAST(CAST('2023-11-01 10:00:00 America/New_York' AS timestamp with time zone) AS varchar)
CAST('2023-11-01 10:00:00' AS timestamp with time zone)
CAST(TIMESTAMP '2023-11-01 10:00:00' AS timestamp with time zone)
CAST(TIMESTAMP '2023-11-01 10:00:00 -05:00' AS timestamp)
CAST(TIMESTAMP '2023-11-01 22:00:00 -05:00' AS date)
to_unixtime(TIMESTAMP '2023-11-01 22:00:00 -05:00')
SELECT date_format(from_iso8601_timestamp(eventtime) AT TIME ZONE 'America/Los_Angeles', '%W %H'), count(*) FROM logs GROUP BY 1 ORDER BY 1
SELECT format_datetime(from_iso8601_timestamp(eventtime) AT TIME ZONE '+09:00', 'yyyy-MM-dd HH:mm ZZ') FROM logs ORDER BY eventid
SELECT day_of_week(from_iso8601_timestamp(eventtime) AT TIME ZONE 'Asia/Tokyo'), EXTRACT(DAY FROM from_iso8601_timestamp(eventtime) AT TIME ZONE 'Asia/Tokyo') FROM logs ORDER BY eventid
SELECT year(t), month(t), minute(t), week(t), quarter(t), day_of_year(t), second(t), millisecond(t) FROM (SELECT from_iso8601_timestamp(eventtime) AT TIME ZONE 'Asia/Kolkata' t FROM logs) ORDER BY 1, 2, 3, 4, 5, 6, 7
SELECT date_diff('day', from_iso8601_timestamp(eventtime) AT TIME ZONE 'Asia/Tokyo', from_iso8601_timestamp('2023-11-06T00:00:00Z') AT TIME ZONE 'Asia/Tokyo') FROM logs ORDER BY eventid
SELECT to_unixtime(from_iso8601_timestamp(eventtime) AT TIME ZONE 'Asia/Tokyo'), CAST(from_iso8601_timestamp(eventtime) AT TIME ZONE 'Asia/Tokyo' AS time) FROM logs ORDER BY eventid
WITH t AS (SELECT eventid, from_iso8601_timestamp(eventtime) AT TIME ZONE 'Europe/Berlin' AS b FROM logs) SELECT eventid, b, hour(b), CAST(b AS date), b + INTERVAL '1' HOUR, date_trunc('hour', b) FROM t ORDER BY eventid
SELECT min(from_iso8601_timestamp(eventtime) AT TIME ZONE '-05:00'), max(date_trunc('day', from_iso8601_timestamp(eventtime) AT TIME ZONE '-05:00')) FROM logs
SELECT date_trunc('week', from_iso8601_timestamp(eventtime) AT TIME ZONE '-08:00') w, count(*) FROM logs GROUP BY 1 ORDER BY 1
SELECT CASE WHEN hour(from_iso8601_timestamp(eventtime) AT TIME ZONE 'America/New_York') BETWEEN 9 AND 17 THEN 'work' ELSE 'night' END, count(*) FROM logs GROUP BY 1 ORDER BY 1
SELECT eventid FROM logs WHERE date(from_iso8601_timestamp(eventtime) AT TIME ZONE 'Asia/Tokyo') = DATE '2023-11-03' ORDER BY 1
SELECT eventid FROM logs WHERE from_iso8601_timestamp(eventtime) AT TIME ZONE 'Asia/Tokyo' >= TIMESTAMP '2023-11-03 00:00:00 Asia/Tokyo' ORDER BY 1
SELECT at_timezone(from_iso8601_timestamp(eventtime), 'Asia/Tokyo') FROM logs ORDER BY eventid
SELECT CAST(from_iso8601_timestamp(eventtime) AS timestamp) AT TIME ZONE 'Asia/Tokyo' FROM logs ORDER BY eventid
CAST(JSON '{"a":[{"b":1},{"b":2}]}' AS ROW(a ARRAY(ROW(b bigint))))
CAST(JSON '{"a":{"x":"1"}}' AS ROW(a MAP(varchar, bigint)))
CAST(JSON '[{"Key":"a","Value":"b"}]' AS ARRAY(ROW(key varchar, value varchar)))
CAST(JSON '[["a","b"]]' AS ARRAY(ROW(key varchar, value varchar)))
CAST(JSON '[1,2,3]' AS ROW(a bigint, b bigint))
CAST(JSON '{"a":1}' AS ARRAY(bigint))
CAST(JSON '"x"' AS ROW(a bigint))
-- e. More casts.
CAST(JSON 'null' AS ROW(a bigint))
CAST(JSON '[null, {"a":1}]' AS ARRAY(ROW(a bigint)))
CAST(JSON '{"a":null}' AS MAP(varchar, bigint))
CAST(JSON '{"1":"x"}' AS MAP(bigint, varchar))
CAST(JSON '{"a":"true"}' AS MAP(varchar, boolean))
CAST(JSON '[1, "2", 3.7, true, null]' AS ARRAY(bigint))
CAST(JSON '[1, "2", 3.7, true, null]' AS ARRAY(varchar))
CAST(JSON '[1, "2", 3.7, true, null]' AS ARRAY(json))
CAST(JSON '[1, "x"]' AS ARRAY(double))
TRY_CAST(JSON '[1, "x"]' AS ARRAY(double))
CAST(JSON '{"a":{"b":1}}' AS MAP(varchar, json))
CAST(JSON '{"a":1,"a":2}' AS MAP(varchar, bigint))
CAST(JSON '{"a":1,"A":2}' AS ROW(a bigint))
CAST(JSON '{"a":1}' AS ROW("A" bigint))
CAST('443.0' AS bigint)
CAST('443.0' AS decimal(5, 1))
TRY_CAST('4e2' AS integer)
CAST('4e2' AS double)
CAST('+5' AS integer)
CAST('0x10' AS bigint)
TRY_CAST('1_000' AS bigint)
CAST('' AS double)
TRY_CAST(' 5 ' AS double)
CAST('NaN' AS double)
CAST('Infinity' AS double)
TRY_CAST('inf' AS double)
CAST(12.5 AS integer), CAST(13.5 AS integer), CAST(-12.5 AS integer)
CAST(12.5e0 AS integer)
CAST(1e20 AS bigint)
TRY_CAST(1e20 AS bigint)
CAST(true AS integer), CAST(0 AS boolean)
CAST('1' AS boolean), CAST('F' AS boolean)
TRY_CAST('2023-1-5' AS date)
CAST('2023-1-5' AS date)
TRY_CAST('2023-02-30' AS date)
CAST(' 2023-01-05 ' AS date)
TRY_CAST('2023-01-05 10:00' AS timestamp)
TRY_CAST('10:00:00' AS time)
CAST(1.0 AS varchar), CAST(100.00 AS varchar), CAST(0.1e0 AS varchar), CAST(1e-5 AS varchar), CAST(123456789.0e0 AS varchar)
CAST(REAL '1.1' AS varchar)
CAST(ARRAY[1, 2] AS varchar)
CAST(ROW(1, 2) AS varchar)
CAST(MAP(ARRAY['a'], ARRAY[1]) AS MAP(varchar, varchar))
CAST(ROW(1, 'x') AS ROW(a varchar, b varchar))
CAST(ROW(1) AS ROW(a bigint, b bigint))
CAST('abc' AS varbinary)
CAST(json_parse('"x"') AS integer)
TRY_CAST(json_parse('"5"') AS integer)
CAST(json_extract('{"a":"5.5"}', '$.a') AS integer)
CAST(json_extract('{"a":[1,2]}', '$.a') AS array(integer))
CAST(json_extract_scalar('{"a":443.0}', '$.a') AS integer)
CAST(CAST('443.0' AS double) AS integer)
-- f. A day of a zone has 23 to 25 hours.
SELECT with_timezone(TIMESTAMP '2023-11-05 06:15:30.000', 'America/New_York') - INTERVAL '1' DAY
SELECT with_timezone(TIMESTAMP '2023-11-04 06:15:30.000', 'America/New_York') + INTERVAL '1' DAY
SELECT INTERVAL '36' HOUR + with_timezone(TIMESTAMP '2023-11-04 06:15:30.000', 'America/New_York')
SELECT date_add('day', 1, with_timezone(TIMESTAMP '2023-11-04 06:15:30.000', 'America/New_York'))
SELECT date_add('hour', 24, with_timezone(TIMESTAMP '2023-11-04 06:15:30.000', 'America/New_York'))
SELECT date_add('minute', 1440, with_timezone(TIMESTAMP '2023-11-04 06:15:30.000', 'America/New_York'))
SELECT date_add('month', 1, with_timezone(TIMESTAMP '2023-10-31 06:15:30.000', 'America/New_York'))
SELECT with_timezone(TIMESTAMP '2023-10-31 06:15:30.000', 'America/New_York') + INTERVAL '1' MONTH
SELECT with_timezone(TIMESTAMP '2023-11-05 06:15:30.000', 'America/New_York') - with_timezone(TIMESTAMP '2023-11-04 06:15:30.000', 'America/New_York') = INTERVAL '25' HOUR
SELECT date_diff('hour', with_timezone(TIMESTAMP '2023-11-04 06:15:30.000', 'America/New_York'), with_timezone(TIMESTAMP '2023-11-05 06:15:30.000', 'America/New_York'))
SELECT date_diff('day', with_timezone(TIMESTAMP '2023-11-04 06:15:30.000', 'America/New_York'), with_timezone(TIMESTAMP '2023-11-05 06:15:30.000', 'America/New_York'))
SELECT date_diff('minute', with_timezone(TIMESTAMP '2023-03-12 01:30:00.000', 'America/New_York'), with_timezone(TIMESTAMP '2023-03-12 03:30:00.000', 'America/New_York'))
SELECT date_add('hour', 1, with_timezone(TIMESTAMP '2023-03-12 01:30:00.000', 'America/New_York'))
SELECT with_timezone(TIMESTAMP '2023-03-12 01:30:00.000', 'America/New_York') + INTERVAL '30' MINUTE
SELECT date_trunc('day', with_timezone(TIMESTAMP '2023-11-05 06:15:30.000', 'America/New_York')) + INTERVAL '6' HOUR
SELECT eventid, from_iso8601_timestamp(eventtime) AT TIME ZONE 'America/New_York' - INTERVAL '24' HOUR FROM logs ORDER BY eventid
SELECT eventid FROM logs WHERE from_iso8601_timestamp(eventtime) AT TIME ZONE 'America/New_York' > TIMESTAMP '2023-11-05 01:20:00 America/New_York' - INTERVAL '3' DAY ORDER BY 1
SELECT hour(from_iso8601_timestamp(eventtime) AT TIME ZONE 'America/New_York' + INTERVAL '2' HOUR) FROM logs ORDER BY eventid
SELECT to_iso8601(date_add('second', 90, from_iso8601_timestamp(eventtime) AT TIME ZONE 'Europe/London')) FROM logs ORDER BY eventid
SELECT parse_datetime('2023-11-01T10:00:00Z', 'yyyy-MM-dd''T''HH:mm:ssZ')
SELECT parse_datetime('2023-11-01 10:00:00 UTC', 'yyyy-MM-dd HH:mm:ss ZZZ')
SELECT hour(parse_datetime('2023-11-01T10:00:00-0530', 'yyyy-MM-dd''T''HH:mm:ssZ'))
SELECT parse_datetime('2023-11-01T10:00:00-05:30', 'yyyy-MM-dd''T''HH:mm:ssZZ') AT TIME ZONE 'UTC'
SELECT parse_datetime('01/Nov/2023:10:00:00 +0100', 'dd/MMM/yyyy:HH:mm:ss Z')
SELECT parse_datetime(eventtime, 'yyyy-MM-dd''T''HH:mm:ss''Z''') FROM logs ORDER BY eventid
-- f. Casts of texts with zones.
SELECT CAST('2023-11-05 01:30:00 America/New_York' AS timestamp with time zone)
SELECT CAST('2023-11-05 +01:00' AS timestamp with time zone)
SELECT CAST('2023-11-05 10:00 Europe/Berlin' AS timestamp with time zone) AT TIME ZONE 'Asia/Tokyo'
SELECT TRY_CAST('x' AS timestamp with time zone)
SELECT CAST('2023-11-05 10:00 Europe/Berlin' AS timestamp)
SELECT reduce(ARRAY[DECIMAL '1.5', DECIMAL '2.25'], DECIMAL '0.00', (s, x) -> CAST(s + x AS decimal(3,2)), s -> s)
-- i. Elements, casts and divisors of rows that fail on Trino.
SELECT resources[1] FROM logs WHERE eventid = 'e3'
SELECT element_at(resources, 1).arn FROM logs ORDER BY eventid
SELECT resources[cardinality(resources)].type FROM logs WHERE eventid = 'e1'
SELECT resources[-1] FROM logs WHERE eventid = 'e1'
SELECT element_at(resources, -1).type FROM logs WHERE eventid = 'e1'
SELECT try(resources[5]).arn FROM logs WHERE eventid = 'e1'
SELECT CAST(json_extract(requestparameters, '$.instancesSet.items[0]') AS MAP(varchar, varchar)) FROM logs WHERE eventid = 'e5'
SELECT CAST(json_extract(requestparameters, '$.monitoring') AS MAP(varchar, varchar)) FROM logs WHERE eventid = 'e5'
SELECT CAST(json_extract(requestparameters, '$.monitoring') AS MAP(varchar, boolean))['enabled'] FROM logs WHERE eventid = 'e5'
SELECT TRY_CAST(json_extract(requestparameters, '$.instancesSet') AS MAP(varchar, varchar)) FROM logs WHERE eventid = 'e5'
SELECT CAST(json_extract(requestparameters, '$.instancesSet') AS MAP(varchar, json)) FROM logs WHERE eventid = 'e5'
SELECT TRY(CAST(json_parse(requestparameters) AS MAP(varchar, bigint))) FROM logs ORDER BY eventid
SELECT 10 / (CAST(day AS integer) - 2) FROM logs ORDER BY eventid
SELECT try(10 / (CAST(day AS integer) - 2)) FROM logs ORDER BY eventid
SELECT 10 % (CAST(day AS integer) - 2) FROM logs ORDER BY eventid
SELECT 10.0 / (CAST(day AS integer) - 2) FROM logs ORDER BY eventid
SELECT 10e0 / (CAST(day AS integer) - 2) FROM logs ORDER BY eventid
SELECT coalesce(try(10 / (CAST(day AS integer) - 2)), -1), nullif(CAST(day AS integer) - 2, 0) FROM logs ORDER BY eventid
SELECT avg(CAST(day AS integer)) / 0 FROM logs
SELECT sum(1) / sum(0) FROM logs
SELECT CAST(eventname AS bigint) FROM logs
SELECT TRY_CAST(eventname AS bigint), TRY_CAST(day AS integer) FROM logs ORDER BY eventid
SELECT CAST(readonly AS boolean) FROM logs ORDER BY eventid
SELECT CAST(eventtime AS timestamp) FROM logs
SELECT CAST(substr(eventtime, 1, 10) AS date) FROM logs ORDER BY eventid
SELECT json_parse(useragent) FROM logs
SELECT try(json_parse(useragent)) FROM logs ORDER BY eventid
SELECT json_extract_scalar(useragent, '$.a') FROM logs ORDER BY eventid
SELECT map_agg(eventname, eventid) FROM logs
SELECT MAP(array_agg(eventname), array_agg(eventid)) FROM logs
SELECT split(eventsource, '.')[4] FROM logs
SELECT element_at(split(eventsource, '.'), 4) FROM logs ORDER BY eventid
SELECT regexp_extract(eventname, '([a-z]+', 1) FROM logs
SELECT eventname LIKE '%\_%' ESCAPE '\', eventname LIKE 'Get_bject' FROM logs ORDER BY eventid
SELECT substr(eventname, -3), substr(eventname, 100), substr(eventname, 2, -1) FROM logs WHERE eventid = 'e1'
SELECT count(*) * 100 / sum(count(*)) OVER () FROM logs GROUP BY eventname ORDER BY 1
-- l. Numbers, and series of times.
SELECT eventname, round(100.0 * count(*) / sum(count(*)) OVER (), 1) FROM logs GROUP BY 1 ORDER BY 1
SELECT eventname, CAST(count(*) AS double) / sum(count(*)) OVER () FROM logs GROUP BY 1 ORDER BY 1
SELECT eventname, format('%.2f%%', 100e0 * count(*) / 5) FROM logs GROUP BY 1 ORDER BY 1
SELECT sum(CAST(0.1 AS decimal(5, 2))), avg(CAST(0.15 AS decimal(5, 2))), 1.10 * 2, 5.0 - 0.25, CAST(2.5 AS decimal(2, 1)) / 2
SELECT 1.0 / 3 * 3, 100 * 1.0 / 7, 22 / 7.0, 1e0 / 3
SELECT sum(x) / count(*) FROM (VALUES 1, 2, 4) AS t(x)
SELECT sum(x) / count(*), avg(x) FROM (VALUES 1.0, 2.0, 4.5) AS t(x)
SELECT avg(x), sum(x), stddev(x) FROM (VALUES REAL '1.5', REAL '2.5') AS t(x)
SELECT max(x), min(x), count(x) FROM (VALUES 1.5, NULL, 2) AS t(x)
SELECT 5 / 2, -5 / 2, 5 % -2, -5 % 2, 5.5 % 2, mod(-5, 3)
SELECT 9223372036854775807 * 2
SELECT CAST(2147483647 AS integer) + CAST(1 AS integer)
SELECT round(2.5), round(-2.5), round(0.125, 2), round(125, -1), ceil(2.01), floor(-2.01), truncate(2.99)
SELECT CAST(1 AS decimal(3, 1)), CAST(12.345 AS decimal(4, 1)), CAST(999.99 AS decimal(4, 1))
SELECT date_format(from_iso8601_timestamp('2023-11-01T23:30:00+05:30'), '%Y-%m-%d %H:%i'), day(from_iso8601_timestamp('2023-11-01T23:30:00-08:00'))
SELECT d FROM UNNEST(sequence(DATE '2023-10-30', DATE '2023-11-02')) AS t(d) ORDER BY d
SELECT t.d, count(l.eventid) FROM UNNEST(sequence(DATE '2023-11-01', DATE '2023-11-05')) AS t(d) LEFT JOIN logs l ON l."timestamp" = date_format(t.d, '%Y/%m/%d') GROUP BY t.d ORDER BY t.d
SELECT x FROM UNNEST(sequence(TIMESTAMP '2023-11-01 00:00:00', TIMESTAMP '2023-11-01 12:00:00', INTERVAL '6' HOUR)) AS t(x)
SELECT sequence(5, 1, -2), sequence(1, 1), cardinality(sequence(1, 100, 7))
SELECT sequence(1, 5, 0)
SELECT k, count(*) FROM logs CROSS JOIN UNNEST(map_keys(CAST(json_parse(requestparameters) AS MAP(varchar, json)))) AS t(k) GROUP BY k ORDER BY k
-- m. UNNEST, maps, digests and differences of times.
SELECT k, json_format(v) FROM logs CROSS JOIN UNNEST(CAST(json_parse(requestparameters) AS MAP(varchar, json))) AS t(k, v) WHERE eventid = 'e5' ORDER BY k
SELECT eventid, arn, type FROM logs CROSS JOIN UNNEST(resources) AS t(arn, account, type) ORDER BY 1, 2
SELECT eventid, n, type FROM logs CROSS JOIN UNNEST(resources) WITH ORDINALITY AS t(arn, account, type, n) ORDER BY 1, 2
SELECT l.eventid, t.type FROM logs l LEFT JOIN UNNEST(l.resources) AS t(arn, account, type) ON TRUE ORDER BY 1, 2
SELECT eventid FROM logs WHERE any_match(resources, r -> r.type = 'AWS::S3::Bucket')
SELECT eventid, transform(filter(resources, r -> r.accountid IS NOT NULL), r -> r.arn) FROM logs WHERE eventid = 'e1'
SELECT zip(ARRAY[1, 2], ARRAY['a'], ARRAY[true, false])
SELECT map_values(transform_values(histogram(eventname), (k, v) -> v * 10)) FROM logs WHERE eventname = 'GetObject'
SELECT map_entries(histogram(eventsource)) FROM logs WHERE eventsource = 's3.amazonaws.com'
SELECT to_hex(checksum(eventid)), to_hex(xxhash64(to_utf8(eventname))) FROM logs GROUP BY eventname ORDER BY 1
SELECT width_bucket(CAST(day AS integer), 0, 10, 5), width_bucket(CAST(day AS double), ARRAY[1e0, 3e0]) FROM logs ORDER BY eventid
SELECT regexp_replace(useridentity.arn, '(?<=:)\d{12}(?=:)', 'ACCOUNT') FROM logs ORDER BY eventid
SELECT regexp_extract(useridentity.arn, '([^/]+)$'), regexp_extract(useridentity.arn, 'assumed-role/([^/]+)/(?!bob)', 1) FROM logs ORDER BY eventid
SELECT date_diff('day', DATE '2023-11-01', date(from_iso8601_timestamp(eventtime))) FROM logs ORDER BY eventid
SELECT CAST(from_iso8601_timestamp(eventtime) AS date) - INTERVAL '7' DAY, date(from_iso8601_timestamp(eventtime)) + INTERVAL '1' MONTH FROM logs ORDER BY eventid
SELECT date_add('day', -1, date(substr(eventtime, 1, 10))), date_trunc('month', date(substr(eventtime, 1, 10))) FROM logs ORDER BY eventid
SELECT eventname, n FROM (SELECT eventname, count(*) AS n FROM logs GROUP BY eventname) WHERE n > 1
SELECT eventname, count(*) AS n FROM logs GROUP BY eventname HAVING n > 1
SELECT eventname AS e, count(*) FROM logs GROUP BY e
SELECT eventname AS e FROM logs WHERE e = 'x'
SELECT eventname e FROM logs ORDER BY e LIMIT 2
-- p. What Trino refuses has a note or is refused, and all else runs.
SELECT concat('a', 1)
SELECT 'a' || 1
SELECT eventname || CAST(1 AS varchar) FROM logs ORDER BY 1 LIMIT 1
SELECT eventname = 1 FROM logs
SELECT year = 2023 FROM logs
SELECT count(*) FROM logs WHERE day > 1
SELECT datediff('day', DATE '2023-11-01', DATE '2023-11-02')
SELECT to_char(TIMESTAMP '2023-11-01 10:00:00', 'yyyy-mm-dd')
SELECT string_agg(eventname, ',') FROM logs
SELECT list_contains(ARRAY[1], 1)
SELECT eventname ILIKE 'get%' FROM logs
SELECT eventname::varchar FROM logs
SELECT left(eventname, 3) FROM logs
SELECT ifnull(errorcode, 'x') FROM logs
SELECT len(eventname) FROM logs
SELECT json_extract_path_text(requestparameters, 'bucketName') FROM logs
SELECT requestparameters ->> 'bucketName' FROM logs
SELECT * EXCLUDE (eventid) FROM logs
SELECT eventname FROM logs QUALIFY row_number() OVER (PARTITION BY eventname ORDER BY eventtime) = 1
SELECT DISTINCT ON (eventname) eventname FROM logs
SELECT eventname FROM logs LIMIT 1 OFFSET 1
SELECT eventname FROM logs ORDER BY eventid OFFSET 1 LIMIT 1
SELECT eventname, eventid FROM logs GROUP BY ALL
SELECT count() FROM logs
SELECT sum(DISTINCT 1), count(DISTINCT eventname, eventid) FROM logs
SELECT max(eventname) FILTER (WHERE errorcode IS NULL) FROM logs
SELECT eventname FROM logs WHERE eventname IN (SELECT eventname FROM logs GROUP BY 1 HAVING count(*) > 1) ORDER BY eventid
SELECT (SELECT max(eventtime) FROM logs b WHERE b.eventname = a.eventname) FROM logs a ORDER BY a.eventid
SELECT eventsource, eventname, count(*) FROM logs GROUP BY GROUPING SETS ((eventsource), (eventsource, eventname), ()) ORDER BY 1, 2, 3
SELECT eventsource, grouping(eventsource), count(*) FROM logs GROUP BY ROLLUP (eventsource) ORDER BY 1, 2
SELECT eventname FROM logs EXCEPT SELECT 'GetObject' ORDER BY 1
SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS t(n, s) ORDER BY n DESC
TABLE logs
WITH RECURSIVE t(n) AS (VALUES 1 UNION ALL SELECT n + 1 FROM t WHERE n < 3) SELECT sum(n) FROM t
SELECT eventid, lag(eventname) OVER w, first_value(eventname) OVER w FROM logs WINDOW w AS (ORDER BY eventtime) ORDER BY eventid
SELECT eventid, sum(1) OVER (ORDER BY eventtime ROWS BETWEEN 1 PRECEDING AND CURRENT ROW), count(*) OVER (PARTITION BY eventsource) FROM logs ORDER BY eventid
SELECT eventid, count(*) OVER (ORDER BY from_iso8601_timestamp(eventtime) RANGE BETWEEN INTERVAL '1' DAY PRECEDING AND CURRENT ROW) FROM logs ORDER BY eventid
SELECT eventname FROM logs FETCH FIRST 1 ROW ONLY
SELECT eventname FROM logs TABLESAMPLE BERNOULLI (100) ORDER BY 1
SELECT useridentity.sessioncontext.sessionissuer.arn FROM logs ORDER BY eventid
SELECT useridentity.type, count(*) FROM logs GROUP BY useridentity.type ORDER BY 2 DESC, 1
SELECT (useridentity).type FROM logs WHERE eventid = 'e1'
SELECT l.useridentity.arn FROM logs AS l WHERE l.useridentity.type = 'Root'
SELECT approx_percentile(CAST(day AS double), ARRAY[0.5, 0.9]) FROM logs
-- l. Rounding before 1970, steps of zero, names of fields in brackets.
SELECT sequence(DATE '2023-11-01', DATE '2023-11-03', INTERVAL '0' DAY)
SELECT from_unixtime(-0.0005), from_unixtime(-13), from_unixtime(1.5), from_unixtime(-1.5004)
SELECT CAST('1969-12-31 23:59:59.9996' AS timestamp), CAST('1969-12-31 23:59:59.9994' AS timestamp)
SELECT (useridentity).type, (resources[1]).arn, (useridentity.sessioncontext).sessionissuer.arn FROM logs WHERE eventid = 'e1'
SELECT concat('a', eventname) FROM logs ORDER BY 1
