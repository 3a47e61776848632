package price

import "slices"

// requestRule recognises the price of a service's requests in AWS's price list.
type requestRule struct {
	item            Item // as a [CallRule] has it
	service         string
	family          string // productFamily
	group, queueing string // attributes; empty for any
}

// requestRules returns how AWS's price lists have the requests of services whose calls
// are priced by a [CallRule].
// https://github.com/infracost/infracost/tree/master/internal/resources/aws (lambda_function, sqs_queue, sns_topic, secretsmanager_secret)
func requestRules() []requestRule {
	return []requestRule{
		{item: "lambda:Invoke*", service: "AWSLambda", family: "Serverless", group: "AWS-Lambda-Requests"},
		{item: "sqs", service: "AWSQueueService", family: "API Request", queueing: "Standard"},
		{item: "sns:Publish*", service: "AmazonSNS", family: "API Request"},
		{item: "secretsmanager", service: "AWSSecretsManager", family: "API Request"},
	}
}

// findRequest returns the item of a price of requests, or "".
func (o *offerPrice) findRequest() Item {
	rules := requestRules()
	at := slices.IndexFunc(rules, func(r requestRule) bool {
		return r.service == o.service && r.family == o.family && (r.group == "" || r.group == o.group) && (r.queueing == "" || r.queueing == o.queueing)
	})
	if at < 0 {
		return ""
	}
	return rules[at].item
}

// isRequestItem reports whether an item is the price of a service's requests.
func isRequestItem(item Item) bool {
	return slices.ContainsFunc(requestRules(), func(r requestRule) bool { return r.item == item })
}
