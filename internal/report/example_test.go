//go:build cgo

package report_test

import (
	"context"
	"log"
	"os"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/render"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/top"
)

func Example() {
	ctx := context.Background()
	db, err := duck.Open(ctx, trailq.Dir("../../testdata/logs"), duck.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	by, err := report.ParseDimensions([]string{"service", "requestParameters.bucketName"})
	if err != nil {
		log.Fatal(err)
	}
	r, err := top.New(top.Options{By: by, Limit: 3})
	if err != nil {
		log.Fatal(err)
	}
	answer, err := db.Query(ctx, r.Statement)
	if err != nil {
		log.Fatal(err)
	}
	if err := render.Write(os.Stdout, r.Present(answer.Table), render.Options{Format: render.CSV}); err != nil {
		log.Fatal(err)
	}
	// Output:
	// service,requestParameters.bucketName,events,share
	// s3,amzn-s3-demo-archive,5701,0.847354
	// secretsmanager,,234,0.03478
	// sts,,190,0.02824
}
