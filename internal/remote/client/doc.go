// Package client says what an engine elsewhere must offer, so that package remote can
// answer by it: it describes a table, estimates a statement, and runs one.
//
//	result, err := c.Run(ctx, "SELECT count(*) FROM logs.cloudtrail")
//	if err != nil {
//		return err
//	}
//	for row, err := range result.Rows {
//		…
//	}
//	return result.Stop()
package client
