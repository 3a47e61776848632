package reporttest

import (
	"regexp"
	"strings"
)

// Resource is the ARN of what a call to a service other than S3 is about: of its
// first resource, else made of the names in the parameters and the answer.
func Resource(r Record) any {
	source, _ := r["eventSource"].(string)
	if source == "" || source == "s3.amazonaws.com" {
		return nil
	}
	if arn := Words(r, "resources", 0, "ARN"); arn != "" {
		return arn
	}
	request := func(steps ...any) string { return Words(r, append([]any{"requestParameters"}, steps...)...) }
	service, isAWS := strings.CutSuffix(source, ".amazonaws.com")
	if !isAWS {
		return nil
	}
	switch service {
	case "dynamodb":
		return regionalARN(r, service, "table/", request("tableName"))
	case "kms":
		key := FirstText(request("keyId"), Words(r, "responseElements", "keyMetadata", "keyId"))
		if strings.HasPrefix(key, "alias/") {
			return regionalARN(r, service, "", key)
		}
		return regionalARN(r, service, "key/", key)
	case "lambda":
		name := request("functionName")
		if parts := strings.Split(name, ":"); len(parts) == 8 || len(parts) == 2 {
			name = strings.Join(parts[:len(parts)-1], ":")
		}
		return regionalARN(r, service, "function:", name)
	case "sqs":
		name := request("queueName")
		if parts := strings.Split(request("queueUrl"), "/"); len(parts) > 4 {
			name = parts[4]
		}
		return regionalARN(r, service, "", name)
	case "sns":
		return regionalARN(r, service, "", FirstText(request("topicArn"), request("targetArn"), Words(r, "responseElements", "topicArn")))
	case "secretsmanager":
		secret := request("secretId")
		if strings.HasPrefix(secret, "arn:") {
			secret = regexp.MustCompile("-[A-Za-z0-9]{6}$").ReplaceAllString(secret, "")
		}
		return regionalARN(r, service, "secret:", FirstText(secret, request("name")))
	case "ec2":
		return regionalARN(r, service, "instance/", FirstText(request("instanceId"), request("instancesSet", "items", 0, "instanceId"),
			Words(r, "responseElements", "instancesSet", "items", 0, "instanceId")))
	case "logs":
		return regionalARN(r, service, "log-group:", request("logGroupName"))
	case "cloudtrail":
		return regionalARN(r, service, "trail/", FirstText(request("trailName"), request("name")))
	case "iam":
		for _, kind := range [][2]string{{"roleName", "role/"}, {"userName", "user/"}, {"policyArn", "policy/"}} {
			if name := request(kind[0]); name != "" {
				return globalARN(r, service, kind[1], name)
			}
		}
	}
	return nil
}

// FirstText is the first text that is not empty.
func FirstText(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

func regionalARN(r Record, service, prefix, name string) any {
	return arnOf(r, service+":"+Words(r, "awsRegion"), prefix, name)
}

func globalARN(r Record, service, prefix, name string) any {
	return arnOf(r, service+":", prefix, name)
}

func arnOf(r Record, place, prefix, name string) any {
	switch {
	case name == "":
		return nil
	case strings.HasPrefix(name, "arn:"):
		return name
	}
	partition := "aws"
	switch region := Words(r, "awsRegion"); {
	case strings.HasPrefix(region, "cn-"):
		partition = "aws-cn"
	case strings.HasPrefix(region, "us-gov-"):
		partition = "aws-us-gov"
	}
	account := FirstText(Words(r, "recipientAccountId"), Words(r, "userIdentity", "accountId"))
	return "arn:" + partition + ":" + place + ":" + account + ":" + prefix + name
}
