// Package report holds the questions that have a command of their own. Each is
// a .sql file in Athena's dialect over the documented table, with a few typed
// parameters, so that it can be read, copied, changed, and run on Athena:
//
//	by, err := report.ParseDimensions([]string{"caller", "requestParameters.bucketName"})
//	if err != nil {
//		return err
//	}
//	top := report.NewTop(report.TopOptions{By: by, Limit: 10})
//	answer, err := db.Query(ctx, top.Statement)
//	if err != nil {
//		return err
//	}
//	return render.Write(os.Stdout, top.Present(answer.Table), render.Options{})
//
// The SQL is made in one place, package text/template, from parameters that
// write themselves as SQL: [Text], [Name], [Expression] and numbers. Nothing else
// that a user wrote gets into it.
package report
