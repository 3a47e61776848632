// Package started is the report of what was started: instances, databases, gateways and
// other resources that cost by the hour, with who started them, and whether they are still
// there by the logs.
package started
