// Package trino asks a Trino server, by Trino's own client for Go.
//
//	address, _ := url.Parse("trino://analyst@trino.example:443/hive/security/cloudtrail")
//	c, name, err := trino.Open(ctx, address, client.Options{Getenv: os.Getenv})
//
// A password or a token comes from the environment: TRINO_PASSWORD, TRINO_TOKEN. All
// else that the client can do, such as Kerberos, certificates and session properties, is
// in TRINO_OPTIONS, with the names of its documentation:
// https://github.com/trinodb/trino-go-client.
package trino
