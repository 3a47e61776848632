package dialect

import (
	"strings"
	"testing"
)

// BenchmarkRewrite parses and rewrites a statement of 9 KB, as the longest of the
// reports are.
func BenchmarkRewrite(b *testing.B) {
	block := `SELECT eventsource, count(*) AS calls, sum(CASE WHEN errorcode IS NOT NULL THEN 1 ELSE 0 END) AS failed
	FROM cloudtrail_logs WHERE year = '2023' AND eventname LIKE 'Get%' AND json_extract_scalar(requestparameters, '$.bucketName') = 'b'
	GROUP BY eventsource HAVING count(*) > 10`
	text := strings.Repeat(block+" UNION ALL ", 30) + block
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := Rewrite(text, Options{Flavor: Athena}); err != nil {
			b.Fatal(err)
		}
	}
}
