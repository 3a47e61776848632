// Package arnlabel shortens ARNs for people: role/deploy, user/alice. Two ARNs never have
// one label: where the short ones would be equal, they name the account too.
//
//	labels := new(arnlabel.Labels)
//	labels.Collect("arn:aws:iam::111122223333:role/deploy")
//	labels.Label("arn:aws:iam::111122223333:role/deploy") // role/deploy
package arnlabel

import "strings"

// mostARNs bounds the memory of Labels. ARNs that come later are labelled with their
// account.
const mostARNs = 10_000

// Labels are the labels of ARNs. The zero value has none.
type Labels struct {
	owners map[string]string // labels of a level → the ARN, or shared
	known  map[string]bool
}

// shared is the owner of a label that several ARNs would have. No ARN is empty.
const shared = ""

// IsARN reports whether text is an ARN:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
func IsARN(text string) bool {
	return strings.HasPrefix(text, "arn:") && strings.Count(text, ":") >= 5 && !strings.ContainsAny(text, " \n")
}

// Collect adds an ARN, so that no other has its label.
func (l *Labels) Collect(arn string) {
	if l.known[arn] || len(l.known) >= mostARNs {
		return
	}
	if l.known == nil {
		l.known, l.owners = make(map[string]bool), make(map[string]string)
	}
	l.known[arn] = true
	for _, label := range labelsOf(arn) {
		if _, taken := l.owners[label]; taken {
			l.owners[label] = shared
		} else {
			l.owners[label] = arn
		}
	}
}

// Label returns the shortest text that names the ARN and no other that has been
// collected.
func (l *Labels) Label(arn string) string {
	l.Collect(arn)
	for _, label := range labelsOf(arn) {
		if l.owners[label] == arn {
			return label
		}
	}
	return arn
}

// labelsOf returns the texts that can stand for an ARN, the shortest first: the kind and
// the name, the two with the account, and the whole resource with the account.
func labelsOf(arn string) []string {
	parts := strings.SplitN(arn, ":", 6)
	service, account, resource := parts[2], parts[4], parts[5]
	short := shortenResource(service, resource)
	if account == "" {
		return []string{resource}
	}
	if resource == "root" { // the account is the name
		return []string{"root/" + account}
	}
	labels := []string{short, account + ":" + short}
	if resource != short {
		labels = append(labels, account+":"+resource)
	}
	return labels
}

// shortenResource returns a resource without the path of its name: IAM's paths say
// little, and can be long. The sessions of a role are the role's.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
func shortenResource(service, resource string) string {
	kind, name, hasKind := strings.Cut(resource, "/")
	switch {
	case !hasKind:
		return resource
	case service == "iam":
		return kind + "/" + name[strings.LastIndexByte(name, '/')+1:]
	case service == "sts" && kind == "assumed-role":
		return "role/" + name
	}
	return resource
}
