// Package target says what a call was about: a bucket, a role, an instance.
package target

import (
	"strings"

	"github.com/trailq/trailq/internal/fieldpath"
	"github.com/trailq/trailq/internal/records"
)

// Finder finds the targets of records. It is made once, by [NewFinder].
type Finder struct{ paths []fieldpath.Path }

// parameters are the parameters of requests that name what the request is about, the most
// telling first, then what the answer names, then the first resource. The names are those
// of AWS's APIs, as CloudTrail writes them.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
const parameters = `bucketName roleArn roleName userName policyArn groupName instanceProfileName
instanceId instancesSet.items[0].instanceId functionName tableName keyId secretId topicArn targetArn queueUrl queueName
logGroupName trailName stackName clusterName cluster dBInstanceIdentifier groupId vpcId volumeId resourceArn resourceARN
repositoryName streamName stateMachineArn domainName name`

// NewFinder returns a finder.
func NewFinder() (*Finder, error) {
	f := new(Finder)
	var texts []string
	for _, name := range strings.Fields(parameters) {
		texts = append(texts, "requestParameters."+name)
	}
	for _, text := range append(texts, "responseElements.instancesSet.items[0].instanceId", "resources[0].ARN") {
		path, err := fieldpath.Parse(text)
		if err != nil {
			return nil, err
		}
		f.paths = append(f.paths, path)
	}
	return f, nil
}

// Find returns the name of what the record is about, or its ARN; empty if the record does
// not say it.
func (f *Finder) Find(record *records.Record) string {
	for _, path := range f.paths {
		if raw := path.Get(record); len(raw) > 0 && raw[0] == '"' {
			if text := records.Text(raw); text != "" {
				return shortenURL(text)
			}
		}
	}
	return ""
}

// shortenURL returns the name of a queue, of which requests have the URL, and any other
// text unchanged.
func shortenURL(text string) string {
	if strings.HasPrefix(text, "https://") {
		return text[strings.LastIndexByte(text, '/')+1:]
	}
	return text
}
