package trailq_test

import (
	"testing"
	"time"

	"github.com/trailq/trailq"
)

func TestParseLogPath(t *testing.T) {
	at := time.Date(2023, 11, 1, 0, 5, 0, 0, time.UTC)
	tests := map[string]trailq.LogPath{
		"AWSLogs/111122223333/CloudTrail/us-east-1/2023/11/01/111122223333_CloudTrail_us-east-1_20231101T0005Z_AbCdEfGhIjKlMnOp.json.gz": {Account: "111122223333", Kind: "CloudTrail", Region: "us-east-1", Delivered: at},
		"s3://bucket/prefix/AWSLogs/o-exampleorgid/111122223333/CloudTrail/eu-west-1/2023/11/01/111122223333_CloudTrail_eu-west-1_20231101T0005Z_AbCdEfGhIjKlMnOp.json.gz": {
			Account: "111122223333", Kind: "CloudTrail", Region: "eu-west-1", Delivered: at},
		"111122223333_CloudTrail_us-gov-west-1_20231101T0005Z_x.json":                                       {Account: "111122223333", Kind: "CloudTrail", Region: "us-gov-west-1", Delivered: at},
		"x/111122223333_CloudTrail-Insight_us-east-1_20231101T0005Z_x.json.gz":                              {Account: "111122223333", Kind: "CloudTrail-Insight", Region: "us-east-1", Delivered: at},
		"x/111122223333_CloudTrail-Digest_us-east-1_management_events_us-east-1_20231101T000500Z.json.gz":   {Account: "111122223333", Kind: "CloudTrail-Digest", Region: "us-east-1", Delivered: at},
		"AWSLogs/111122223333/Config/us-east-1/2023/11/1/111122223333_Config_us-east-1_20231101T0005Z.json": {Account: "111122223333"},
		"1111_CloudTrail_us-east-1_20231101T0005Z_x.json.gz":                                                {},
		"111122223333_CloudTrail_us-east-1_20239901T0005Z_x.json.gz":                                        {},
		"111122223333_CloudTrail_us-east-1.json.gz":                                                         {},
		"x/111122223333/CloudTrail/eu-west-1/2023/11/01/all.json.gz": {
			Account: "111122223333", Kind: "CloudTrail", Region: "eu-west-1", Delivered: at.Truncate(24 * time.Hour), WholeDay: true},
		"111122223333/CloudTrail-Insight/eu-west-1/2023/11/01/": {
			Account: "111122223333", Kind: "CloudTrail-Insight", Region: "eu-west-1", Delivered: at.Truncate(24 * time.Hour), WholeDay: true},
		"x/111122223333/CloudTrail/eu-west-1/2023/11/1/all.json.gz":  {Account: "111122223333", Kind: "CloudTrail", Region: "eu-west-1"},
		"x/111122223333/CloudTrail/eu-west-1/2023/13/01/all.json.gz": {Account: "111122223333", Kind: "CloudTrail", Region: "eu-west-1"},
		"111122223333/CloudTrail/eu-west-1/2023/11/01/more/all.json": {
			Account: "111122223333", Kind: "CloudTrail", Region: "eu-west-1", Delivered: at.Truncate(24 * time.Hour), WholeDay: true},
		"444455556666/AWSLogs/111122223333/x.json":                    {Account: "111122223333"},
		"AWSLogs/o-exampleorgid/111122223333/Config/eu-west-1/x.json": {Account: "111122223333"},
		"x/1111/CloudTrail/eu-west-1/2023/11/01/all.json.gz":          {},
		"x/111122223333/Config/eu-west-1/2023/11/01/all.json.gz":      {},
		"x/AWSLogs/o-exampleorgid/x/111122223333/x.json":              {},
		"2023/11/01/all.json":                                         {},
		"events.json":                                                 {},
		"":                                                            {},
	}
	for path, want := range tests {
		got, ok := trailq.ParseLogPath(path)
		if got != want || ok != (want != trailq.LogPath{}) {
			t.Errorf("%s:\n got %+v, %v\nwant %+v", path, got, ok, want)
		}
	}
}

func TestDigestDelivered(t *testing.T) {
	path, ok := trailq.ParseLogPath("111122223333_CloudTrail-Digest_us-east-1_trail_us-east-1_20231101T000512Z.json.gz")
	if !ok || !path.IsDigest() {
		t.Errorf("%+v, %v: want a digest", path, ok)
	}
}
