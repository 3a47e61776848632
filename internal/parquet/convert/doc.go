// Package convert writes logs into a folder of Parquet files, which trailq and other
// engines read much faster than the logs:
//
//	conversion, err := convert.Open("parquet/", convert.Options{})
//	if err != nil {
//		return err
//	}
//	defer conversion.Close()
//	err = conversion.Add(ctx, trailq.Dir("logs"))
//
// A second conversion into the folder adds log files that are new or have changed. A
// process can be killed at any moment: package layout says what is promised then.
package convert
