package condition

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/trailq/trailq/internal/records"
)

// resourceRule says how a service's calls name a resource.
type resourceRule struct {
	service string
	prefix  string // of the name in an ARN, after the account
	name    textFinder
	global  bool // the ARN has no region
}

// resourceRules returns the rules: those of the package report, whose SQL says the
// same. The first that gives a name counts.
func resourceRules() []resourceRule {
	request := func(paths ...string) textFinder {
		var all []textFinder
		for _, path := range paths {
			all = append(all, leafText("requestParameters."+path))
		}
		return firstText(all...)
	}
	response := func(path string) textFinder { return leafText("responseElements." + path) }
	alias := regexp.MustCompile(`(?s)^((arn:[^:]*:lambda:[^:]*:[^:]*:function:)?[^:]+):[^:]+$`)
	suffix := regexp.MustCompile(`(?s)^(arn:.*)-[A-Za-z0-9]{6}$`)
	return []resourceRule{
		{service: "dynamodb", prefix: "table/", name: request("tableName")},
		{service: "kms", prefix: "key/", name: firstText(request("keyId"), response("keyMetadata.keyId"))},
		{service: "lambda", prefix: "function:", name: withoutMatch(alias, request("functionName"))},
		{service: "sqs", name: firstText(queueName(request("queueUrl")), request("queueName"))},
		{service: "sns", name: firstText(request("topicArn", "targetArn"), response("topicArn"))},
		{service: "secretsmanager", prefix: "secret:", name: firstText(withoutMatch(suffix, request("secretId")), request("name"))},
		{service: "ec2", prefix: "instance/", name: firstText(request("instanceId", "instancesSet.items[0].instanceId"), response("instancesSet.items[0].instanceId"))},
		{service: "logs", prefix: "log-group:", name: request("logGroupName")},
		{service: "cloudtrail", prefix: "trail/", name: request("trailName", "name")},
		{service: "iam", prefix: "role/", name: request("roleName"), global: true},
		{service: "iam", prefix: "user/", name: request("userName"), global: true},
		{service: "iam", prefix: "policy/", name: request("policyArn"), global: true},
	}
}

// resourceName returns the ARN of what a call is about.
func resourceName() textFinder {
	listed := leafText("resources[0].ARN")
	source, region := leafText("eventSource"), leafText("awsRegion")
	account := firstText(leafText("recipientAccountId"), leafText("userIdentity.accountId"))
	byService := make(map[string][]resourceRule)
	for _, rule := range resourceRules() {
		name := rule.service + ".amazonaws.com"
		byService[name] = append(byService[name], rule)
	}
	return func(record *records.Record) []byte {
		if arn := listed(record); len(arn) > 0 {
			return arn
		}
		for _, rule := range byService[string(source(record))] {
			if name := rule.name(record); len(name) > 0 {
				return rule.buildARN(string(name), string(region(record)), string(account(record)))
			}
		}
		return nil
	}
}

// buildARN returns the ARN of a resource with a name, which can be one itself.
func (r resourceRule) buildARN(name, region, account string) []byte {
	if strings.HasPrefix(name, "arn:") {
		return []byte(name)
	}
	partition := "arn:aws:"
	switch {
	case strings.HasPrefix(region, "cn-"):
		partition = "arn:aws-cn:"
	case strings.HasPrefix(region, "us-gov-"):
		partition = "arn:aws-us-gov:"
	}
	prefix := r.prefix
	if r.global {
		region = ""
	}
	if r.service == "kms" && strings.HasPrefix(name, "alias/") {
		prefix = ""
	}
	return []byte(partition + r.service + ":" + region + ":" + account + ":" + prefix + name)
}

// withoutMatch returns the first group of a pattern where a text matches it, else the
// text.
func withoutMatch(pattern *regexp.Regexp, text textFinder) textFinder {
	return func(record *records.Record) []byte {
		found := text(record)
		if match := pattern.FindSubmatch(found); match != nil {
			return match[1]
		}
		return found
	}
}

// queueName returns the name at the end of a queue's URL, nil if there is none.
func queueName(url textFinder) textFinder {
	return func(record *records.Record) []byte {
		parts := bytes.Split(url(record), []byte("/"))
		if len(parts) < 5 || len(parts[4]) == 0 {
			return nil
		}
		return parts[4]
	}
}
