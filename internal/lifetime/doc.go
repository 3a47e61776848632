// Package lifetime knows the calls that start and end what AWS charges for by the hour:
// instances, databases, volumes, gateways. From such calls it makes the life of each
// resource: who started it and when, when it stood still, and who ended it.
//
//	ledger := lifetime.NewLedger()
//	for _, call := range calls {
//		ledger.Add(call)
//	}
//	lives := ledger.Settle(endsOfTheLogs).Lives
//
// The calls are a table, calls.csv: which call does what to which kind of resource, and
// where in the call's parameters the resource is named. The package knows neither SQL nor
// logs: see package started.
package lifetime
