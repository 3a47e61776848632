package records

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"testing"
)

// BenchmarkReader cuts a log file of 1,000 records into them.
func BenchmarkReader(b *testing.B) {
	content := typicalLog(1000)
	var reader Reader
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		reader.Reset(content, nil, Limits{}, nil)
		for {
			_, err := reader.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/record")
}

// BenchmarkObject scans a small object, as the decoding of nested fields does.
func BenchmarkObject(b *testing.B) {
	raw := []byte(`{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"amzn-s3-demo-bucket.s3.eu-west-1.amazonaws.com"}`)
	var fields []Field
	var scanner Scanner
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		var ok bool
		if fields, ok = scanner.Object(raw, fields[:0]); !ok {
			b.Fatal("refused")
		}
	}
}

// typicalLog is the content of a log file of that many records, much like those
// of a trail with data events: most are calls of S3 by a role, some of the
// console by a user, a few of services.
func typicalLog(records int) []byte {
	var content bytes.Buffer
	content.WriteString(`{"Records":[`)
	for i := range records {
		if i > 0 {
			content.WriteByte(',')
		}
		switch i % 10 {
		case 3, 7:
			userRecord(&content, i)
		case 9:
			serviceRecord(&content, i)
		default:
			roleRecord(&content, i)
		}
	}
	content.WriteString(`]}`)
	return content.Bytes()
}

func roleRecord(w io.Writer, i int) {
	fmt.Fprintf(w, `{"eventVersion":"1.09","userIdentity":{"type":"AssumedRole","principalId":"AROAIDPPEZS35WEXAMPLE:thumbnails-%[2]d","arn":"arn:aws:sts::111122223333:assumed-role/thumbnails/thumbnails-%[2]d","accountId":"111122223333","accessKeyId":"ASIAIOSFODNN7EXAMPLE","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROAIDPPEZS35WEXAMPLE","arn":"arn:aws:iam::111122223333:role/service-role/thumbnails","accountId":"111122223333","userName":"thumbnails"},"webIdFederationData":{},"attributes":{"creationDate":"2023-11-01T23:56:16Z","mfaAuthenticated":"false"}}},"eventTime":"2023-11-02T03:%02[3]d:43Z","eventSource":"s3.amazonaws.com","eventName":"PutObject","awsRegion":"eu-west-1","sourceIPAddress":"203.0.113.%[2]d","userAgent":"[Boto3/1.28.62 md/Botocore#1.31.62 ua/2.0 os/linux#5.10.196-202.760.amzn2.x86_64 md/arch#x86_64 lang/python#3.11.6 md/pyimpl#CPython exec-env/AWS_Lambda_python3.11]","requestParameters":{"bucketName":"amzn-s3-demo-bucket","Host":"amzn-s3-demo-bucket.s3.eu-west-1.amazonaws.com","key":"products/%06[1]d/1280x720/%08[4]x.jpg"},"responseElements":{"x-amz-server-side-encryption":"AES256"},"additionalEventData":{"SignatureVersion":"SigV4","CipherSuite":"ECDHE-RSA-AES128-GCM-SHA256","bytesTransferredIn":%[4]d.0,"SSEApplied":"Default_SSE_S3","AuthenticationMethod":"AuthHeader","x-amz-id-2":"kazTHOSAmqIQ7bgsUAA0qfmQ7RvDjYXNnqkmLFujywBEgk6Y2mKHptYi7yMrpn2WOd6w3ntM0MI=","bytesTransferredOut":0.0},"requestID":"WE8R97YVR71LVQ9M","eventID":"b92fa327-283f-441e-a1b1-%012[4]x","readOnly":false,"resources":[{"type":"AWS::S3::Object","ARN":"arn:aws:s3:::amzn-s3-demo-bucket/products/%06[1]d/1280x720/%08[4]x.jpg"},{"accountId":"111122223333","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::amzn-s3-demo-bucket"}],"eventType":"AwsApiCall","managementEvent":false,"recipientAccountId":"111122223333","eventCategory":"Data","tlsDetails":{"tlsVersion":"TLSv1.2","cipherSuite":"ECDHE-RSA-AES128-GCM-SHA256","clientProvidedHostHeader":"amzn-s3-demo-bucket.s3.eu-west-1.amazonaws.com"}}`,
		i, i%200, i%60, i*7919)
}

func userRecord(w io.Writer, i int) {
	fmt.Fprintf(w, `{"eventVersion":"1.09","userIdentity":{"type":"IAMUser","principalId":"AIDACKCEVSQ6C2EXAMPLE","arn":"arn:aws:iam::111122223333:user/Mary","accountId":"111122223333","accessKeyId":"AKIAIOSFODNN7EXAMPLE","userName":"Mary"},"eventTime":"2023-11-02T03:%02[2]d:43Z","eventSource":"iam.amazonaws.com","eventName":"PutRolePolicy","awsRegion":"us-east-1","sourceIPAddress":"198.51.100.7","userAgent":"aws-cli/2.13.28 Python/3.11.6 Linux/5.10.196 exe/x86_64 prompt/off command/iam.put-role-policy","errorCode":"AccessDenied","errorMessage":"User: arn:aws:iam::111122223333:user/Mary is not authorized to perform: iam:PutRolePolicy on resource: role thumbnails","requestParameters":{"roleName":"thumbnails","policyName":"write-%[1]d","policyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:PutObject\"],\"Resource\":\"arn:aws:s3:::amzn-s3-demo-bucket/*\"}]}"},"responseElements":null,"requestID":"9b2f5f6c-4d0c-4c6e-8f0e-%012[1]x","eventID":"0c3c7b1e-1d3f-4c55-b2a4-%012[1]x","readOnly":false,"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"111122223333","eventCategory":"Management","tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"iam.amazonaws.com"},"sessionCredentialFromConsole":"true"}`,
		i, i%60)
}

func serviceRecord(w io.Writer, i int) {
	fmt.Fprintf(w, `{"eventVersion":"1.09","userIdentity":{"type":"AWSService","invokedBy":"lambda.amazonaws.com"},"eventTime":"2023-11-02T03:%02[2]d:43Z","eventSource":"sts.amazonaws.com","eventName":"AssumeRole","awsRegion":"eu-west-1","sourceIPAddress":"lambda.amazonaws.com","userAgent":"lambda.amazonaws.com","requestParameters":{"roleArn":"arn:aws:iam::111122223333:role/service-role/thumbnails","roleSessionName":"thumbnails-%[1]d","durationSeconds":43200},"responseElements":{"credentials":{"accessKeyId":"ASIAIOSFODNN7EXAMPLE","sessionToken":"IQoJb3JpZ2luX2VjEXAMPLE","expiration":"Nov 2, 2023, 3:19:11 PM"},"assumedRoleUser":{"assumedRoleId":"AROAIDPPEZS35WEXAMPLE:thumbnails-%[1]d","arn":"arn:aws:sts::111122223333:assumed-role/thumbnails/thumbnails-%[1]d"}},"requestID":"1e2d3c4b-5a69-4788-9786-%012[1]x","eventID":"5f4e3d2c-1b0a-4f9e-8d7c-%012[1]x","readOnly":true,"resources":[{"accountId":"111122223333","type":"AWS::IAM::Role","ARN":"arn:aws:iam::111122223333:role/service-role/thumbnails"}],"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"111122223333","sharedEventID":"6a7b8c9d-0e1f-4a2b-9c3d-%012[1]x","eventCategory":"Management"}`,
		i, i%60)
}
