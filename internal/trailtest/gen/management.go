package gen

import (
	"fmt"
	"strings"
	"time"
)

// request is a management event.
type request struct {
	source, name string
	weight       int
	readOnly     bool
	apiVersion   string
	parameters   string // JSON; "" for null
	response     string // JSON; "" for null
	denied       string // errorCode of a refusal
	// special sets the fields that differ between requests of this kind; nil for
	// none.
	special func(*generator, caller)
}

const accessDenied = "AccessDenied"

// managementRequests returns the kinds of management events.
func managementRequests() []request {
	const (
		ec2Version = "2016-11-15"
		ec2Denied  = "Client.UnauthorizedOperation"
		exception  = "AccessDeniedException"
	)
	return []request{
		{source: "kms.amazonaws.com", name: "Decrypt", weight: 220, readOnly: true, denied: exception, special: (*generator).keyRequest},
		{source: "kms.amazonaws.com", name: "GenerateDataKey", weight: 130, readOnly: true, denied: exception, special: (*generator).keyRequest},
		{source: "sts.amazonaws.com", name: "AssumeRole", weight: 180, readOnly: true, denied: accessDenied, special: (*generator).assumeRole},
		{source: "sts.amazonaws.com", name: "GetCallerIdentity", weight: 40, readOnly: true, denied: accessDenied},
		{source: "ec2.amazonaws.com", name: "DescribeInstances", weight: 90, readOnly: true, denied: ec2Denied,
			parameters: `{"maxResults":1000,"instancesSet":{},"filterSet":{"items":[{"name":"instance-state-code","valueSet":{"items":[{"value":"16"}]}}]}}`},
		{source: "ec2.amazonaws.com", name: "DescribeNetworkInterfaces", weight: 60, readOnly: true, denied: ec2Denied,
			parameters: `{"maxResults":1000,"networkInterfaceIdSet":{},"filterSet":{}}`},
		{source: "ec2.amazonaws.com", name: "DescribeVolumes", weight: 25, readOnly: true, denied: ec2Denied, parameters: `{"volumeSet":{},"filterSet":{}}`},
		{source: "ec2.amazonaws.com", name: "CreateTags", weight: 8, denied: ec2Denied, special: (*generator).tagInstance},
		{source: "logs.amazonaws.com", name: "CreateLogStream", weight: 70, apiVersion: "20140328", denied: exception, special: (*generator).createLogStream},
		{source: "logs.amazonaws.com", name: "DescribeLogGroups", weight: 25, readOnly: true, apiVersion: "20140328", denied: exception, parameters: `{"limit":50}`},
		{source: "ssm.amazonaws.com", name: "GetParameter", weight: 50, readOnly: true, denied: exception, parameters: `{"name":"/production/shared/feature-flags","withDecryption":true}`},
		{source: "secretsmanager.amazonaws.com", name: "GetSecretValue", weight: 45, readOnly: true, denied: exception, parameters: `{"secretId":"production/documents/database"}`},
		{source: "s3.amazonaws.com", name: "GetBucketAcl", weight: 40, readOnly: true, denied: accessDenied, special: (*generator).bucketACL},
		{source: "s3.amazonaws.com", name: "ListBuckets", weight: 12, readOnly: true, denied: accessDenied, parameters: `{"Host":"s3.amazonaws.com"}`},
		{source: "dynamodb.amazonaws.com", name: "DescribeTable", weight: 30, readOnly: true, apiVersion: "2012-08-10", denied: accessDenied, parameters: `{"tableName":"production-sessions"}`},
		{source: "ecs.amazonaws.com", name: "DescribeTasks", weight: 20, readOnly: true, denied: accessDenied, parameters: `{"cluster":"production","tasks":[],"include":["TAGS"]}`},
		{source: "monitoring.amazonaws.com", name: "DescribeAlarms", weight: 18, readOnly: true, denied: accessDenied, parameters: `{"maxRecords":100,"stateValue":"ALARM"}`},
		{source: "glue.amazonaws.com", name: "GetPartitions", weight: 20, readOnly: true, denied: exception, parameters: `{"databaseName":"production","tableName":"page_views","expression":"dt >= '2023-10-01'"}`},
		{source: "lambda.amazonaws.com", name: "UpdateFunctionCode20150331v2", weight: 3, apiVersion: "2015-03-31", denied: exception,
			parameters: `{"functionName":"thumbnails-prod","publish":true,"dryRun":false}`},
		{source: "iam.amazonaws.com", name: "CreateAccessKey", weight: 1, denied: accessDenied, parameters: `{"userName":"partner-exchange"}`,
			response: `{"accessKey":{"userName":"partner-exchange","accessKeyId":"AKIAIOSFODNN7EXAMPLE","status":"Active","createDate":"Nov 1, 2023 9:13:20 AM"}}`},
		{source: "signin.amazonaws.com", name: "ConsoleLogin", weight: 5, special: (*generator).consoleLogin},
	}
}

func managementWeights() weights {
	var each []int
	for _, request := range managementRequests() {
		each = append(each, request.weight)
	}
	return newWeights(each)
}

// managementEvent makes a management event.
func (g *generator) managementEvent(p *place) {
	r, e := g.random, &g.event
	request := &g.requests[g.frequent.choose(r)]
	c := g.chooseCaller(p)
	if c.application.platform == delivery { // it has no role, and makes no other requests
		c = caller{p, &p.applications[0], 0}
	}
	g.setCaller(c)
	e.version = "1.08"
	e.source, e.name, e.readOnly, e.apiVersion = request.source, request.name, request.readOnly, request.apiVersion
	e.agent = trimBrackets(e.agent)
	e.requestID = r.appendUUID(e.requestID)
	e.parameters = append(e.parameters, request.parameters...)
	e.response = append(e.response, request.response...)
	e.host = endpointHost(request.source, p.region)
	if request.special != nil {
		request.special(g, c)
	}
	if request.denied != "" && r.chancePerMille(15) {
		g.denyRequest(c, request)
	}
}

// endpointHost returns the host that serves an event source.
func endpointHost(source, region string) string {
	const suffix = ".amazonaws.com"
	return source[:len(source)-len(suffix)] + "." + region + suffix
}

// trimBrackets removes the brackets that only S3 puts around user agents.
func trimBrackets(agent string) string {
	if agent[0] == '[' {
		return agent[1 : len(agent)-1]
	}
	return agent
}

func (g *generator) denyRequest(c caller, request *request) {
	e := &g.event
	e.response = e.response[:0]
	e.errorCode = request.denied
	if request.source == "ec2.amazonaws.com" {
		e.errorMessage = "You are not authorized to perform this operation."
		return
	}
	service, _, _ := strings.Cut(request.source, ".")
	e.errorMessage = fmt.Sprintf("User: %s is not authorized to perform: %s:%s because no identity-based policy allows the %s:%s action",
		c.arn(), service, request.name, service, request.name)
}

// setService makes an AWS service the caller.
func (g *generator) setService(name string) {
	e := &g.event
	e.identity = fmt.Appendf(e.identity[:0], `{"type":"AWSService","invokedBy":"%s"}`, name)
	e.address, e.agent = name, name
	e.tls, e.console = "", false
}

func (g *generator) keyRequest(c caller) {
	e, p := &g.event, c.place
	arn := fmt.Sprintf("arn:aws:kms:%s:%s:key/%s", p.region, p.account, p.key)
	context := fmt.Sprintf(`"encryptionContext":{"aws:s3:arn":"arn:aws:s3:::%s"}`, c.application.bucket)
	if e.name == "Decrypt" {
		e.parameters = fmt.Appendf(e.parameters, `{%s,"encryptionAlgorithm":"SYMMETRIC_DEFAULT"}`, context)
	} else {
		e.parameters = fmt.Appendf(e.parameters, `{"keyId":"%s",%s,"keySpec":"AES_256"}`, arn, context)
	}
	e.resources = fmt.Appendf(e.resources, `[{"accountId":"%s","type":"AWS::KMS::Key","ARN":"%s"}]`, p.account, arn)
}

// assumeRole makes the event of a service that assumes the caller's role in order
// to run it.
func (g *generator) assumeRole(c caller) {
	r, e := g.random, &g.event
	g.setService(chooseOne(r, []string{"lambda.amazonaws.com", "ec2.amazonaws.com", "ecs-tasks.amazonaws.com", "glue.amazonaws.com"}))
	key := "ASIA" + string(r.appendLetters(nil, base32, 9)) + "EXAMPLE"
	e.setGrant(r, &roleSession{
		account: c.place.account, path: c.application.path, role: c.application.role,
		principalID: c.application.principalID, name: c.name(), key: key,
	}, 6*time.Hour)
	e.shared = r.appendUUID(e.shared)
}

func (g *generator) tagInstance(caller) {
	id := g.random.appendHex(nil, 8)
	g.event.parameters = fmt.Appendf(g.event.parameters, `{"resourcesSet":{"items":[{"resourceId":"i-0%s"}]},"tagSet":{"items":[{"key":"Environment","value":"production"}]}}`, id)
	g.event.response = append(g.event.response, `{"_return":true}`...)
}

func (g *generator) createLogStream(c caller) {
	day := g.event.time.Format("2006/01/02")
	g.event.parameters = fmt.Appendf(g.event.parameters, `{"logGroupName":"/aws/lambda/%s-prod","logStreamName":"%s/[$LATEST]%s"}`,
		c.application.kind.name, day, g.random.appendHex(nil, 16))
}

// bucketACL makes the event of CloudTrail checking the bucket to which it delivers.
func (g *generator) bucketACL(c caller) {
	e := &g.event
	g.setService("cloudtrail.amazonaws.com")
	bucket := trailBucket(c.place.account)
	e.parameters = fmt.Appendf(e.parameters, `{"bucketName":"%s","Host":"%s.s3.%s.amazonaws.com","acl":""}`, bucket, bucket, c.place.region)
	e.additional = append(e.additional, `{"SignatureVersion":"SigV4","CipherSuite":"ECDHE-RSA-AES128-GCM-SHA256","bytesTransferredIn":0,"AuthenticationMethod":"AuthHeader","x-amz-id-2":"`...)
	e.additional = append(g.random.appendBase64(e.additional, 56), `","bytesTransferredOut":542}`...)
	e.resources = fmt.Appendf(e.resources, `[{"accountId":"%s","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::%s"}]`, c.place.account, bucket)
	e.shared = g.random.appendUUID(e.shared)
}

// consoleLogin makes the event of an IAM user who signs in, one time in eight
// without success.
func (g *generator) consoleLogin(c caller) {
	r, e := g.random, &g.event
	name := chooseOne(r, []string{"anaya", "Mary_Major", "Alice"})
	e.identity = fmt.Appendf(e.identity[:0], `{"type":"IAMUser","principalId":"AIDACKCEVSQ6C2EXAMPLE","arn":"arn:aws:iam::%s:user/%s","accountId":"%s","userName":"%s"}`,
		c.place.account, name, c.place.account, name)
	e.eventType, e.requestID = "AwsConsoleSignIn", e.requestID[:0]
	e.address, e.agent, e.console = publicAddress(r), trimBrackets(agentFirefox), false
	e.host, e.tls = "signin.aws.amazon.com", tls13
	e.additional = append(e.additional, `{"LoginTo":"https://console.aws.amazon.com/console/home?state=hashArgs%23&isauthcode=true","MobileVersion":"No","MFAUsed":"Yes"}`...)
	if r.intBelow(8) > 0 {
		e.response = append(e.response, `{"ConsoleLogin":"Success"}`...)
		return
	}
	e.errorMessage = "Failed authentication"
	e.response = append(e.response, `{"ConsoleLogin":"Failure"}`...)
}
