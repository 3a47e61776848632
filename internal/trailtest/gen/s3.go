package gen

import (
	"fmt"
	"strconv"
)

// s3PerMille is how many of a thousand events are S3 data events.
const s3PerMille = 900

// operation is a request to S3 that CloudTrail logs as a data event.
type operation struct {
	name     string
	readOnly bool
	// parameters are the request's parameters other than bucketName, Host and key;
	// JSON text that begins with a comma.
	parameters string
	// Maximum bytes each way in a successful request.
	in, out  int
	listing  bool // about a bucket, not an object
	lookup   bool // fails if there is no such object
	encrypts bool // stores something, and answers how it is encrypted
}

type operationWeight struct {
	operation *operation
	weight    int
}

// workload lists the requests to S3 that an application makes.
type workload []operationWeight

func (w workload) weights() weights {
	var each []int
	for _, o := range w {
		each = append(each, o.weight)
	}
	return newWeights(each)
}

// workloads are the workloads by the nature of the work.
type workloads struct {
	serving, crunching, converting, querying, ingesting, browsing, delivering workload
}

func newWorkloads() workloads {
	var (
		get       = &operation{name: "GetObject", readOnly: true, out: 4_000_000, lookup: true}
		head      = &operation{name: "HeadObject", readOnly: true, lookup: true}
		list      = &operation{name: "ListObjects", readOnly: true, out: 300_000, listing: true}
		tagging   = &operation{name: "GetObjectTagging", readOnly: true, parameters: `,"tagging":""`, out: 300}
		put       = &operation{name: "PutObject", in: 2_000_000, encrypts: true}
		copying   = &operation{name: "CopyObject", out: 234, encrypts: true}
		remove    = &operation{name: "DeleteObject"}
		multipart = &operation{name: "CreateMultipartUpload", parameters: `,"uploads":""`, out: 410, encrypts: true}
		part      = &operation{name: "UploadPart", parameters: `,"partNumber":"2"`, in: 16_777_216, encrypts: true}
		complete  = &operation{name: "CompleteMultipartUpload", in: 900, out: 480, encrypts: true}
	)
	return workloads{
		serving:    workload{{get, 560}, {head, 330}, {list, 40}, {put, 50}, {tagging, 15}, {remove, 5}},
		crunching:  workload{{head, 400}, {get, 340}, {list, 110}, {put, 80}, {remove, 30}, {multipart, 8}, {part, 24}, {complete, 8}},
		converting: workload{{head, 380}, {get, 290}, {put, 280}, {copying, 30}, {list, 20}},
		querying:   workload{{get, 640}, {list, 200}, {head, 130}, {put, 30}},
		ingesting:  workload{{put, 620}, {head, 180}, {list, 60}, {part, 90}, {multipart, 25}, {complete, 25}},
		delivering: workload{{put, 1}},
		browsing:   workload{{list, 500}, {get, 300}, {head, 160}, {tagging, 30}, {remove, 10}},
	}
}

// s3Event makes a data event of S3.
func (g *generator) s3Event(p *place) {
	r, e := g.random, &g.event
	c := g.chooseCaller(p)
	o := c.application.work[c.application.frequent.choose(r)].operation
	g.setCaller(c)
	e.data = true
	e.source, e.name, e.readOnly = "s3.amazonaws.com", o.name, o.readOnly
	e.requestID = r.appendLetters(e.requestID, upperAndDigits, 16)
	e.host = fmt.Sprintf("%s.s3.%s.amazonaws.com", c.application.bucket, p.region)
	if c.usesEndpoint() {
		e.endpoint = p.vpcEndpoint
	}
	in, out := g.s3Outcome(o)
	g.s3Request(c, o)
	if o.encrypts && e.errorCode == "" {
		e.response = append(e.response, `{"x-amz-server-side-encryption":"AES256"}`...)
	}
	e.setTransfer(r, in, out, o.encrypts)
}

// s3Outcome decides between success and failure, and how many bytes are
// transferred.
func (g *generator) s3Outcome(o *operation) (in, out int) {
	r, e := g.random, &g.event
	switch n := r.intBelow(1000); {
	case n < 12:
		e.errorCode, e.errorMessage = "AccessDenied", "Access Denied"
		return 0, 243
	case n < 30 && o.lookup:
		e.errorCode, e.errorMessage = "NoSuchKey", "The specified key does not exist."
		return 0, 0
	case n == 999:
		e.errorCode, e.errorMessage = "SlowDown", "Please reduce your request rate."
		return 0, 0
	}
	return chooseSize(r, o.in), chooseSize(r, o.out)
}

// chooseSize returns a number of bytes up to most; small ones are likelier.
func chooseSize(r *random, most int) int {
	if most == 0 {
		return 0
	}
	return 1 + r.intBelow(1+r.intBelow(most))
}

// s3Request sets requestParameters and resources.
func (g *generator) s3Request(c caller, o *operation) {
	e, bucket := &g.event, c.application.bucket
	if o.listing {
		g.s3Listing(c)
		return
	}
	g.key = g.objectKey(g.key[:0], c.application, c.place)
	e.setObject(c.place.account, bucket, g.key, o.parameters)
}

// setObject sets the parameters and resources of a request for an object. More
// holds further parameters, as in [operation].
func (e *event) setObject(account, bucket string, key []byte, more string) {
	e.parameters = fmt.Appendf(e.parameters, `{"bucketName":"%s","Host":"%s","key":"%s"%s}`, bucket, e.host, key, more)
	e.resources = fmt.Appendf(e.resources, `[{"type":"AWS::S3::Object","ARN":"arn:aws:s3:::%s/%s"},{"accountId":"%s","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::%s"}]`,
		bucket, key, account, bucket)
}

func (g *generator) s3Listing(c caller) {
	e, bucket := &g.event, c.application.bucket
	g.key = keyFolder(g.objectKey(g.key[:0], c.application, c.place))
	e.parameters = fmt.Appendf(e.parameters, `{"list-type":"2","bucketName":"%s","encoding-type":"url","max-keys":"1000","prefix":"%s","delimiter":"/","Host":"%s"}`, bucket, g.key, e.host)
	e.resources = fmt.Appendf(e.resources, `[{"type":"AWS::S3::Object","ARNPrefix":"arn:aws:s3:::%s/%s"},{"accountId":"%s","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::%s"}]`,
		bucket, g.key, c.place.account, bucket)
}

// setTransfer sets the additionalEventData of a request to S3. CloudTrail writes
// the numbers of bytes of data events with a decimal point.
func (e *event) setTransfer(r *random, in, out int, encrypts bool) {
	b := append(e.additional, `{"SignatureVersion":"SigV4","CipherSuite":"ECDHE-RSA-AES128-GCM-SHA256","bytesTransferredIn":`...)
	b = strconv.AppendInt(b, int64(in), 10)
	b = append(b, ".0"...)
	if encrypts && e.errorCode == "" {
		b = append(b, `,"SSEApplied":"Default_SSE_S3"`...)
	}
	b = append(b, `,"AuthenticationMethod":"AuthHeader","x-amz-id-2":"`...)
	b = r.appendBase64(b, 56)
	b = append(b, `","bytesTransferredOut":`...)
	b = strconv.AppendInt(b, int64(out), 10)
	e.additional = append(b, ".0}"...)
}
