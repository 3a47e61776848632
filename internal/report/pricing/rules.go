package pricing

import (
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/price"
	"github.com/trailq/trailq/internal/report"
)

// ruleTerms are the parts of calls.sql that say what a call is charged as.
type ruleTerms struct {
	S3Sources, PutCalls, GetCalls  string
	ExpressSource, Express         report.Text
	Standard, Put, Get             report.Text
	StorageMark, ViaMark           report.Text
	Accelerated, InterfaceEndpoint report.Text
	RetrievalClasses               string
	Services                       []serviceTerm
	StorageTerms                   []storageTerm
	HasPrefixes                    bool
	Charged                        chargedTerms
}

// serviceTerm gives a class to calls of one service.
type serviceTerm struct {
	Source    report.Text
	Condition string // begins with AND; empty for all calls
	Class     report.Text
}

// storageTerm gives a storage class to the objects of a bucket.
type storageTerm struct {
	Condition string
	Class     report.Text
}

// chargedTerms say which events a price can apply to.
type chargedTerms struct {
	Sources string // all of whose calls cost something
	Some    []eventTerm
}

// eventTerm is some calls of a service.
type eventTerm struct {
	Source    report.Text
	Condition string
}

// s3Sources returns the eventSources of S3.
func s3Sources() []string { return []string{price.S3Source, price.ExpressSource} }

// putCalls are the calls that say which class their object gets. UploadPart is charged as
// STANDARD until the upload is complete.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
func putCalls() []string {
	return []string{"PutObject", "CopyObject", "PostObject", "CreateMultipartUpload"}
}

// objectReads returns the calls on objects that are charged by the class of the object,
// as GET and others are. A LIST has the price of STANDARD for all classes.
// https://aws.amazon.com/s3/pricing/
func objectReads() []string {
	return slices.DeleteFunc(price.ObjectCalls(), func(name string) bool {
		return !strings.HasPrefix(name, "Get") && name != "HeadObject" && name != "SelectObjectContent"
	})
}

// ruleTerms returns the parts of calls.sql that follow from the rules.
func (c *Calls) ruleTerms() ruleTerms {
	terms := ruleTerms{
		S3Sources: textList(s3Sources()), PutCalls: textList(putCalls()), GetCalls: textList(objectReads()),
		ExpressSource: price.ExpressSource, Express: report.Text(price.ExpressOneZone),
		Standard: report.Text(price.Standard), Put: report.Text(price.Put), Get: report.Text(price.Get),
		StorageMark: price.StorageMark, ViaMark: price.ViaMark,
		Accelerated: report.Text(price.Accelerated), InterfaceEndpoint: report.Text(price.InterfaceEndpoint),
		RetrievalClasses: textList(price.RetrievalClasses()),
	}
	sources := append(s3Sources(), price.KMSSource)
	for _, rule := range c.List.CallRules() {
		source, condition := report.Text(rule.Source()), eventCondition(rule.Event)
		terms.Services = append(terms.Services, serviceTerm{source, andCondition("cost_name", condition), report.Text(rule.Class())})
		if condition == "" {
			sources = append(sources, rule.Source())
		} else {
			terms.Charged.Some = append(terms.Charged.Some, eventTerm{source, "eventname " + condition})
		}
	}
	terms.Charged.Sources = textList(sources)
	for _, rule := range price.SortStorageRules(c.Storage) {
		condition := "cost_bucket = " + report.Text(rule.Bucket).String()
		if rule.Prefix != "" {
			terms.HasPrefixes = true
			condition += " AND starts_with(cost_key, " + report.Text(rule.Prefix).String() + ")"
		}
		terms.StorageTerms = append(terms.StorageTerms, storageTerm{condition, report.Text(rule.Class)})
	}
	return terms
}

// eventCondition returns the condition on a name that a rule has, or "" for all names.
func eventCondition(event string) string {
	prefix, isPrefix := strings.CutSuffix(event, "*")
	switch {
	case !isPrefix:
		return "= " + report.Text(event).String()
	case prefix == "":
		return ""
	}
	return "LIKE " + report.Text(prefix+"%").String()
}

// andCondition returns a further condition on a column, or "".
func andCondition(column, condition string) string {
	if condition == "" {
		return ""
	}
	return " AND " + column + " " + condition
}
