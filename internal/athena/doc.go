// Package athena asks Amazon Athena: it is a [client.Client].
//
//	c, name, err := athena.Open(ctx, address, client.Options{}) // athena://primary/security.cloudtrail_logs
//	if err != nil {
//		return err
//	}
//	defer c.Close()
//	result, err := c.Run(ctx, "SELECT count(*) FROM "+name.String(), func(client.Progress) {})
//
// A statement that is no longer wanted is stopped at Athena, since it costs until then.
// Answers come in pages of GetQueryResults, and large ones as the CSV file that Athena
// writes, which this package tells NULL from an empty text in.
package athena
