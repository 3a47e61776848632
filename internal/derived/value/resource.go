package value

import (
	"bytes"
	"regexp"

	"github.com/trailq/trailq/internal/derived"
	"github.com/trailq/trailq/internal/extract"
)

// namer returns a name that a call has, nil for NULL.
type namer func() []byte

// namedResource is how a service's calls name what they are about.
type namedResource struct {
	prefix string // of the name in an ARN, after the account
	name   namer
}

// bindResource returns the function that reads what a call is about: see
// [report.NamedResourceSQL].
func (r *Reader) bindResource() func() derived.Value {
	r.lambdaVersion = regexp.MustCompile(`^((arn:[^:]*:lambda:[^:]*:[^:]*:function:)?[^:]+):[^:]+$`)
	r.secretSuffix = regexp.MustCompile(`^(arn:.*)-[A-Za-z0-9]{6}$`)
	named := r.namedResources()
	return func() derived.Value {
		source := r.readText(r.source)
		if source == nil || string(source) == "s3.amazonaws.com" {
			return derived.Value{}
		}
		if arn := r.firstARN(r.extract.Value(r.first)); len(arn) > 0 {
			return textValue(arn)
		}
		service, isAWS := bytes.CutSuffix(source, []byte(".amazonaws.com"))
		if !isAWS {
			return derived.Value{}
		}
		for _, one := range named[string(service)] {
			if value := r.nameResource(service, one); value.Known {
				return value
			}
		}
		return derived.Value{}
	}
}

// namedResources returns the rules by service: the first that gives a name counts.
func (r *Reader) namedResources() map[string][]namedResource {
	request := func(path ...string) namer { return r.request.bindName(path...) }
	response := func(path ...string) namer { return r.response.bindName(path...) }
	return map[string][]namedResource{
		"dynamodb":       {{"table/", request("tableName")}},
		"kms":            {{"key/", firstName(request("keyId"), response("keyMetadata", "keyId"))}},
		"lambda":         {{"function:", r.bindReplaced(r.lambdaVersion, request("functionName"))}},
		"sqs":            {{"", firstName(queueOf(request("queueUrl")), request("queueName"))}},
		"sns":            {{"", firstName(request("topicArn"), request("targetArn"), response("topicArn"))}},
		"secretsmanager": {{"secret:", firstName(r.bindReplaced(r.secretSuffix, request("secretId")), request("name"))}},
		"ec2": {{"instance/", firstName(request("instanceId"), request("instancesSet", "items", "[0]", "instanceId"),
			response("instancesSet", "items", "[0]", "instanceId"))}},
		"logs":       {{"log-group:", request("logGroupName")}},
		"cloudtrail": {{"trail/", firstName(request("trailName"), request("name"))}},
		"iam":        {{"role/", request("roleName")}, {"user/", request("userName")}, {"policy/", request("policyArn")}},
	}
}

// bindName returns the function that gives a text.
func (s *scalars) bindName(path ...string) namer {
	slot := s.Slot(path...)
	return func() []byte { return s.Text(slot) }
}

// firstName returns the function that gives the first name that is not NULL.
func firstName(names ...namer) namer {
	return func() []byte {
		for _, name := range names {
			if text := name(); text != nil {
				return text
			}
		}
		return nil
	}
}

// bindReplaced returns the function that gives the part of a text that a pattern matches first,
// or else the text.
func (r *Reader) bindReplaced(pattern *regexp.Regexp, name namer) namer {
	return func() []byte {
		text := name()
		r.certain = r.certain && isPlain(text)
		if match := pattern.FindSubmatch(text); match != nil {
			return match[1]
		}
		return text
	}
}

// queueOf returns the function that gives the name in the URL of a queue, nil where it has
// none.
func queueOf(url namer) namer {
	return func() []byte {
		if parts := bytes.Split(url(), []byte("/")); len(parts) > 4 && len(parts[4]) > 0 {
			return parts[4]
		}
		return nil
	}
}

// nameResource returns the ARN of a name, which can be one.
func (r *Reader) nameResource(service []byte, rule namedResource) derived.Value {
	name := rule.name()
	r.certain = r.certain && isPlain(name)
	switch {
	case len(name) == 0:
		return derived.Value{}
	case bytes.HasPrefix(name, []byte("arn:")):
		return textValue(name)
	}
	region, partition := r.readText(r.region), "arn:aws:"
	if bytes.HasPrefix(region, []byte("cn-")) {
		partition = "arn:aws-cn:"
	} else if bytes.HasPrefix(region, []byte("us-gov-")) {
		partition = "arn:aws-us-gov:"
	}
	prefix := rule.prefix
	switch string(service) {
	case "iam":
		region = nil // whose ARNs have none
	case "kms":
		if bytes.HasPrefix(name, []byte("alias/")) {
			prefix = ""
		}
	}
	start := len(r.texts)
	for _, part := range [][]byte{[]byte(partition), service, []byte(":"), region, []byte(":"), firstText(r.readText(r.recipient), r.callers.accountID()), []byte(":"), []byte(prefix), name} {
		r.texts = append(r.texts, part...)
	}
	text := r.texts[start:len(r.texts):len(r.texts)]
	if len(r.texts) > mostTexts {
		r.texts = nil
	}
	return textValue(text)
}

// mostTexts is how many bytes of texts are put into one piece of memory.
const mostTexts = 1 << 16

// firstARN returns the ARN of a raw resource, nil for NULL.
func (r *Reader) firstARN(raw []byte) (arn []byte) {
	fields, whole := r.objects.Object(raw, r.fields[:0])
	r.fields = fields
	if !whole {
		return nil
	}
	for i := range fields {
		switch string(extract.Key(raw[fields[i].Key.Start:fields[i].Key.End])) {
		case "ARN", "arn":
			arn = raw[fields[i].Value.Start:fields[i].Value.End]
		}
	}
	return extract.Text(arn)
}
