package s3source_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/trailq/trailq/internal/trailtest/s3test"
	"github.com/trailq/trailq/s3source"
)

// A bucket is read with the caller's configuration or client alone: without it, the
// environment has no endpoint and no credentials.
func TestCallersClient(t *testing.T) {
	s := newSetting(t, logs(12, 3))
	settings, err := config.LoadDefaultConfig(t.Context(), config.WithBaseEndpoint(s.proxy.URL), config.WithRegion("us-east-1"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_REGION"} {
		t.Setenv(name, "")
	}
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	client := s3.NewFromConfig(settings, func(o *s3.Options) { o.UsePathStyle = true })
	for name, options := range map[string]s3source.Options{"client": {Client: client}, "config": {Config: &settings}} {
		t.Run(name, func(t *testing.T) {
			read(t, newSource(t, "", "", options)).checkComplete(t, 12, 3)
			s.proxy.Add(s3test.IsKind(s3test.ListRequest), 1, s3test.SlowDown())
			read(t, newSource(t, "", "", options)).checkComplete(t, 12, 3)
		})
	}
	anonymous := settings.Copy()
	anonymous.Credentials = aws.AnonymousCredentials{}
	if got := read(t, newSource(t, "", "", s3source.Options{Config: &anonymous})); got.fatal == nil {
		t.Error("the configuration's credentials are not those that are used")
	}
}
