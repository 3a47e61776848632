package layout_test

import (
	"testing"

	"github.com/trailq/trailq/internal/parquet/layout"
)

// Folders of all versions tell the partition; what only looks like one does not.
func TestFindPartition(t *testing.T) {
	all := layout.Partition{Account: "012345678901", Region: "eu-west-1", Date: "2023-11-01"}
	for name, want := range map[string]layout.Partition{
		"p/" + all.FolderName() + "/1.parquet":                                            all,
		"p/account=012345678901/region=eu-west-1/date=2023-11-01/1.parquet":               all,
		"p/data/account=unknown/region=unknown/date=2023-11-01/1.parquet":                 {Date: "2023-11-01"},
		"p/account=__HIVE_DEFAULT_PARTITION__/region=eu-west-1/date=2023-11-01/1.parquet": {Region: "eu-west-1", Date: "2023-11-01"},
		"logs/1.parquet": {},
	} {
		if got := layout.FindPartition(name); got != want {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
}
