package arnlabel

import "testing"

func TestLabels(t *testing.T) {
	for arn, want := range map[string]string{
		"arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123": "role/AWSReservedSSO_Admin_0123",
		"arn:aws:iam::111122223333:user/alice":                         "user/alice",
		"arn:aws:iam::111122223333:root":                               "root/111122223333",
		"arn:aws:sts::111122223333:assumed-role/deploy/ci":             "role/deploy/ci",
		"arn:aws:s3:::amzn-s3-demo-bucket/a/b":                         "amzn-s3-demo-bucket/a/b",
		"arn:aws:lambda:eu-west-1:111122223333:function:thumbnails":    "function:thumbnails",
		"arn:aws-us-gov:ec2:us-gov-west-1:111122223333:instance/i-012": "instance/i-012",
	} {
		if got := new(Labels).Label(arn); got != want {
			t.Errorf("%s: %q, want %q", arn, got, want)
		}
	}
}

// Two ARNs never have one label.
func TestLabelsAreDistinct(t *testing.T) {
	arns := map[string]string{
		"arn:aws:iam::111122223333:role/deploy":    "111122223333:role/deploy",
		"arn:aws:iam::444455556666:role/deploy":    "444455556666:role/deploy",
		"arn:aws:iam::111122223333:role/x/build":   "111122223333:role/x/build",
		"arn:aws:iam::111122223333:role/y/build":   "111122223333:role/y/build",
		"arn:aws:iam::111122223333:role/alone":     "role/alone",
		"arn:aws:iam::111122223333:root":           "root/111122223333",
		"arn:aws-cn:iam::777788889999:role/same":   "arn:aws-cn:iam::777788889999:role/same",
		"arn:aws:iam::777788889999:role/same":      "arn:aws:iam::777788889999:role/same",
		"arn:aws:iam::444455556666:role/z/default": "role/default",
	}
	labels := new(Labels)
	for arn := range arns {
		labels.Collect(arn)
	}
	for arn, want := range arns {
		if got := labels.Label(arn); got != want {
			t.Errorf("%s: %q, want %q", arn, got, want)
		}
	}
}

func TestIsARN(t *testing.T) {
	for text, want := range map[string]bool{
		"arn:aws:iam::111122223333:user/alice": true, "arn:aws": false, "alice": false,
		"arn:aws:iam::111122223333:user/a and b": false,
	} {
		if got := IsARN(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
