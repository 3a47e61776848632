package report

import (
	"fmt"
	"strings"
)

// resourceSQL returns the SQL of the ARN of what a call is about: of the first of its
// resources or, as most services name none, made of the names in its parameters and
// its answer. So a table has the same ARN in all calls, whether they name it or not.
// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
func resourceSQL() Expression {
	return Expressionf("coalesce(%v, nullif(element_at(resources, 1).arn, ''))", NamedResourceSQL())
}

// RequestText returns the SQL of a text in the request's parameters.
func RequestText(path Text) Expression {
	return Expressionf("json_extract_scalar(requestparameters, %v)", path)
}

// KeyFolder returns the SQL of the first folder of the key or prefix of a call, as the
// short name prefix has it. strpos takes a third of the time of a pattern.
func KeyFolder() Expression {
	key := Expressionf("coalesce(%v, %v)", RequestText("$.key"), RequestText("$.prefix"))
	return Expressionf("substr(%[1]v, 1, strpos(%[1]v, '/'))", key)
}

// NamedResourceSQL returns the resource like the short name resource does, except of
// calls to S3, whose buckets and prefixes are dimensions of their own.
func NamedResourceSQL() Expression {
	return Expressionf("CASE WHEN eventsource <> 's3.amazonaws.com' THEN coalesce(nullif(element_at(resources, 1).arn, ''), %v) END", Expression{namedResourceSQL()})
}

// ResourceOwner returns the SQL of the account that owns what a call was about: S3's
// records have the bucket's owner with one of the resources.
func ResourceOwner() Expression {
	return Expressionf("coalesce(element_at(resources, 1).accountid, element_at(resources, 2).accountid)")
}

// resourceRule says how a service's calls name a resource.
type resourceRule struct {
	service string
	prefix  string // of the name in an ARN, after the account
	name    string // the SQL of the name, or of the ARN
	global  bool   // whether the ARN has no region
}

// resourceRules returns the rules. A service can have several: the first that gives a
// name counts.
func resourceRules() []resourceRule {
	request := func(paths ...string) string {
		var all []string
		for _, path := range paths {
			all = append(all, fmt.Sprintf("json_extract_scalar(requestparameters, '$.%s')", path))
		}
		if len(all) == 1 {
			return all[0]
		}
		return "coalesce(" + strings.Join(all, ", ") + ")"
	}
	const response = "json_extract_scalar(responseelements, '$.%s')"
	return []resourceRule{
		{service: "dynamodb", prefix: "table/", name: request("tableName")},
		{service: "kms", prefix: "key/", name: "coalesce(" + request("keyId") + ", " + fmt.Sprintf(response, "keyMetadata.keyId") + ")"},
		{service: "lambda", prefix: "function:", name: "regexp_replace(" + request("functionName") + ", '^((arn:[^:]*:lambda:[^:]*:[^:]*:function:)?[^:]+):[^:]+$', '$1')"},
		{service: "sqs", name: "coalesce(nullif(split_part(" + request("queueUrl") + ", '/', 5), ''), " + request("queueName") + ")"},
		{service: "sns", name: "coalesce(" + request("topicArn", "targetArn") + ", " + fmt.Sprintf(response, "topicArn") + ")"},
		{service: "secretsmanager", prefix: "secret:", name: "coalesce(regexp_replace(" + request("secretId") + ", '^(arn:.*)-[A-Za-z0-9]{6}$', '$1'), " + request("name") + ")"},
		{service: "ec2", prefix: "instance/", name: "coalesce(" + request("instanceId", "instancesSet.items[0].instanceId") + ", " + fmt.Sprintf(response, "instancesSet.items[0].instanceId") + ")"},
		{service: "logs", prefix: "log-group:", name: request("logGroupName")},
		{service: "cloudtrail", prefix: "trail/", name: request("trailName", "name")},
		{service: "iam", prefix: "role/", name: request("roleName"), global: true},
		{service: "iam", prefix: "user/", name: request("userName"), global: true},
		{service: "iam", prefix: "policy/", name: request("policyArn"), global: true},
	}
}

// namedResourceSQL returns the SQL of the ARN made of names.
func namedResourceSQL() string {
	const (
		account   = "coalesce(recipientaccountid, useridentity.accountid, '')"
		partition = "CASE WHEN awsregion LIKE 'cn-%' THEN 'arn:aws-cn:' WHEN awsregion LIKE 'us-gov-%' THEN 'arn:aws-us-gov:' ELSE 'arn:aws:' END"
	)
	byService := make(map[string][]string)
	var services []string
	for _, rule := range resourceRules() {
		region := "coalesce(awsregion, '')"
		if rule.global {
			region = "''"
		}
		kind := "':" + rule.prefix + "'"
		if rule.service == "kms" {
			kind = "CASE WHEN " + rule.name + " LIKE 'alias/%' THEN ':' ELSE ':key/' END"
		}
		one := fmt.Sprintf("CASE WHEN %[1]s LIKE 'arn:%%' THEN '' ELSE %[2]s || '%[3]s:' || %[4]s || ':' || %[5]s || %[6]s END || nullif(%[1]s, '')",
			rule.name, partition, rule.service, region, account, kind)
		if byService[rule.service] == nil {
			services = append(services, rule.service)
		}
		byService[rule.service] = append(byService[rule.service], one)
	}
	var sql strings.Builder
	sql.WriteString("CASE eventsource")
	for _, service := range services {
		one := byService[service][0]
		if len(byService[service]) > 1 {
			one = "coalesce(" + strings.Join(byService[service], ", ") + ")"
		}
		fmt.Fprintf(&sql, "\n    WHEN '%s.amazonaws.com' THEN %s", service, one)
	}
	sql.WriteString("\n  END")
	return sql.String()
}
