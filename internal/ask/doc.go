// Package ask is the room between the queries and their faces: the command line
// today, a web page later. It turns words into an answer. The words of a query are
// the names of flags and of a URL's parameters alike: since, caller, by, limit. A
// face adds no meaning to them; it shows what comes back.
//
//	sources, err := ask.Open(ctx, []string{"logs/"}, ask.Access{}, ask.Environment{})
//	…
//	query, err := ask.Prepare(ask.NewTop(), ask.Request{Sources: []string{"logs/"}})
//	…
//	run, err := sources.Start(ctx, query.Options)
//	…
//	defer run.Close()
//	outcome, err := query.Answer(ctx, run, ask.Form{}, func(tables ...*table.Table) error {
//		…
//	})
//
// The words are fields of structs ([Selection], [Access], [Top] and so on), each of
// which lists them for a face (package words). [Sources] stay open for any number of
// runs, and a [Run] for any number of queries over the same events. A context that
// is done stops any of it.
//
// Mistakes in words are [Failure] values that name the words, so that each face can
// spell them its own way. A [Reporter] hears about damaged files and doubts while
// the logs are read; [Run.Reading] is the account of what was read, and
// [Run.Progress] how far that has come.
package ask
