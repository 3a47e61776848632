-- One case a line: an expression, or a query over the table logs.
-- arrays and maps
element_at(ARRAY['a','b'], 1)
element_at(ARRAY['a','b'], 3)
element_at(ARRAY['a','b'], -1)
element_at(ARRAY['a','b'], -3)
element_at(map(ARRAY['a','b'], ARRAY[1,2]), 'b')
element_at(map(ARRAY['a','b'], ARRAY[1,2]), 'c')
element_at(CAST(NULL AS array(varchar)), 1)
cardinality(ARRAY[1,2,NULL])
cardinality(ARRAY[])
cardinality(CAST(NULL AS array(bigint)))
cardinality(map(ARRAY['a','b'], ARRAY[1,2]))
array_distinct(ARRAY['b','a','b',NULL,'a',NULL])
array_distinct(ARRAY[3,1,2,3])
array_distinct(CAST(NULL AS array(bigint)))
array_sort(ARRAY[3,NULL,1,2])
array_join(ARRAY['a',NULL,'c'], ',')
array_join(ARRAY['a',NULL,'c'], ',', '?')
array_join(ARRAY[1,2,3], '-')
array_max(ARRAY[1,3,2])
array_max(ARRAY[1,NULL,2])
array_min(ARRAY['b','a'])
array_position(ARRAY['a','b'], 'b')
array_position(ARRAY['a','b'], 'z')
array_remove(ARRAY['a','b',NULL,'a'], 'a')
array_union(ARRAY[1,2,2], ARRAY[3,1])
array_except(ARRAY[1,2,2,4], ARRAY[2])
arrays_overlap(ARRAY[1,2], ARRAY[2,3])
arrays_overlap(ARRAY[1,2], ARRAY[4,3])
contains(ARRAY['a','b'], 'a')
contains(ARRAY['a','b'], 'z')
contains(ARRAY['a',NULL], 'z')
contains(CAST(NULL AS array(varchar)), 'z')
slice(ARRAY[1,2,3,4], 2, 2)
slice(ARRAY[1,2,3,4], -2, 2)
slice(ARRAY[1,2,3,4], 3, 10)
sequence(1, 4)
sequence(4, 1)
sequence(1, 10, 3)
flatten(ARRAY[ARRAY[1,2],ARRAY[3],NULL])
ARRAY[1,2] || ARRAY[3]
map_keys(map(ARRAY['a','b'], ARRAY[1,2]))
map_values(map(ARRAY['a','b'], ARRAY[1,2]))
split_to_map('a=1;b=2', ';', '=')
ARRAY['a','b'][2]
-- lambdas
filter(ARRAY[1,2,3,4], x -> x % 2 = 0)
filter(ARRAY['a',NULL], x -> x IS NOT NULL)
transform(ARRAY[1,2,3], x -> x * 10)
transform(ARRAY['a','b'], x -> upper(x) || '!')
transform(filter(ARRAY[1,2,3], x -> x > 1), y -> y + 1)
any_match(ARRAY[1,2], x -> x > 1)
any_match(ARRAY[1,NULL], x -> x > 1)
any_match(ARRAY[], x -> true)
all_match(ARRAY[1,2], x -> x > 1)
all_match(ARRAY[], x -> false)
none_match(ARRAY[1,2], x -> x > 5)
reduce(ARRAY[1,2,3], 0, (s, x) -> s + x, s -> s)
reduce(ARRAY[1,2,3], 10, (s, x) -> s + x, s -> s * 2)
zip_with(ARRAY[1,2], ARRAY[10,20], (x, y) -> x + y)
transform_values(map(ARRAY['a','b'], ARRAY[1,2]), (k, v) -> v * 2)
map_filter(map(ARRAY['a','b'], ARRAY[1,2]), (k, v) -> v > 1)
transform(ARRAY[ROW('x', 1), ROW('y', 2)], r -> r[1])
-- text
concat('a', 'b', 'c')
concat('a', NULL, 'c')
concat('a', CAST(NULL AS varchar))
'a' || NULL
split('a,b,,c', ',')
split('a,b,c', ',', 2)
split(NULL, ',')
split_part('a/b/c', '/', 2)
split_part('a/b/c', '/', 4)
split_part('a/b/c', '/', 1)
split_part('', '/', 1)
split_part('abc', '/', 2)
substr('abcdef', 1, 3)
substr('abcdef', 0, 3)
substr('abcdef', -2)
substr('abcdef', -2, 1)
substr('abcdef', -9, 3)
substr('abcdef', 3)
substr('abcdef', 9, 2)
substr('données', 4, 2)
substring('abcdef' FROM 2 FOR 3)
strpos('arn:aws:iam', ':')
strpos('arn:aws:iam', ':', 2)
strpos('abc', 'z')
position('b' IN 'abc')
replace('arn:aws:s3:::x', 'arn:aws:s3:::')
replace('a-b-c', '-', '_')
length('données 😀')
upper('é') || lower('É')
reverse('abc')
lpad('7', 3, '0')
rpad('a', 3, 'xy')
trim('  a ')
trim(BOTH 'x' FROM 'xxaxx')
starts_with('abc', 'ab')
concat_ws(',', 'a', NULL, 'b')
levenshtein_distance('kitten', 'sitting')
chr(65)
codepoint('é')
translate('abc', 'ab', 'xy')
'AWS' LIKE 'A%'
'a_b' LIKE 'a\_b' ESCAPE '\'
'axb' LIKE 'a\_b' ESCAPE '\'
to_hex(md5(to_utf8('abc')))
to_hex(sha256(to_utf8('abc')))
from_utf8(from_hex('616263'))
to_base64(to_utf8('hello'))
url_extract_host('https://example.com:8443/a?b=c#d')
url_extract_parameter('https://example.com/a?b=c%20d', 'b')
url_extract_path('https://example.com/a/b?c')
format('%s has %d', 'x', 3)
-- regular expressions
regexp_like('192.0.2.1', '^\d')
regexp_like('abc', 'B')
regexp_like('abc', '(?i)B')
regexp_extract('user/alice', '/(\w+)')
regexp_extract('user/alice', '/(\w+)', 1)
regexp_extract('user', '/(\w+)', 1)
regexp_extract(NULL, 'a')
regexp_extract_all('a1b22', '\d+')
regexp_replace('a1b22', '\d+')
regexp_replace('a1b22', '(\d+)', '<$1>')
regexp_split('a1b22c', '\d+')
regexp_count('a1b22', '\d')
-- json
json_extract_scalar('{"a":"x"}', '$.a')
json_extract_scalar('{"a":{"b":"y"}}', '$.a.b')
json_extract_scalar('{"a":{"b":"y"}}', '$.a')
json_extract_scalar('{"a":[1,2]}', '$.a')
json_extract_scalar('{"a":[1,2]}', '$.a[1]')
json_extract_scalar('{"a":[1,2]}', '$.a[7]')
json_extract_scalar('{"a":null}', '$.a')
json_extract_scalar('{"a":true}', '$.a')
json_extract_scalar('{"a":1024.0}', '$.a')
json_extract_scalar('{"a":42}', '$.a')
json_extract_scalar('{"x-amz-copy-source":"q"}', '$["x-amz-copy-source"]')
json_extract_scalar('{"a.b":"q"}', '$["a.b"]')
json_extract_scalar('{"a b":{"c":1}}', '$["a b"].c')
json_extract_scalar('{"aws:x":"v"}', '$.aws:x')
json_extract_scalar('{"a":"caf\u00e9 \"q\""}', '$.a')
json_extract_scalar('not json', '$.a')
json_extract_scalar('{"a":', '$.a')
json_extract_scalar('', '$.a')
json_extract_scalar(CAST(NULL AS varchar), '$.a')
json_extract_scalar('"text"', '$')
json_extract_scalar('{"A":1}', '$.a')
json_format(json_extract('{"a":{"b":[1,"x"]}}', '$.a'))
json_extract('not json', '$.a')
json_extract('{"a":1}', '$.b')
CAST(json_extract('{"a":"x"}', '$.a') AS varchar)
CAST(json_extract('{"a":5}', '$.a') AS varchar)
CAST(json_extract('{"a":true}', '$.a') AS varchar)
CAST(json_extract('{"a":null}', '$.a') AS varchar)
CAST(json_extract('{"a":[1]}', '$.a') AS varchar)
TRY_CAST(json_extract('{"a":[1]}', '$.a') AS varchar)
CAST(json_extract('{"a":"42"}', '$.a') AS bigint)
CAST(json_extract('{"a":42}', '$.a') AS integer)
CAST(json_extract('{"a":4.5}', '$.a') AS double)
CAST(json_extract('{"a":["x","y"]}', '$.a') AS array(varchar))
CAST(json_extract('{"a":{"k":"v","n":1}}', '$.a') AS map(varchar, varchar))
CAST(json_parse('[1,2,3]') AS array(bigint))
map_keys(CAST(json_parse('{"k":{"a":1}}') AS map(varchar, json)))
json_format(json_parse('{"a": 1, "b": [1, 2]}'))
json_format(CAST('abc' AS json))
json_format(CAST(ARRAY[1,2] AS json))
json_format(CAST(map(ARRAY['a'], ARRAY[1]) AS json))
try(json_parse('{bad'))
json_array_length('[1,2,3]')
json_array_length('{"a":1}')
json_array_length('bad')
json_format(json_array_get('["a","b"]', 1))
json_array_get('["a","b"]', 5)
json_format(json_array_get('["a","b"]', -1))
json_extract_scalar(json_array_get('[{"t":"COMPLIANT"}]', 0), '$.t')
json_array_contains('["a","b"]', 'b')
json_array_contains('[1,2]', 3)
json_size('{"a":[1,2,3]}', '$.a')
json_size('{"a":{"b":1,"c":2}}', '$.a')
json_size('{"a":1}', '$.a')
is_json_scalar('1')
is_json_scalar('[1]')
-- casts
CAST('42' AS bigint)
TRY_CAST('42.5' AS bigint)
TRY_CAST(' 42' AS bigint)
TRY_CAST('abc' AS bigint)
CAST('1e3' AS double)
CAST(2.5e0 AS bigint)
CAST(-2.5e0 AS bigint)
CAST(2.5 AS bigint)
CAST(1e0 AS varchar)
CAST(12345678.9e0 AS varchar)
CAST(0.00001e0 AS varchar)
CAST(true AS varchar)
CAST(42 AS varchar)
CAST(1.50 AS varchar)
CAST('true' AS boolean)
CAST(DATE '2023-11-01' AS varchar)
CAST(from_iso8601_timestamp('2023-11-01T10:00:00Z') AS varchar)
CAST(CAST('2023-11-01 10:00:00' AS timestamp) AS varchar)
CAST('abcdef' AS varchar(3))
CAST('2023-11-01' AS date)
TRY_CAST('2023-11-01T10:00:00Z' AS date)
TRY_CAST('2023-11-01T10:00:00Z' AS timestamp)
CAST('2023-11-01 10:00:00.123' AS timestamp)
CAST(from_iso8601_timestamp('2023-11-01T23:30:00Z') AS date)
CAST(from_iso8601_timestamp('2023-11-01T10:00:00Z') AS timestamp)
CAST(ARRAY['1','2'] AS array(bigint))
CAST(ROW('x', 1) AS row(a varchar, b bigint)).a
-- numbers
7 / 2
-7 / 2
7 % 3
-7 % 3
7.0 / 2
7e0 / 2
1 / 3
CAST(1 AS double) / 3
try(1 / 0)
round(2.5e0)
round(-2.5e0)
round(2.345e0, 2)
truncate(-2.7e0)
ceil(2.1e0)
mod(7, 3)
greatest(1, 3, 2)
greatest(1, NULL, 2)
least('b', 'a')
power(2, 10)
log(2, 8)
bitwise_and(6, 3)
to_base(255, 16)
is_nan(nan())
infinity()
-- conditions
if(1 = 1, 'a', 'b')
if(1 = 2, 'a')
coalesce(NULL, 'x')
nullif('a', 'a')
try(CAST('x' AS bigint))
CASE WHEN NULL THEN 1 ELSE 2 END
NULL IN (1, 2)
1 IN (2, NULL)
'a' IS DISTINCT FROM NULL
-- dates and times
from_iso8601_timestamp('2023-11-01T10:00:00Z')
from_iso8601_timestamp('2023-11-01T10:00:00.123Z')
from_iso8601_timestamp('2023-11-01T10:00:00+02:00')
from_iso8601_timestamp('2023-11-01T10:00')
from_iso8601_timestamp('2023-11-01')
from_iso8601_timestamp('2023-W44-3')
try(from_iso8601_timestamp('2023-11-01 10:00:00'))
try(from_iso8601_timestamp('nonsense'))
from_iso8601_date('2023-11-01')
from_unixtime(1698832800)
to_unixtime(from_iso8601_timestamp('2023-11-01T10:00:00Z'))
to_iso8601(from_iso8601_timestamp('2023-11-01T10:00:00Z'))
to_iso8601(DATE '2023-11-01')
date('2023-11-01')
date(from_iso8601_timestamp('2023-11-01T23:59:59Z'))
date_trunc('hour', from_iso8601_timestamp('2023-11-01T10:59:59Z'))
date_trunc('day', from_iso8601_timestamp('2023-11-01T10:59:59Z'))
date_trunc('week', DATE '2023-11-05')
date_trunc('month', DATE '2023-11-05')
CAST(date_trunc('month', DATE '2023-11-05') AS varchar)
date_add('day', -30, DATE '2023-11-05')
CAST(date_add('day', -30, DATE '2023-11-05') AS varchar)
date_add('hour', 5, from_iso8601_timestamp('2023-11-01T22:00:00Z'))
date_add('month', 1, DATE '2023-01-31')
date_add('minute', 90, TIMESTAMP '2023-11-01 10:00:00')
date_diff('day', from_iso8601_timestamp('2023-11-01T23:00:00Z'), from_iso8601_timestamp('2023-11-02T01:00:00Z'))
date_diff('hour', from_iso8601_timestamp('2023-11-01T10:59:00Z'), from_iso8601_timestamp('2023-11-01T12:01:00Z'))
date_diff('day', DATE '2023-11-05', DATE '2023-11-01')
date_diff('month', DATE '2023-01-31', DATE '2023-02-28')
date_diff('second', TIMESTAMP '2023-11-01 10:00:00', TIMESTAMP '2023-11-01 10:00:01.999')
date_diff('week', DATE '2023-11-05', DATE '2023-11-13')
DATE '2023-11-05' - INTERVAL '7' DAY
CAST(DATE '2023-11-05' - INTERVAL '7' DAY AS varchar)
TIMESTAMP '2023-11-05 00:00:00' + INTERVAL '90' MINUTE
TIMESTAMP '2023-11-05 00:00:00' - INTERVAL '1' MONTH
DATE '2023-03-31' - INTERVAL '1' MONTH
TIMESTAMP '2023-11-05 00:00:00' + INTERVAL '1 02:03:04' DAY TO SECOND
date_format(from_iso8601_timestamp('2023-11-01T09:05:03Z'), '%Y-%m-%d %H:%i:%s')
date_format(from_iso8601_timestamp('2023-11-01T09:05:03Z'), '%Y/%m/%d')
date_format(from_iso8601_timestamp('2023-11-01T09:05:03Z'), '%c %e %k %l %p %y')
date_format(from_iso8601_timestamp('2023-11-01T21:05:03.456Z'), '%a %b %M %W %j %h %I %f')
date_format(from_iso8601_timestamp('2023-01-01T21:05:03Z'), '%x-%v %T %r %%')
date_format(DATE '2023-11-01', '%Y/%m/%d')
date_format(TIMESTAMP '2023-11-01 10:00:00', concat('%Y', '%m'))
date_parse('2023-11-01 10:05:00', '%Y-%m-%d %H:%i:%s')
date_parse('2023-11-01T10:05:00Z', '%Y-%m-%dT%H:%i:%sZ')
date_parse('01/Nov/2023', '%d/%b/%Y')
date_parse('10:05', '%H:%i')
date_parse('2023-11', '%Y-%m')
try(date_parse('2023-13-01', '%Y-%m-%d'))
try(date_parse('2023-11-01x', '%Y-%m-%d'))
parse_datetime('2023-11-01T10:05:00Z', 'yyyy-MM-dd''T''HH:mm:ss''Z''')
parse_datetime('2023-11-01 10:05:00 +0200', 'yyyy-MM-dd HH:mm:ss Z')
parse_datetime('2023/11/01', 'yyyy/MM/dd')
format_datetime(from_iso8601_timestamp('2023-11-01T09:05:03Z'), 'yyyy-MM-dd HH:mm:ss')
format_datetime(from_iso8601_timestamp('2023-11-01T09:05:03Z'), 'EEE, d MMM yyyy h:mm a')
format_datetime(from_iso8601_timestamp('2023-11-01T09:05:03.456Z'), 'yyyyMMdd''T''HHmmss.SSS')
format_datetime(from_iso8601_timestamp('2023-11-01T09:05:03Z'), 'D w e')
hour(from_iso8601_timestamp('2023-11-01T23:30:00Z'))
day_of_week(DATE '2023-11-05')
day_of_week(DATE '2023-11-06')
day_of_year(DATE '2023-11-05')
week(DATE '2023-01-01')
year_of_week(DATE '2023-01-01')
quarter(DATE '2023-11-05')
month(DATE '2023-11-05')
millisecond(TIMESTAMP '2023-11-01 10:00:01.250')
last_day_of_month(DATE '2024-02-05')
EXTRACT(YEAR FROM DATE '2023-11-05')
EXTRACT(DOW FROM DATE '2023-11-05')
from_iso8601_timestamp('2023-11-01T10:00:00Z') AT TIME ZONE 'America/New_York'
date_format(from_iso8601_timestamp('2023-11-01T02:00:00Z') AT TIME ZONE 'America/New_York', '%Y-%m-%d %H:%i')
date_format(from_iso8601_timestamp('2023-11-01T02:00:00Z') AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Tokyo', '%Y-%m-%d %H:%i')
hour(TIMESTAMP '2023-11-01 02:00:00' AT TIME ZONE 'Asia/Tokyo')
CAST(from_iso8601_timestamp('2023-11-01T02:00:00Z') AT TIME ZONE 'America/New_York' AS date)
from_iso8601_timestamp('2023-11-01T02:00:00Z') AT TIME ZONE 'America/New_York' = from_iso8601_timestamp('2023-11-01T02:00:00Z')
from_iso8601_timestamp('2023-11-01T02:00:00Z') AT TIME ZONE 'America/New_York' > TIMESTAMP '2023-11-01 01:00:00'
TIMESTAMP '2023-11-01 10:00:00 America/New_York' = from_iso8601_timestamp('2023-11-01T14:00:00Z')
date_format(at_timezone(from_iso8601_timestamp('2023-07-01T02:00:00Z'), 'Europe/Berlin'), '%H')
to_unixtime(with_timezone(TIMESTAMP '2023-11-01 10:00:00', 'America/New_York'))
human_readable_seconds(3762)
TIMESTAMP '2023-11-01 10:00:00' + parse_duration('1.5h')
-- addresses
CAST('10.1.2.3' AS ipaddress) > IPADDRESS '10.0.0.0'
CAST('9.255.255.255' AS ipaddress) < IPADDRESS '10.0.0.0'
CAST('2001:db8::1' AS ipaddress) > IPADDRESS '192.0.2.1'
CAST(IPADDRESS '10.1.2.3' AS varchar)
CAST(IPADDRESS '2001:0db8:0:0::1' AS varchar)
TRY_CAST('ec2.amazonaws.com' AS ipaddress) IS NULL
contains('10.0.0.0/8', IPADDRESS '10.1.2.3')
contains('10.0.0.0/8', IPADDRESS '11.1.2.3')
contains('2001:db8::/32', CAST('2001:db8::1' AS ipaddress))
CAST('10.1.2.3' AS ipaddress) BETWEEN IPADDRESS '10.0.0.0' AND IPADDRESS '10.255.255.255'
-- queries
SELECT eventname, count(*) FROM logs GROUP BY eventname ORDER BY 2 DESC, 1
SELECT useridentity.type, useridentity.sessioncontext.sessionissuer.arn FROM logs ORDER BY eventid
SELECT eventid, r.arn FROM logs CROSS JOIN UNNEST(resources) AS r(arn, accountid, type) ORDER BY 1, 2
SELECT eventid, arn, n FROM logs CROSS JOIN UNNEST(resources) WITH ORDINALITY AS r(arn, accountid, type, n) ORDER BY 1, 3
SELECT eventid, type FROM logs LEFT JOIN UNNEST(resources) AS r(arn, accountid, type) ON true ORDER BY 1, 2
SELECT x, y FROM UNNEST(ARRAY[1,2], ARRAY['a']) AS t(x, y) ORDER BY 1
SELECT k, v FROM UNNEST(map(ARRAY['a','b'], ARRAY[1,2])) AS t(k, v) ORDER BY 1
SELECT x, n FROM UNNEST(ARRAY['b','a']) WITH ORDINALITY AS t(x, n) ORDER BY 2
SELECT item FROM logs CROSS JOIN UNNEST(CAST(json_extract(requestparameters, '$.instancesSet.items') AS array(json))) AS t(item) WHERE eventname = 'RunInstances' ORDER BY json_extract_scalar(item, '$.imageId')
SELECT eventid, element_at(resources, 1).type FROM logs ORDER BY 1
SELECT eventid FROM logs WHERE cardinality(filter(resources, r -> r.type = 'AWS::S3::Bucket')) > 0
SELECT eventid FROM logs WHERE regexp_like(sourceipaddress, '^\d') AND TRY_CAST(sourceipaddress AS ipaddress) > IPADDRESS '100.0.0.0' ORDER BY 1
SELECT eventid FROM logs WHERE contains('10.0.0.0/8', TRY_CAST(sourceipaddress AS ipaddress))
SELECT date_trunc('hour', from_iso8601_timestamp(eventtime)) AS hour, count(*) AS n FROM logs GROUP BY 1 ORDER BY 1
SELECT eventid FROM logs WHERE from_iso8601_timestamp(eventtime) BETWEEN TIMESTAMP '2023-11-02 00:00:00' AND TIMESTAMP '2023-11-03 00:00:00' ORDER BY 1
SELECT array_distinct(array_agg(eventname)) FROM (SELECT eventname FROM logs ORDER BY eventid) t
SELECT array_sort(array_agg(DISTINCT errorcode)) FROM logs
SELECT count(errorcode), count(DISTINCT useridentity.type), count_if(readonly = 'true') FROM logs
SELECT approx_distinct(eventname), min(eventtime), max_by(eventname, eventtime) FROM logs
SELECT listagg(eventname, '|') WITHIN GROUP (ORDER BY eventid) FROM logs
SELECT eventid, lag(errorcode) IGNORE NULLS OVER (ORDER BY eventid) FROM logs ORDER BY 1
SELECT eventid, row_number() OVER (PARTITION BY eventsource ORDER BY eventtime DESC) FROM logs ORDER BY 1
SELECT eventname, errorcode FROM logs ORDER BY errorcode DESC, eventid
SELECT eventname, errorcode FROM logs ORDER BY errorcode, eventid OFFSET 1 ROWS FETCH FIRST 2 ROWS ONLY
WITH a AS (SELECT eventname AS n, count(*) AS c FROM logs GROUP BY eventname) SELECT n FROM a WHERE c > 1
SELECT eventid, upper(eventname) FROM logs ORDER BY 1
SELECT eventid, json_extract_scalar(requestparameters, '$.key') AS key FROM logs WHERE requestparameters LIKE '%"key"%' ORDER BY 1
SELECT eventid, CAST(json_extract_scalar(additionaleventdata, '$.bytesTransferredOut') AS double) FROM logs ORDER BY 1
SELECT sum(CAST(json_extract_scalar(additionaleventdata, '$.bytesTransferredOut') AS double)) AS bytes FROM logs
SELECT year || '-' || month || '-' || day AS d, count(*) FROM logs WHERE "timestamp" >= '2023/11/02' GROUP BY year, month, day ORDER BY 1
SELECT map_agg(eventid, eventname) FROM logs
SELECT histogram(eventname) FROM logs
SELECT split_part(useridentity.arn, '/', 2) AS role, count(*) FROM logs GROUP BY split_part(useridentity.arn, '/', 2) ORDER BY 2 DESC, 1
SELECT eventname, grouping(eventname) FROM logs GROUP BY GROUPING SETS ((eventname), ()) ORDER BY 2, 1
SELECT eventid FROM logs WHERE errorcode NOT IN ('AccessDenied') ORDER BY 1
SELECT eventid FROM logs WHERE (CASE WHEN errorcode IS NULL THEN 'ok' ELSE 'error' END) = 'ok' ORDER BY 1
SELECT approx_percentile(length(eventname), 0.5) FROM logs
SELECT arbitrary(eventsource), bool_and(readonly = 'true'), every(eventid <> '') FROM logs WHERE eventsource = 's3.amazonaws.com'
SELECT json_extract_scalar(max_by(requestparameters, eventtime), '$.instancesSet.items[1].imageId') FROM logs
SELECT TRY_CAST(max(eventname) AS bigint), CAST(count(*) AS varchar) FROM logs
SELECT eventid, date_diff('hour', lag(from_iso8601_timestamp(eventtime)) OVER (ORDER BY eventtime), from_iso8601_timestamp(eventtime)) FROM logs ORDER BY 1
SELECT date_trunc('day', from_iso8601_timestamp(eventtime)) AS d, count(*) FROM logs GROUP BY date_trunc('day', from_iso8601_timestamp(eventtime)) ORDER BY d
SELECT useridentity.type, useridentity.arn FROM logs GROUP BY useridentity, useridentity.type ORDER BY 1, 2
SELECT eventid FROM logs WHERE from_iso8601_timestamp(eventtime) AT TIME ZONE 'America/New_York' >= TIMESTAMP '2023-11-02 23:00:00' ORDER BY 1
SELECT greatest(max(eventtime), min(eventtime)), least(max(eventid), NULL) FROM logs
SELECT CAST(date_trunc('week', from_iso8601_timestamp(eventtime)) AS date), count(*) FROM logs GROUP BY 1 ORDER BY 1
SELECT l.eventid, m.n FROM logs l JOIN (SELECT eventsource, count(*) AS n FROM logs GROUP BY eventsource) m ON l.eventsource = m.eventsource WHERE m.n > 1 ORDER BY 1
-- what fails, and what does not
1 / 0
7 % 0
try(7 % 0)
1 / (eventcount - eventcount) FROM (VALUES (3)) AS t(eventcount)
try(10 / (x - x)) FROM (VALUES (3)) AS t(x)
coalesce(try(1 / 0), -1)
CASE WHEN x = 0 THEN NULL ELSE 6 / x END FROM (VALUES (0)) AS t(x)
6 / x FROM (VALUES (4), (NULL)) AS t(x) ORDER BY 1
IF(x <> 0, 100 / x) FROM (VALUES (0)) AS t(x)
10 / NULLIF(0, 0)
9 / 2 / 2
9 / 2 * 2
2 * 9 / 4
-9 / -2
2 + 9 % 4 / 2
(1 + 8) / (1 + 1)
sum(x) / count(*) FROM (VALUES (3), (4)) AS t(x)
count(*) / 0 FROM (VALUES (3), (4)) AS t(x)
cardinality(ARRAY[1,2,3]) / 2
map(ARRAY['a'], ARRAY[1])['a']
try(map(ARRAY['a'], ARRAY[1])['b'])
ARRAY[1,2][2]
try(ARRAY[1,2][3])
3 * -3 / CAST(2 AS integer)
-7 % length('abc')
12 / length('ab') / length('abc')
12 / (length('ab') * 3) + 1
2 * length('abcd') / length('abc')
2 + length('abcd') / length('ab') * 3 - 1
100 / CASE WHEN true THEN length('abc') ELSE 0 END
CASE WHEN true THEN 7 ELSE 0 END / length('ab')
7 / ARRAY[1,2][2]
7 / -length('ab')
CAST(NULL AS integer) / (length('a') - 1)
length('') / 1.0
CAST(5 AS double) % length('')
SELECT eventid, 12 / count(*) OVER (PARTITION BY eventname) AS a, sum(12) OVER (PARTITION BY eventname) / count(*) OVER () AS b FROM logs ORDER BY 1
SELECT count(*) FILTER (WHERE eventname = 'GetObject') / count(*) FILTER (WHERE eventid = 'e1') FROM logs
SELECT sum(length(eventname)) / count(*), sum(length(eventname)) % count(*) FROM logs WHERE eventid = 'none'
SELECT length(eventname) / length(eventid) AS n, count(*) FROM logs GROUP BY length(eventname) / length(eventid) ORDER BY 1
SELECT eventid FROM logs WHERE length(eventid) <> 2 AND 1 / (length(eventid) - 2) > 0
-- unnest
SELECT eventid, a, b FROM logs CROSS JOIN UNNEST(ARRAY[1,2,3], split(eventname, 'e')) AS t(a, b) WHERE eventid IN ('e1', 'e5') ORDER BY eventid, a
SELECT eventid, a, b, n FROM logs CROSS JOIN UNNEST(ARRAY[1], ARRAY['x','y']) WITH ORDINALITY AS t(a, b, n) WHERE eventid = 'e1' ORDER BY n
SELECT eventid, x, y FROM logs CROSS JOIN UNNEST(ARRAY[1,2]) AS t(x) CROSS JOIN UNNEST(ARRAY[x, x * 10]) AS u(y) WHERE eventid = 'e1' ORDER BY x, y
SELECT eventid, k, v FROM logs CROSS JOIN UNNEST(map(ARRAY['name', 'region'], ARRAY[eventname, awsregion])) AS m(k, v) WHERE eventid < 'e3' ORDER BY 1, 2
SELECT eventid, m.k, m.v, m.n FROM logs CROSS JOIN UNNEST(map(ARRAY['name'], ARRAY[eventname])) WITH ORDINALITY AS m(k, v, n) ORDER BY 1
SELECT eventid, r.type, r.accountid FROM logs CROSS JOIN UNNEST(resources) AS r(arn, accountid, type) WHERE r.accountid IS NULL ORDER BY 1, 2
WITH parts AS (SELECT eventid, split(sourceipaddress, '.') AS list FROM logs) SELECT eventid, item FROM parts CROSS JOIN UNNEST(list) AS t(item) ORDER BY eventid, item
WITH parts AS (SELECT eventid AS id, split(eventid, 'e') AS ids FROM logs) SELECT p.id, t.id FROM parts p CROSS JOIN UNNEST(p.ids) AS t(id) ORDER BY p.id, t.id
SELECT s.id, x FROM (SELECT eventid AS id, ARRAY[eventname, awsregion] AS list FROM logs) s CROSS JOIN UNNEST(s.list) AS t(x) WHERE s.id = 'e1' ORDER BY x
SELECT v.a, t.x FROM (VALUES (1, ARRAY[1,2]), (2, NULL), (3, ARRAY[]), (4, ARRAY[NULL])) AS v(a, list) CROSS JOIN UNNEST(list) AS t(x) ORDER BY 1, 2
SELECT v.a, t.x FROM (VALUES (1, ARRAY[1,2]), (2, NULL), (3, ARRAY[]), (4, ARRAY[NULL])) AS v(a, list) LEFT JOIN UNNEST(list) AS t(x) ON true ORDER BY 1, 2
SELECT eventid, (SELECT max(y) FROM UNNEST(ARRAY[x, 5]) AS u(y)) FROM logs CROSS JOIN UNNEST(ARRAY[1, 9]) AS t(x) WHERE eventid = 'e1' ORDER BY x
SELECT x, sum(x) OVER (PARTITION BY eventid ORDER BY x) AS total FROM logs CROSS JOIN UNNEST(ARRAY[3,1,2]) AS t(x) WHERE eventid = 'e1' ORDER BY x
SELECT eventid, transform(list, r -> r || '!') FROM logs CROSS JOIN UNNEST(ARRAY[ARRAY[eventname]]) AS t(list) CROSS JOIN UNNEST(ARRAY['unused']) AS u(r) WHERE eventid = 'e1'
SELECT useridentity.arn, useridentity.sessioncontext.sessionissuer.arn, x FROM logs l CROSS JOIN UNNEST(split(useridentity.arn, '/')) AS t(x) WHERE l.useridentity.type = 'AssumedRole' ORDER BY 1, 3, eventid
SELECT * FROM (SELECT eventid, ARRAY['b','a'] AS list FROM logs WHERE eventid = 'e1') s CROSS JOIN UNNEST(list) AS t(x) ORDER BY x
SELECT t.* FROM logs CROSS JOIN UNNEST(ARRAY['b','a']) AS t(x) WHERE eventid = 'e1' ORDER BY x
SELECT json_extract_scalar(item, '$.imageId') AS image FROM logs CROSS JOIN UNNEST(CAST(json_extract(requestparameters, '$.instancesSet.items') AS array(json))) AS t(item) ORDER BY image
x FROM (VALUES 3, NULL, 1 + 1) AS t(x) ORDER BY 1
SELECT v.a, t.x FROM (VALUES (1, ARRAY[1,2]), (2, NULL)) AS v(a, list), UNNEST(list) AS t(x), (VALUES 'p') AS w(b) ORDER BY 1, 2
SELECT * FROM (VALUES ROW(1, 2), (3, 4)) AS t(a, b) ORDER BY a
-- partition columns beside values that are no plain literal, and as parts of expressions
SELECT count(*) FROM logs WHERE year||month||day >= '20231102'
SELECT year||month||day AS d, eventid FROM logs WHERE year||month||day >= '20231102' ORDER BY 2
SELECT eventid FROM logs WHERE year || '-' || month || '-' || day >= '2023-11-02' ORDER BY 1
SELECT eventid FROM logs WHERE year || '/' || month || '/' || day BETWEEN '2023/11/02' AND '2023/11/04' ORDER BY 1
SELECT eventid, day FROM logs WHERE year||month = '202311' AND day = '02' ORDER BY 1
SELECT eventid FROM logs WHERE year||month||day IN ('20231102', '20231105') ORDER BY 1
SELECT eventid FROM logs WHERE concat(year, month, day) = '20231105'
SELECT eventid FROM logs WHERE "timestamp" >= date_format(DATE '2023-11-02', '%Y/%m/%d') ORDER BY 1
SELECT eventid FROM logs WHERE "timestamp" BETWEEN date_format(DATE '2023-11-02', '%Y/%m/%d') AND date_format(date_add('day', 1, DATE '2023-11-03'), '%Y/%m/%d') ORDER BY 1
SELECT eventid FROM logs WHERE "timestamp" >= date_format(date_parse('2023-11-02', '%Y-%m-%d'), '%Y/%m/%d') ORDER BY 1
SELECT eventid FROM logs WHERE "timestamp" >= date_format(from_iso8601_timestamp('2023-11-02T00:00:00Z'), '%Y/%m/%d') ORDER BY 1
SELECT eventid FROM logs WHERE "timestamp" >= format_datetime(TIMESTAMP '2023-11-02 00:00:00', 'yyyy/MM/dd') ORDER BY 1
SELECT eventid FROM logs WHERE "timestamp" = replace(CAST(DATE '2023-11-02' AS varchar), '-', '/') ORDER BY 1
SELECT eventid FROM logs WHERE "timestamp" = replace('2023-11-02', '-', '/') ORDER BY 1
SELECT eventid FROM logs WHERE "timestamp" LIKE '2023/11/%' ORDER BY 1
SELECT eventid FROM logs WHERE day = date_format(DATE '2023-11-02', '%d') ORDER BY 1
SELECT eventid FROM logs WHERE day = substr('2023-11-02', 9, 2) AND month = substr('2023-11-02', 6, 2) ORDER BY 1
SELECT eventid FROM logs WHERE CAST(day AS integer) > 1 AND CAST(month AS integer) = 11 ORDER BY 1
SELECT eventid FROM logs WHERE date_parse(year || month || day, '%Y%m%d') >= TIMESTAMP '2023-11-02 00:00:00' ORDER BY 1
SELECT eventid FROM logs WHERE day IN (date_format(DATE '2023-11-02', '%d'), '05') ORDER BY 1
SELECT eventid FROM logs WHERE date_format(DATE '2023-11-02', '%Y/%m/%d') <= "timestamp" ORDER BY 1
-- JSON paths, casts of JSON, decimals, and names that both engines have
json_value('{"a":{"b":"c"}}', 'lax $.a.b')
json_value('{"a":1.50}', 'lax $.a')
json_value('{"a":true}', 'lax $.a')
json_value('{"a":null}', 'lax $.a')
json_value('{"a":[1,2]}', 'lax $.a')
json_value('{"a":[1,2]}', 'lax $.a[0]')
json_value('{"a":[1,2]}', 'lax $.a[last]')
json_value('{"a":[{"b":1},{"b":2}]}', 'lax $.a.b')
json_value('{"a":[{"b":1}]}', 'lax $.a.b')
json_value('{"a":1}', 'lax $.b')
json_value('{"a":1}', 'strict $.b')
json_value('{"a":1}', 'lax $.b' DEFAULT 'x' ON EMPTY)
json_value('{"a":1}', 'strict $.b' DEFAULT 'x' ON ERROR)
json_value('{"a":1}', 'lax $.b' ERROR ON EMPTY)
json_value('{"a":[1]}', 'lax $' ERROR ON ERROR)
json_value('{"a":"12"}', 'lax $.a' RETURNING bigint)
json_value('{"a":12}', 'lax $.a' RETURNING bigint)
json_value('{"a":12.5}', 'lax $.a' RETURNING bigint)
json_value('{"a":"x"}', 'lax $.a' RETURNING bigint)
json_value('{"a":1e3}', 'lax $.a')
json_value('{"a":12345678901234567890}', 'lax $.a')
json_value('not json', 'lax $.a')
json_value(NULL, 'lax $.a')
json_value('{"a b":1}', 'lax $."a b"')
json_value('{"a":{"b":1}}', 'lax $.*.b')
json_value('{"A":1}', 'lax $.a')
json_value('{"a":1}', '$.a')
json_value('{"a":[1,2,3]}', 'lax $.a[1 to 2]')
json_value('{"a":"x"}', 'lax $.a[0]')
json_value('{"a":"x"}', 'strict $.a[0]')
json_value('[1]', 'lax $[0]')
json_value('"x"', 'lax $')
json_exists('{"a":{"b":"c"}}', 'lax $.a.b')
json_exists('{"a":null}', 'lax $.a')
json_exists('{"a":1}', 'lax $.b')
json_exists('{"a":1}', 'strict $.b')
json_exists('{"a":1}', 'strict $.b' TRUE ON ERROR)
json_exists('{"a":1}', 'strict $.b' UNKNOWN ON ERROR)
json_exists('not json', 'lax $.b')
json_exists(NULL, 'lax $.b')
json_exists('{"a":[]}', 'lax $.a[*]')
json_exists('{"a":[1]}', 'lax $.a[*]')
json_query('{"a":[1,2]}', 'lax $.a' WITH ARRAY WRAPPER)
json_query('{"a":[1,2]}', 'lax $.a')
json_query('{"a": {"c" : 1, "b":[1, 2]}}', 'lax $.a')
json_query('{"a":"x"}', 'lax $.a')
json_query('{"a":"x"}', 'lax $.a' OMIT QUOTES)
json_query('{"a":1}', 'lax $.a')
json_query('{"a":[1,2]}', 'lax $.a[*]')
json_query('{"a":[1,2]}', 'lax $.a[*]' WITH WRAPPER)
json_query('{"a":[1,2]}', 'lax $.a' WITH CONDITIONAL WRAPPER)
json_query('{"a":[1,2]}', 'lax $.a[*]' WITH CONDITIONAL WRAPPER)
json_query('{"a":1}', 'lax $.a' WITH CONDITIONAL WRAPPER)
json_query('{"a":1}', 'lax $.b')
json_query('{"a":1}', 'lax $.b' EMPTY ARRAY ON EMPTY)
json_query('{"a":1}', 'lax $.b' WITH WRAPPER)
json_query('{"a":null}', 'lax $.a')
json_query('{"a":1}', 'lax $.b' ERROR ON EMPTY)
json_query('{"a":"q\"uo"}', 'lax $.a')
CAST(json_parse('[1]') AS row(a bigint, b varchar))
CAST(json_parse('[1,"x",2]') AS row(a bigint, b varchar))
CAST(json_parse('{"a":1,"A":2}') AS row(a bigint))
CAST(json_parse('"x"') AS row(a bigint))
TRY_CAST(json_parse('"x"') AS row(a bigint))
TRY_CAST(json_parse('{"a":"y"}') AS row(a bigint))
CAST(json_parse('null') AS row(a bigint))
CAST(json_parse('{"x":1,"y":null}') AS map(varchar, varchar))
CAST(json_parse('{"x":{"z":2}}') AS map(varchar, varchar))
TRY_CAST(json_parse('{"x":{"z":2}}') AS map(varchar, varchar))
CAST(json_parse('[1,2.6,"3",true,null]') AS array(bigint))
CAST(json_parse('[1,"x",true,1.50,null]') AS array(varchar))
CAST(json_parse('[1,"2",true]') AS array(double))
CAST(json_parse('["true",1,0,false,"t"]') AS array(boolean))
CAST(json_parse('{"1":2}') AS map(bigint, bigint))
CAST(json_parse('["x"]') AS array(bigint))
CAST(json_parse('[1]') AS map(varchar, bigint))
CAST(json_parse('{"a":"2023-11-01"}') AS row(a date))
concat_ws(',', ARRAY['a',NULL,'b'])
concat_ws(',', 'a', NULL, 'b')
reverse(ARRAY[1,2])
mod(5, 0)
mod(7, 3)
to_milliseconds(INTERVAL '1' DAY)
trim(chr(9) || 'a ')
ltrim(chr(10) || 'a '), rtrim('a' || chr(9))
log(2, 8)
sqrt(-1)
ln(0)
bit_count(9, 64)
width_bucket(5.0, 0.0, 10.0, 5), width_bucket(-1, 0, 10, 5), width_bucket(10, 0, 10, 5)
width_bucket(3, ARRAY[1,2,4])
sequence(DATE '2023-11-01', DATE '2023-11-03')
sequence(DATE '2023-11-01', DATE '2023-11-05', INTERVAL '2' DAY)
sequence(DATE '2023-11-01', DATE '2024-01-01', INTERVAL '1' MONTH)
DATE '2023-11-05' - DATE '2023-11-01'
current_timezone()
sum(x) FROM (VALUES CAST(1.5 AS real)) t(x)
length(to_utf8('é')), length('é')
split('a.b', '.')[3]
map(ARRAY['a'], ARRAY[1])['b']
ARRAY[1,2][0]
ARRAY[1,2][-1]
histogram(x) FROM (VALUES 'a','b','a') t(x)
floor(-1.5), ceil(-1.5), round(-1.5), round(1.25, 1), round(2.5e0), round(-2.5e0)
truncate(-1.7)
regexp_extract_all('a1b2', '[0-9]'), regexp_extract_all('a1b2', '([a-z])([0-9])', 2), regexp_extract_all('x', '[0-9]')
sign(-2), sign(1.5e0)
translate('abc', 'ab', 'x')
lpad('x', 3, 'ab'), rpad('x', 3, 'ab'), lpad('abc', 2, 'x')
parse_datetime('2021-08-01T12:34:56Z','yyyy-MM-dd''T''HH:mm:ss''Z')
max(x, 2) FROM (VALUES 1,2,3) t(x)
max_by(x, y), min_by(x, y) FROM (VALUES (1,2),(3,1)) t(x,y)
lag(x) OVER (ORDER BY x), ntile(2) OVER (ORDER BY x), cume_dist() OVER (ORDER BY x), percent_rank() OVER (ORDER BY x) FROM (VALUES 1,2,3) t(x)
array_agg(x ORDER BY x) FROM (VALUES 2,1,NULL) t(x)
CAST(json_parse('{"a":1,"B":"x","c":true}') AS row(a bigint, b varchar)).b
CAST(json_parse('{"a":1}') AS row(a bigint, b varchar)).b
CAST(json_parse('{"A":1}') AS row("a" bigint)).a
CAST(json_parse('[1,"x"]') AS row(a bigint, b varchar)).b
element_at(CAST(json_parse('[{"a":1},{"b":2},null]') AS array(row(a bigint, b bigint))), 2).b
json_format(CAST(json_parse('{"x":1,"y":{"z":2}}') AS map(varchar, json))['y'])
json_format(CAST(json_parse('["a",{"b":1}]') AS array(json))[1])
CAST(json_parse('{"a":[{"b":"c"}]}') AS row(a array(row(b varchar)))).a[1].b
CAST(json_parse('[1.5]') AS array(decimal(5,1)))[1]
TRY_CAST(json_parse('{"a":1}') AS row(a bigint, b varchar)).a
SELECT k, json_format(v) FROM (SELECT CAST(json_parse('{"x":1,"y":"b"}') AS map(varchar, json)) m) CROSS JOIN UNNEST(m) AS t(k, v) ORDER BY 1
SELECT k, v FROM (SELECT map(ARRAY['a','b'], ARRAY[1,2]) AS m) CROSS JOIN UNNEST(m) AS t(k, v) ORDER BY 1
round(kurtosis(x), 6) FROM (VALUES 1,2,3,10) t(x)
round(corr(x, y), 6), round(covar_pop(x, y), 6), round(covar_samp(x, y), 6), round(regr_slope(y, x), 6), round(regr_intercept(y, x), 6) FROM (VALUES (1e0,2e0),(2e0,4e0),(3e0,7e0)) t(x,y)
abs(-1.5), abs(-2), round(acos(0.5), 9), round(asin(0.5), 9), round(atan(0.5), 9), round(atan2(1, 2), 9)
round(cos(1), 9), round(cosh(1), 9), round(sin(1), 9), round(sinh(1), 9), round(tan(1), 9), round(tanh(1), 9)
round(cbrt(27), 9), ceiling(1.2), round(degrees(pi()), 6), round(radians(180), 9), round(exp(1), 9), pow(2, 10)
round(stddev(x), 9), round(stddev_pop(x), 9), round(stddev_samp(x), 9), round(variance(x), 9), round(var_pop(x), 9), round(var_samp(x), 9) FROM (VALUES 1,2,4) t(x)
any_value(x), bool_or(x > 1), bool_and(x > 1) FROM (VALUES 3) t(x)
from_utf8(from_base64('YQ=='))
dense_rank() OVER (ORDER BY x), rank() OVER (ORDER BY x), first_value(x) OVER (ORDER BY x), last_value(x) OVER (ORDER BY x), lead(x) OVER (ORDER BY x), nth_value(x, 2) OVER (ORDER BY x), row_number() OVER (ORDER BY x) FROM (VALUES 1,2,3) t(x)
map_concat(map(ARRAY['a'], ARRAY[1]), map(ARRAY['a','b'], ARRAY[2,3]))['a']
cardinality(map_from_entries(ARRAY[ROW('a', 1)]))
cardinality(map_entries(map(ARRAY['a'], ARRAY[1])))
now() > TIMESTAMP '2020-01-01 00:00:00', current_date > DATE '2020-01-01', length(CAST(uuid() AS varchar)), random() < 1
7 * 100.0 / 3, 7 * 100.0, 2 / 3.0, 10 / 4.00, 1.0 / 3.0, 1.0 / 6, -7.0 / 2, 5.5 % 2
count(*) * 100.0 / sum(count(*)) OVER () FROM (VALUES 'a','b','a') t(x) GROUP BY x ORDER BY 1
sum(x) * 100.0 / 7 FROM (VALUES 1,2) t(x)
avg(x), sum(x) FROM (VALUES 1.5, 2.25) t(x)
CAST(1 AS double) / 3, 1e0 / 4, 7 / 2, 7 / 2e0
1 / 0.0
1.0 / 0
CAST('1.005' AS decimal(5,3)) / 2
sum(x) FROM (VALUES CAST('16777217' AS real), CAST('1' AS real)) t(x)
DATE '2023-11-05' - DATE '2023-11-01' > INTERVAL '1' DAY
trim('  a '), trim(BOTH 'x' FROM 'xax'), trim(LEADING FROM '  a'), trim(chr(10) || 'a')
length(to_utf8('é'))
element_at(ARRAY[1,2], 5), element_at(map(ARRAY['a'], ARRAY[1]), 'b')
SELECT d FROM UNNEST(sequence(DATE '2023-11-01', DATE '2023-11-03', INTERVAL '1' DAY)) AS t(d) ORDER BY 1
SELECT a.d, count(b.eventid) FROM (SELECT CAST(d AS varchar) AS d FROM UNNEST(sequence(DATE '2023-10-31', DATE '2023-11-03')) AS t(d)) a LEFT JOIN logs b ON substr(b.eventtime, 1, 10) = a.d GROUP BY 1 ORDER BY 1
-- times with a zone of their own
to_unixtime(from_iso8601_timestamp('2023-11-01T00:00:00Z') AT TIME ZONE 'Asia/Tokyo')
to_iso8601(from_iso8601_timestamp('2023-11-01T00:00:00Z') AT TIME ZONE 'Asia/Tokyo')
to_iso8601(from_iso8601_timestamp('2023-11-01T00:00:00Z') AT TIME ZONE '-05:00')
to_iso8601(from_iso8601_timestamp('2023-11-01T00:00:00Z') AT TIME ZONE INTERVAL '2' HOUR)
CAST(from_iso8601_timestamp('2023-11-01T20:00:00Z') AT TIME ZONE 'Asia/Tokyo' AS varchar)
CAST(from_iso8601_timestamp('2023-11-01T20:00:00Z') AT TIME ZONE 'Asia/Tokyo' AS date)
CAST(from_iso8601_timestamp('2023-11-01T20:00:00Z') AT TIME ZONE 'Asia/Tokyo' AS timestamp)
CAST(date_trunc('day', from_iso8601_timestamp('2023-11-01T20:00:00Z') AT TIME ZONE 'Asia/Tokyo') AS varchar)
date_diff('hour', from_iso8601_timestamp('2023-11-01T00:00:00Z') AT TIME ZONE 'Asia/Tokyo', from_iso8601_timestamp('2023-11-01T00:00:00Z'))
date_diff('day', from_iso8601_timestamp('2023-11-01T20:00:00Z') AT TIME ZONE 'Asia/Tokyo', from_iso8601_timestamp('2023-11-02T16:00:00Z'))
hour(from_iso8601_timestamp('2023-11-01T20:00:00Z') AT TIME ZONE 'Asia/Tokyo'), day(from_iso8601_timestamp('2023-11-01T20:00:00Z') AT TIME ZONE 'Asia/Tokyo')
timezone_hour(from_iso8601_timestamp('2023-11-01T20:00:00Z') AT TIME ZONE 'Asia/Tokyo'), timezone_minute(from_iso8601_timestamp('2023-11-01T20:00:00Z') AT TIME ZONE 'Asia/Kolkata')
EXTRACT(TIMEZONE_HOUR FROM from_iso8601_timestamp('2023-11-01T20:00:00Z') AT TIME ZONE '-05:00'), timezone_hour(from_iso8601_timestamp('2023-11-01T20:00:00Z'))
from_iso8601_timestamp('2023-11-01T00:00:00Z') AT TIME ZONE 'Asia/Tokyo' = from_iso8601_timestamp('2023-11-01T09:00:00+09:00')
from_iso8601_timestamp('2023-11-01T00:00:00Z') AT TIME ZONE 'Asia/Tokyo' < TIMESTAMP '2023-11-01 01:00:00 UTC'
from_iso8601_timestamp('2023-11-01T00:00:00Z') AT TIME ZONE 'Asia/Tokyo' BETWEEN TIMESTAMP '2023-11-01 00:00:00 UTC' AND TIMESTAMP '2023-11-01 01:00:00 UTC'
date_format(from_iso8601_timestamp('2023-11-01T00:00:00+09:00'), '%H'), to_unixtime(from_iso8601_timestamp('2023-11-01T00:00:00+09:00'))
to_unixtime(with_timezone(TIMESTAMP '2023-11-01 00:00:00', 'Asia/Tokyo')), hour(with_timezone(TIMESTAMP '2023-11-01 00:00:00', 'Asia/Tokyo'))
to_unixtime(at_timezone(from_iso8601_timestamp('2023-11-01T00:00:00Z'), 'Asia/Tokyo')), hour(at_timezone(from_iso8601_timestamp('2023-11-01T00:00:00Z'), 'Asia/Tokyo'))
SELECT to_unixtime(t) FROM (SELECT from_iso8601_timestamp(eventtime) AT TIME ZONE 'Europe/Berlin' AS t FROM logs) ORDER BY 1
SELECT count(*) FROM (SELECT from_iso8601_timestamp(eventtime) AT TIME ZONE 'Europe/Berlin' AS t FROM logs) WHERE t > TIMESTAMP '2023-11-02 00:00:00 UTC'
SELECT hour(t), count(*) FROM (SELECT from_iso8601_timestamp(eventtime) AT TIME ZONE 'Europe/Berlin' AS t FROM logs) GROUP BY 1 ORDER BY 1
to_iso8601(TIMESTAMP '2023-07-01 12:00:00.000 Europe/Berlin'), to_iso8601(TIMESTAMP '2023-12-01 12:00:00.000 Europe/Berlin')
to_iso8601(from_unixtime(1698796800, 'Asia/Tokyo')), to_unixtime(from_unixtime(1698796800, 'Asia/Tokyo'))
cardinality(array_intersect(ARRAY[1,2,2,NULL], ARRAY[2,NULL,3])), repeat('a', 2), typeof(1), typeof(1e0)
round(geometric_mean(x), 6) FROM (VALUES 1,2,4) t(x)
log10(100), log2(8), log10(0), to_hex(sha1(to_utf8('a')))
url_encode('a b/c'), url_decode('a%20b+c')
SELECT regexp_like('AssumeRole', '(?<!Get)Role$'), regexp_like('GetRole', '(?<!Get)Role$'), regexp_like(NULL, '(?=x)')
SELECT regexp_extract('GetObject', '(?<=Get)\w+'), regexp_extract('GetObject', '(?<=Get)(\w)(\w+)', 2), regexp_extract('x', '(?<=Get)\w+')
SELECT regexp_replace('fooBarBaz', '(?<=[a-z])([A-Z])', '_$1'), regexp_replace('abc', '(?=b)', '-'), regexp_replace('a.b', '\.(?=b)')
SELECT regexp_extract_all('a1 b2 c', '(?=\w\d)(\w)'), regexp_extract_all('a1 b2 c', '(?=\w\d)(\w)(\d)', 2)
SELECT regexp_split('a1b2', '(?<=\d)'), regexp_count('aaa', 'a(?=a)'), regexp_position('xab', '(?<=a)b')
SELECT regexp_like('abab', '(ab)\1'), regexp_like('aab', '(?>a+)ab')
SELECT regexp_extract('x', '(?=x)', 2)
SELECT word_stem('running'), word_stem('Running'), word_stem('great', 'en'), word_stem('generously')
SELECT parse_presto_data_size('1GB'), parse_presto_data_size('2.3MB'), parse_presto_data_size('512B'), parse_presto_data_size('1YB')
SELECT parse_presto_data_size('1gb')
SELECT transform(zip(ARRAY[1, 2], ARRAY['a', NULL], ARRAY[3], ARRAY[true, false]), r -> r[4]), transform(zip(ARRAY[1, 2], ARRAY['a', NULL], ARRAY[3]), r -> r[3]), zip(ARRAY[1], NULL)
SELECT ngrams(ARRAY['a', 'b', 'c', 'd'], 2), ngrams(ARRAY['a', 'b'], 5), ngrams(ARRAY['a', 'b', 'c'], 3)
SELECT ngrams(ARRAY['a'], 0)
SELECT split_to_multimap('a=1;b=2;a=3', ';', '=')
SELECT map_agg(k, v), multimap_agg(k, v) FROM (VALUES ('a', 1), (NULL, 2), ('b', NULL)) AS t(k, v)
SELECT MAP(ARRAY['a'], ARRAY[1])['b']
SELECT try(MAP(ARRAY['a'], ARRAY[1])['b'])
SELECT cast(cast('2001:db8::1' as ipaddress) as varchar), cast(ipaddress '10.0.0.1' as varchar)
SELECT array_intersect(ARRAY[2, 1], ARRAY[5, 1, 3, 2]), array_intersect(ARRAY[2, 1, 3], ARRAY[1, 2]), array_intersect(ARRAY[2, 1], ARRAY[1, 2])
SELECT array_except(ARRAY[1, 1, 2], ARRAY[]), array_except(ARRAY[1, 1, 2], ARRAY[2])
SELECT CAST('inf' AS double)
SELECT CAST('Infinity' AS double), TRY_CAST('inf' AS double), TRY_CAST('nan' AS double), CAST('NaN' AS double), TRY_CAST('1e3' AS double)
SELECT TRY_CAST('2023-11-01 10:00:00.000 UTC' AS timestamp), TRY_CAST('2023-11-01 10:00:00.000 America/New_York' AS timestamp), TRY_CAST('2023-11-01 10:00:00.000 +02:00' AS timestamp), TRY_CAST('2023-11-01T10:00:00Z' AS timestamp)
SELECT to_base(BIGINT '-13', 16), to_base(BIGINT '13', 2)
SELECT CAST(sign(-2.5e0) AS varchar), CAST(sign(nan()) AS varchar), CAST(sign(5) AS varchar)
SELECT typeof(ARRAY[BIGINT '1']), typeof(MAP(ARRAY[BIGINT '1'], ARRAY[true])), typeof(CAST(ROW(1, true) AS ROW(x BIGINT, "y z" BOOLEAN))), typeof(CAST(1 AS decimal(5,2))), typeof(CAST(NULL AS array(row(a double))))
format_datetime(TIMESTAMP '2023-11-01 10:00:00 UTC' AT TIME ZONE 'America/New_York', 'yyyy-MM-dd HH:mm z')
format_datetime(TIMESTAMP '2023-12-01 10:00:00 UTC' AT TIME ZONE 'America/New_York', 'HH:mm Z ZZ ZZZ')
format_datetime(TIMESTAMP '2023-12-01 10:00:00 UTC' AT TIME ZONE 'Asia/Kolkata', 'HH:mm z Z ZZ ZZZ')
format_datetime(TIMESTAMP '2023-12-01 10:00:00 UTC' AT TIME ZONE '-05:00', 'HH:mm z Z ZZ ZZZ')
format_datetime(TIMESTAMP '2023-07-01 10:00:00 UTC' AT TIME ZONE 'Australia/Sydney', 'HH:mm z Z')
format_datetime(TIMESTAMP '2023-07-01 10:00:00 UTC' AT TIME ZONE 'Asia/Tokyo', 'yyyy-MM-dd''T''HH:mm:ssZZ')
from_iso8601_timestamp('2023-11-01T10:00:00+02:00') AT TIME ZONE INTERVAL '-05:30' HOUR TO MINUTE
date_format(from_iso8601_timestamp('2023-11-01T10:00:00+02:00'), '%H:%i')
CAST(from_iso8601_timestamp('2023-11-01T10:00:00+02:00') AS timestamp)
hour(from_iso8601_timestamp('2023-11-01T23:30:00-05:00'))
date(from_iso8601_timestamp('2023-11-01T23:30:00-05:00'))
CAST(json_parse('{"Name":"x","NAME":"y"}') AS ROW(name varchar))
CAST(json_parse('[{"userName":"u","x":[1,2]}]') AS ARRAY(ROW(username varchar, x array(integer))))[1].username
CAST(json_parse('{"a":{"b":1},"c":"d"}') AS MAP(VARCHAR, JSON))['a']
CAST(json_parse('{"a":{"b":1}}') AS MAP(VARCHAR, VARCHAR))
TRY_CAST(json_parse('{"a":{"b":1}}') AS MAP(VARCHAR, VARCHAR))
CAST('443.0' AS INTEGER)
TRY_CAST('443.0' AS INTEGER)
CAST(json_parse('443.0') AS INTEGER)
CAST(json_parse('"443"') AS INTEGER)
CAST(json_parse('"443.0"') AS INTEGER)
CAST(json_parse('true') AS VARCHAR)
CAST(json_parse('1.50') AS VARCHAR)
CAST(json_parse('{"a":1}') AS VARCHAR)
CAST(' 443 ' AS INTEGER)
CAST('1e3' AS DOUBLE)
CAST('1e3' AS BIGINT)
CAST(1.5 AS INTEGER)
CAST(2.5 AS INTEGER)
CAST(-2.5e0 AS INTEGER)
CAST('true' AS BOOLEAN)
CAST('yes' AS BOOLEAN)
CAST('t' AS BOOLEAN)
CAST('2023-11-01' AS TIMESTAMP)
CAST('2023-11-01T10:00:00' AS TIMESTAMP)
CAST('2023-11-01T10:00:00Z' AS TIMESTAMP)
CAST('2023-11-01 10:00' AS TIMESTAMP)
CAST('2023-11-01' AS DATE) + INTERVAL '1' MONTH
DATE '2023-01-31' + INTERVAL '1' MONTH
date_add('day', 1, DATE '2023-11-01')
sequence(DATE '2023-11-01', DATE '2023-11-03', INTERVAL '1' DAY)
sequence(DATE '2023-11-01', DATE '2024-01-03', INTERVAL '1' MONTH)
sequence(5, 1, -2)
10 / 4
10 / 4.0
10.00 / 3
1.0 / 3.000
100.0 * 31 / 40
CAST(1 AS decimal(10,2)) / 3
1.10 * 2.20
7.5 % 2
1e0 / 0
0e0 / 0
-1e0 / 0
1 % 0
split('a.b', '.')[5]
element_at(split('a.b', '.'), 5)
element_at(map(ARRAY['a'], ARRAY[1]), 'b')
json_value('{"a":[1,2]}', 'lax $.a[1]')
json_value('{"a":"x"}', 'strict $.b' DEFAULT 'none' ON ERROR)
json_extract('{"a":{"b.c":1}}', '$.a["b.c"]')
json_extract('{"a":{"b.c":1}}', '$["a"]["b.c"]')
json_extract('{"a":[1,2]}', '$.a[0]')
json_extract('{"a":[1,2]}', '$.a[*]')
json_extract('{"a":{"b":1}}', '$..b')
json_extract('{"a":{"b":1}}', '$.a.')
json_extract_scalar('{"a:b":1}', '$.a:b')
json_extract_scalar('{"aws:x":{"y z":2}}', '$["aws:x"]["y z"]')
json_extract_scalar('{"a":{}}', '$.a')
parse_datetime('2023-11-01T10:00:00Z', 'yyyy-MM-dd''T''HH:mm:ss''Z')
parse_datetime('2023-11-01T10:00:00Z', 'yyyy-MM-dd''T''HH:mm:ssZ')
date_parse('2023-11-01T10:00:00Z', '%Y-%m-%dT%H:%i:%sZ')
date_parse('Nov 1, 2023', '%b %e, %Y')
date_parse('20231101', '%Y%m%d')
regexp_like('arn:aws:iam::1:role/x', '(?i)ROLE/(?!y)')
regexp_extract('user/admin', '(?<=user/).*')
regexp_replace('a1b22', '(?<n>\d+)', '<${n}>')
regexp_extract('abc', 'x')
regexp_count('aXbX', '(?i)x')
concat('a', NULL)
substr('abc', 0)
substr('abc', -2)
substr('abc', 2, 5)
strpos('abcabc', 'c', 2)
split_part('a:b', ':', 3)
'a' LIKE 'A'
greatest('a', NULL, 'b')
array_distinct(ARRAY[1, NULL, 1, NULL])
array_position(ARRAY['a'], 'b')
contains(ARRAY['a', NULL], 'b')
cardinality(NULL)
array_join(ARRAY['a', NULL, 'b'], ',')
array_sort(ARRAY[3, NULL, 1])
any_match(ARRAY[1, 2], x -> x > 1)
all_match(ARRAY[1, NULL], x -> x > 0)
none_match(ARRAY[]::array(integer), x -> x > 0)
reduce(ARRAY[1, 2, 3], 0, (s, x) -> s + x, s -> s * 2)
zip_with(ARRAY[1, 2], ARRAY['a'], (x, y) -> CAST(x AS varchar) || y)
map_filter(map(ARRAY['a', 'b'], ARRAY[1, 2]), (k, v) -> v > 1)
transform_keys(map(ARRAY['a'], ARRAY[1]), (k, v) -> upper(k))
map_concat(map(ARRAY['a'], ARRAY[1]), map(ARRAY['a'], ARRAY[2]))
map(ARRAY['a', 'a'], ARRAY[1, 2])
map_from_entries(ARRAY[ROW('a', 1)])
typeof(1.50)
typeof(count_if(true)) 
typeof(DATE '2023-01-01' + INTERVAL '1' DAY)
typeof(json_extract('{}', '$'))
typeof(10 / 4.0)
typeof(ARRAY[1, 2.5])
from_unixtime(1698833100)
from_unixtime(1698833100.5)
from_unixtime(1698833100, 'Europe/Berlin')
to_unixtime(TIMESTAMP '2023-11-01 10:05:00')
date_trunc('quarter', TIMESTAMP '2023-11-05 10:00:00')
date_diff('hour', TIMESTAMP '2023-11-01 10:59:00', TIMESTAMP '2023-11-01 12:00:00')
last_day_of_month(DATE '2024-02-01')
human_readable_seconds(90061)
parse_duration('1.5h')
INTERVAL '2' DAY * 1.5
TIMESTAMP '2023-11-01 10:00:00' - TIMESTAMP '2023-10-31 08:30:00'
to_hex(from_base64('AQI='))
from_utf8(from_base64('aGk='))
url_extract_parameter('https://x.com/?a=1&b=2', 'b')
checksum('a')
bitwise_and(5, 3)
round(2.5)
round(-2.5)
round(2.567, 1)
truncate(2.567)
format('%,d', 1234567)
format('%08.3f', 3.14159)
format('%s|%-5s|%5s', 'a', 'b', 'c')
CAST(json_parse('{"userName":"x","UserName":"y"}') AS ROW(username varchar))
json_extract_scalar('{"a":100.0}', '$.a')
json_extract_scalar('{"a":12345678901234567890}', '$.a')
json_format(json_extract('{"a":1.50}', '$.a'))
json_format(json_parse('{"a":1.50,"b":1e3}'))
json_format(json_extract('{"b":1,"a":{"z":1,"y":2}}', '$'))
CAST(json_extract('{"a":1.50}', '$.a') AS varchar)
CAST(json_extract('{"a":1.377232E9}', '$.a') AS bigint)
CAST(json_extract_scalar('{"a":1377232.0}', '$.a') AS bigint)
TRY_CAST(json_extract_scalar('{"a":1377232.0}', '$.a') AS bigint)
json_extract_scalar('{"a-b":1}', '$["a-b"]')
json_extract_scalar('{"a":[1]}', '$.a.0')
json_extract_scalar('{"a":1}', '$["a"]')
json_extract_scalar('{"a":1}', "$['a']")
json_extract_scalar('{"a":1}', '$[a]')
json_extract_scalar('{"a":1}', '$a')
json_extract_scalar('{"a":1}', '.a')
json_extract_scalar('[1]', '[0]')
json_extract_scalar('{"a":1}', '')
json_extract('{"a":[{"b":1},{"b":2}]}', '$.a[*].b')
json_extract('{"a":{"b":1}}', '$.*')
json_extract('{"a":{"b":1}}', '$.a.*')
json_extract('{"é":1}', '$.é')
json_size('{"a":[1,2]}', '$.a')
regexp_replace('a1b22', '(?<n>\d+)', '<${n}>')
regexp_extract('a1b22', '(?<n>\d+)', 1)
regexp_like('a1b22', '(?<n>\d+)b')
regexp_replace('a1b22', '(?<n>\d+)', '<$1>')
INTERVAL '7' DAY / 2
(TIMESTAMP '2023-11-01 10:00:00' - TIMESTAMP '2023-10-31 08:30:00') / 3
format_datetime(with_timezone(TIMESTAMP '2023-11-01 10:00:00', 'Europe/Berlin'), 'yyyy-MM-dd''T''HH:mm:ssZ')
CAST(DATE '2023-11-01' AS timestamp) + INTERVAL '12' HOUR
-- functions of bytes and others; decimals of 38 digits
combinations(ARRAY['a','b','c'], 2)
combinations(ARRAY[1,2,3,4], 3)
combinations(ARRAY[1,2,3,4,5], 5)
combinations(ARRAY[1,2,3,4,5], 4)
combinations(ARRAY['a', NULL], 1)
combinations(ARRAY['a'], 2)
combinations(ARRAY['a'], 0)
combinations(ARRAY['a','b'], 6)
combinations(ARRAY['a'], -1)
combinations(CAST(NULL AS array(varchar)), 2)
combinations(sequence(1, 200), 4)
cardinality(combinations(sequence(1, 30), 3))
contains_sequence(ARRAY[1,2,3,4], ARRAY[2,3])
contains_sequence(ARRAY[1,2,3,4], ARRAY[2,4])
contains_sequence(ARRAY[1,2], ARRAY[1,2,3])
contains_sequence(ARRAY[1,2], CAST(ARRAY[] AS array(integer)))
contains_sequence(ARRAY[1,NULL,2], ARRAY[NULL,2])
contains_sequence(ARRAY[1,NULL], ARRAY[1])
contains_sequence(CAST(NULL AS array(integer)), ARRAY[1])
contains_sequence(ARRAY['a','b'], ARRAY['b'])
to_hex(hmac_md5(to_utf8('data'), to_utf8('key')))
to_hex(hmac_sha1(to_utf8('data'), to_utf8('key')))
to_hex(hmac_sha256(to_utf8('data'), to_utf8('key')))
to_hex(hmac_sha512(to_utf8('data'), to_utf8('key')))
hmac_sha256(CAST(NULL AS varbinary), to_utf8('key'))
hmac_sha256(to_utf8('x'), to_utf8(''))
to_base32(to_utf8('hello'))
from_utf8(from_base32('NBSWY3DP'))
from_utf8(from_base32('nbswy3dp'))
from_base32('1')
to_base64url(to_utf8('a?b>c'))
from_utf8(from_base64url('YT9iPmM='))
from_utf8(from_base64url('YT9iPmM'))
from_utf8(from_base64url(to_base64url(to_utf8('~~~???'))))
to_hex(to_big_endian_64(1)), to_hex(to_big_endian_64(-2)), to_hex(to_big_endian_32(258))
from_big_endian_64(x'00000000000000FF'), from_big_endian_32(x'FFFFFFFE')
from_big_endian_64(x'00')
to_hex(to_ieee754_64(1.5e0)), to_hex(to_ieee754_32(REAL '1.5'))
from_ieee754_64(x'3FF8000000000000'), from_ieee754_32(x'3FC00000')
from_ieee754_64(x'3F')
wilson_interval_lower(10, 20, 1.96), wilson_interval_upper(10, 20, 1.96), wilson_interval_lower(0, 5, 1.0), wilson_interval_upper(1250, 1310, 1.96e0)
wilson_interval_lower(10, 5, 1.96)
multimap_from_entries(ARRAY[ROW('a', 1), ROW('b', 2), ROW('a', 3)])
array_histogram(ARRAY['a','b','a',NULL])
parse_data_size('2.3MB')
cbrt(27), cbrt(2), cbrt(-8), cbrt(0.001), cbrt(12345.678)
normalize('é', NFD) = 'é', length(normalize('é', NFD)), normalize('ﬁ', NFKC), length(normalize('é', NFC)), length(normalize('ﬁ', NFKD)), normalize('é')
from_iso8601_date('2023-305'), from_iso8601_date('2023-W44-3'), from_iso8601_date('2023-11'), from_iso8601_date('2023')
from_iso8601_date('2023-11-1')
from_iso8601_date('2023-11-01T00:00:00Z')
from_iso8601_date('20231101')
from_iso8601_date('')
from_iso8601_date('2023-W44')
skewness(x), kurtosis(x) FROM (VALUES 1, 2) t(x)
skewness(x), kurtosis(x) FROM (VALUES 5, 5, 5, 5) t(x)
approx_most_frequent(2, x, 10) FROM (VALUES 'a', 'b', 'a', 'c', 'b', 'a') t(x)
approx_most_frequent(3, x, 15) FILTER (WHERE x > 1) FROM (VALUES 1, 2, 2, 3, 3, 3, 4, 4, 4, 4) t(x)
approx_most_frequent(3, x, 10) FROM (VALUES CAST(NULL AS varchar)) t(x)
decimal '99999999999999999999999999999999999999' + 1
decimal '99999999999999999999999999999999999999' - -1
decimal '-99999999999999999999999999999999999999' - 1
decimal '99999999999999999999999999999999999998' + 1
decimal '9999999999999999999999999999999999999.9' + decimal '0.1'
decimal '50000000000000000000000000000000000000' * 3
decimal '50000000000000000000000000000000000000' * 2
decimal '99999999999999999999999999999999999999' / decimal '0.1'
x + 1 FROM (VALUES decimal '99999999999999999999999999999999999999') AS t(x)
sum(x) FROM (VALUES decimal '99999999999999999999999999999999999999', decimal '1') AS t(x)
sum(x) FROM (VALUES decimal '99999999999999999999999999999999999998', decimal '1') AS t(x)
sum(x) OVER (ORDER BY x) FROM (VALUES decimal '99999999999999999999999999999999999999', decimal '1') AS t(x)
try(decimal '99999999999999999999999999999999999999' + 1)
9223372036854775808
-9223372036854775808
99999999999999999999999999999999999999
100000000000000000000.5
sign(-0e0), CAST(sign(round(-2.5e0, -1)) AS varchar)
k, v, n FROM UNNEST(map(ARRAY['x','y'], ARRAY[1, 2])) WITH ORDINALITY AS t(k, v, n)
k, v FROM UNNEST(map(ARRAY['x','y'], ARRAY[1, 2]), ARRAY[7]) WITH ORDINALITY AS t(k, v, e, n)
a, b, n FROM UNNEST(ARRAY[ROW(1, 'x'), ROW(2, 'y')]) WITH ORDINALITY AS t(a, b, n)
CAST(500 AS tinyint)
CAST('a' AS integer)
CAST(2147483648 AS integer)
CAST(70000 AS smallint)
date_diff('day', '2023-11-01', date '2023-11-02')
skewness(x) FROM (VALUES 1, 2, 3) t(x)
kurtosis(x) FROM (VALUES 1, 2, 4, 9) t(x)
decimal '7' / decimal '2', decimal '7' / 2, decimal '10' % 3, decimal '1' + 1.5
typeof(decimal '12'), typeof(decimal '012'), typeof(decimal '-1.50')
-- try around what fails twice, and around aggregates
try(CAST(x AS timestamp)) FROM (VALUES 'GetObject', 'b', '2023-11-01', '2023-11-01 10:00:00.1236') t(x)
try(CAST(split(x, 'a')[2] AS timestamp)) FROM (VALUES 'GetObject', 'xa2023-11-01') t(x)
try(CAST(split(x, '-')[2] AS bigint)) FROM (VALUES 'a', 'b-7', 'c-x') t(x)
try(CAST(x AS bigint) + CAST(x AS bigint)) FROM (VALUES 'a', '7') t(x)
try(1 / CAST(x AS bigint)) FROM (VALUES 'a', '7', '0') t(x)
try(CAST(x AS bigint) / CAST(y AS bigint)) FROM (VALUES ('8', '2'), ('a', '2'), ('3', '0')) t(x, y)
try(CAST(CAST(x AS bigint) AS varchar)) FROM (VALUES 'a', '7') t(x)
coalesce(try(CAST(json_extract_scalar(x, '$.a') AS bigint) * 2), -1) FROM (VALUES '{"a":"1"}', '{"a":"z"}', '[') t(x)
try(date_diff('day', date_parse(x, '%Y-%m-%d'), date_parse('2023-11-10', '%Y-%m-%d'))) FROM (VALUES '2023-11-01', 'nope') t(x)
try(from_iso8601_timestamp(split(x, ' ')[2])) FROM (VALUES 'a 2023-11-01T00:00:00Z', 'b') t(x)
try(CAST(regexp_extract(x, '\d+') AS integer)) FROM (VALUES 'a12', 'b', 'c99999999999') t(x)
try(sum(CAST(x AS bigint)) / count(y)) FROM (VALUES ('1', CAST(NULL AS varchar)), ('2', NULL)) t(x, y)
try(CAST(x AS bigint)) + try(CAST(x AS bigint)) FROM (VALUES 'a', '4') t(x)
transform(ARRAY['1', 'b'], x -> try(CAST(x AS bigint) + CAST(x AS bigint)))
try(transform(split(x, ','), y -> CAST(y AS bigint) * CAST(y AS bigint))) FROM (VALUES '1,2', '1,b') t(x)
try(try(CAST(x AS bigint) + CAST(x AS bigint)) / 0) FROM (VALUES 'a', '4') t(x)
CASE WHEN try(CAST(x AS double) / CAST(x AS double)) IS NULL THEN 'bad' ELSE 'ok' END FROM (VALUES 'a', '4') t(x)
count(try(CAST(x AS bigint) * CAST(x AS bigint))) FROM (VALUES 'a', '4') t(x)
try(hour(from_iso8601_timestamp(concat(x, 'Z')) AT TIME ZONE 'Asia/Tokyo')) FROM (VALUES '2023-11-01T00:00:00', 'bad') t(x)
try(decimal '99999999999999999999999999999999999999' + CAST(x AS bigint)) FROM (VALUES '1', 'b') t(x)
try((SELECT CAST('a' AS bigint)))
CAST('1969-12-31 23:59:59.9996' AS timestamp), CAST('2023-11-01 10:00:00.9995' AS timestamp), TRY_CAST('2023-11-01 10:00:00.0004' AS timestamp)
coalesce(radians(180e0), pi()) < round(mod(CAST(REAL '1.5' AS double) / 0, 3e0), 1)
REAL '1.5' / 0 > 5e0
try(count_if(x > 5) * 100 / count_if(x > 100)) FROM (VALUES 1, 7) t(x)
try(round(100.0 * sum(x) / sum(y), 2)) FROM (VALUES (1, 0), (7, 0)) t(x, y)
try(sum(x) / CAST(sum(y) AS double)) FROM (VALUES (1, 0), (7, 0)) t(x, y)
try(CAST(max(x) AS bigint)) FROM (VALUES 'a', 'b') t(x)
try(sum(x)) FROM (VALUES 1, 7) t(x)
x, try(sum(x) OVER (ORDER BY x) / (x - 1)) FROM (VALUES 1, 7) t(x) ORDER BY 1
-- sequences that lead away, bounds that are equal
sequence(1, 10, -1)
sequence(10, 1, 1)
sequence(1, 1, -1)
sequence(10, 1, -3)
sequence(date '2023-11-05', date '2023-11-01', interval '1' day)
sequence(date '2023-11-05', date '2023-11-01')
sequence(5, NULL, 1)
width_bucket(1, 2, 2, 3)
width_bucket(1, 5, 2, 3), width_bucket(3, 2, 5, 3)
approx_percentile(x, ARRAY[0.5, 0.9]), approx_percentile(x, ARRAY[0.5])[1] FROM (VALUES 1, 2, 3) t(x)
