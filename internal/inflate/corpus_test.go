package inflate

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// trailJSON returns a log file of at least size bytes as CloudTrail writes it:
// one line, in which a few services, users and shapes of event recur while
// identifiers are random. The same size and seed give the same bytes.
func trailJSON(size int, seed uint64) []byte {
	random := rand.New(rand.NewPCG(uint64(size), seed))
	var b strings.Builder
	b.WriteString(`{"Records":[`)
	when := time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)
	for i := 0; i == 0 || b.Len() < size; i++ {
		if i > 0 {
			b.WriteByte(',')
		}
		when = when.Add(time.Duration(random.IntN(3000)) * time.Millisecond)
		writeEvent(&b, random, when)
	}
	b.WriteString(`]}`)
	return []byte(b.String())
}

func writeEvent(b *strings.Builder, random *rand.Rand, when time.Time) {
	pick := func(values ...string) string { return values[random.IntN(len(values))] }
	digits := func(alphabet string, n int) string {
		text := make([]byte, n)
		for i := range text {
			text[i] = alphabet[random.IntN(len(alphabet))]
		}
		return string(text)
	}
	const hex, upper = "0123456789abcdef", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	uuid := func() string {
		return digits(hex, 8) + "-" + digits(hex, 4) + "-4" + digits(hex, 3) + "-" + digits(hex, 4) + "-" + digits(hex, 12)
	}
	role := pick("Deploy", "ReadOnly", "Backup", "NodeInstanceRole", "Scanner")
	session := pick("i-0a1b2c3d4e5f60718", "ci-runner", "alice", "bob", "nightly")
	event := strings.Fields(pick(
		"s3 GetObject true Data", "s3 PutObject false Data", "s3 ListObjects true Data",
		"ec2 DescribeInstances true Management", "ec2 DescribeVolumes true Management",
		"sts AssumeRole true Management", "kms Decrypt true Management", "kms GenerateDataKey true Management",
		"logs CreateLogStream false Management", "dynamodb GetItem true Data"))
	stamp := when.Format(time.RFC3339)
	fmt.Fprintf(b, `{"eventVersion":"1.09","userIdentity":{"type":"AssumedRole","principalId":"AROAEXAMPLE%s:%s",`+
		`"arn":"arn:aws:sts::111122223333:assumed-role/%s/%s","accountId":"111122223333","accessKeyId":"ASIA%s",`+
		`"sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROAEXAMPLE%s",`+
		`"arn":"arn:aws:iam::111122223333:role/%s","accountId":"111122223333","userName":"%s"},`+
		`"attributes":{"creationDate":"%s","mfaAuthenticated":"false"}}},"eventTime":"%s",`+
		`"eventSource":"%s.amazonaws.com","eventName":"%s","awsRegion":"%s","sourceIPAddress":"192.0.2.%d",`+
		`"userAgent":"%s",`,
		strings.ToUpper(role), session, role, session, pick("IOSFODNN7EXAMPLE", "I44QH8DHBEXAMPLE", digits(upper, 16)),
		strings.ToUpper(role), role, role, when.Truncate(time.Hour).Format(time.RFC3339), stamp,
		event[0], event[1], pick("us-east-1", "us-east-1", "eu-central-1"), random.IntN(40),
		pick("aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5 md/GOOS#linux md/GOARCH#amd64 api/s3#1.58.0",
			"Boto3/1.34.40 md/Botocore#1.34.40 ua/2.0 os/linux#5.10.209 md/arch#x86_64 lang/python#3.11.8",
			"aws-cli/2.15.17 Python/3.11.6 Linux/5.10.209 exe/x86_64.amzn.2 prompt/off command/s3.cp"))
	if event[0] == "s3" {
		fmt.Fprintf(b, `"requestParameters":{"bucketName":"amzn-s3-demo-bucket","Host":"amzn-s3-demo-bucket.s3.amazonaws.com",`+
			`"key":"data/%s/part-%05d.parquet"},"responseElements":null,"additionalEventData":{"SignatureVersion":"SigV4",`+
			`"CipherSuite":"TLS_AES_128_GCM_SHA256","bytesTransferredIn":0,"AuthenticationMethod":"AuthHeader",`+
			`"x-amz-id-2":"%s=","bytesTransferredOut":%d},`,
			when.Format("2006/01/02"), random.IntN(500), digits(upper+strings.ToLower(upper)+"+/89", 75), random.IntN(100000))
	} else {
		fmt.Fprintf(b, `"requestParameters":{"filterSet":{},"maxResults":%d,"id":"%s"},"responseElements":null,`,
			100*random.IntN(10), digits(hex, 17))
	}
	fmt.Fprintf(b, `"requestID":"%s","eventID":"%s","readOnly":%s,"eventType":"AwsApiCall","managementEvent":%t,`+
		`"recipientAccountId":"111122223333","eventCategory":"%s","tlsDetails":{"tlsVersion":"TLSv1.3",`+
		`"cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"%s.us-east-1.amazonaws.com"}}`,
		uuid(), uuid(), event[2], event[3] == "Management", event[3], event[0])
}

// compress returns content as one member of a gzip file.
func compress(t testing.TB, content []byte, level int) []byte {
	t.Helper()
	w, err := gzip.NewWriterLevel(nil, level)
	if err != nil {
		t.Fatal(err)
	}
	return writeMember(t, w, content)
}

// writeMember returns content as one member of a gzip file, made by w. A writer is large, so
// who compresses often keeps it.
func writeMember(t testing.TB, w *gzip.Writer, content []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w.Reset(&b)
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// reference decodes src member by member with the standard library, but takes
// zero bytes after a member for padding, as Gzip does.
func reference(src []byte) ([]byte, error) {
	var content bytes.Buffer
	in := bytes.NewReader(src)
	z, err := gzip.NewReader(in)
	for ; err == nil; err = z.Reset(in) {
		z.Multistream(false)
		if _, err := io.Copy(&content, z); err != nil {
			return content.Bytes(), err
		}
		if rest := src[len(src)-in.Len():]; len(bytes.Trim(rest, "\x00")) == 0 {
			return content.Bytes(), nil
		}
	}
	return content.Bytes(), err
}
