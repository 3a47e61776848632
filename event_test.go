package trailq_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
)

// full has every field of AWS's record contents up to eventVersion 1.11.
const full = `{"eventVersion":"1.11","userIdentity":{"type":"AssumedRole","userName":"u","principalId":"AROAEXAMPLE:s","arn":"arn:aws:sts::111122223333:assumed-role/r\/s","accountId":"111122223333","accessKeyId":"ASIAIOSFODNN7EXAMPLE","sessionContext":{"sessionIssuer":{"type":"Role","userName":"r","principalId":"AROAEXAMPLE","arn":"arn:aws:iam::111122223333:role/r","accountId":"111122223333"},"webIdFederationData":{"federatedProvider":"arn:aws:iam::111122223333:oidc-provider/example.com","attributes":{"aud":"x"}},"attributes":{"creationDate":"2023-11-01T09:00:00Z","mfaAuthenticated":"true","sessionCredentialFromConsole":"true"},"assumedRoot":"false","sourceIdentity":"alice","ec2RoleDelivery":"2.0"},"invokedBy":"athena.amazonaws.com","invokedByDelegate":{"accountId":"444455556666"},"onBehalfOf":{"userId":"uid","identityStoreArn":"arn:aws:identitystore::111122223333:identitystore/d-1"},"inScopeOf":{"sourceArn":"arn:aws:lambda:us-east-1:111122223333:function:f","sourceAccount":"111122223333","issuerType":"AWS::Lambda::Function","credentialsIssuedTo":"arn:aws:lambda:x"},"identityProvider":"idp","credentialId":"cid"},"eventTime":"2023-11-01T10:00:00Z","eventSource":"s3.amazonaws.com","eventName":"GetObject","awsRegion":"us-east-1","sourceIPAddress":"192.0.2.7","userAgent":"[a \"quoted\" agent é\u00e9]","errorCode":"AccessDenied","errorMessage":"no","requestParameters":{"bucketName":"amzn-s3-demo-bucket"},"responseElements":null,"additionalEventData":{"bytesTransferredOut":12.0},"requestID":"rid","eventID":"eid","eventType":"AwsApiCall","apiVersion":"2006-03-01","managementEvent":false,"readOnly":true,"resources":[{"accountId":"111122223333","type":"AWS::S3::Object","ARN":"arn:aws:s3:::amzn-s3-demo-bucket/k"},{"type":"AWS::S3::Object","ARNPrefix":"arn:aws:s3:::amzn-s3-demo-bucket/"}],"recipientAccountId":"111122223333","serviceEventDetails":{"a":1},"sharedEventID":"sid","vpcEndpointId":"vpce-1","vpcEndpointAccountId":"111122223333","eventCategory":"Data","addendum":{"reason":"DELIVERY_DELAY","updatedFields":"x","originalUID":"ouid","originalEventID":"oeid"},"sessionCredentialFromConsole":"true","eventContext":{"requestContext":{"aws:SourceIp":"x"},"tagContext":{"resourceTags":[]}},"edgeDeviceDetails":{"type":"snowball"},"tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"s3.amazonaws.com"},"insightDetails":{"state":"Start","eventSource":"s3.amazonaws.com","eventName":"GetObject","insightType":"ApiCallRateInsight","errorCode":"x","insightContext":{"statistics":{}}},"unknownField":{"x":[1]}}`

// fullEvent is what it decodes to.
func fullEvent() *trailq.Event {
	return &trailq.Event{
		EventVersion: "1.11",
		UserIdentity: &trailq.UserIdentity{
			Type: "AssumedRole", UserName: "u", PrincipalID: "AROAEXAMPLE:s", ARN: "arn:aws:sts::111122223333:assumed-role/r/s",
			AccountID: "111122223333", AccessKeyID: "ASIAIOSFODNN7EXAMPLE",
			SessionContext: &trailq.SessionContext{
				SessionIssuer:       &trailq.SessionIssuer{Type: "Role", UserName: "r", PrincipalID: "AROAEXAMPLE", ARN: "arn:aws:iam::111122223333:role/r", AccountID: "111122223333"},
				WebIDFederationData: &trailq.WebIDFederationData{FederatedProvider: "arn:aws:iam::111122223333:oidc-provider/example.com", Attributes: json.RawMessage(`{"aud":"x"}`)},
				Attributes:          trailq.SessionAttributes{CreationDate: time.Date(2023, 11, 1, 9, 0, 0, 0, time.UTC), MFAAuthenticated: trailq.True, SessionCredentialFromConsole: trailq.True},
				AssumedRoot:         trailq.False, SourceIdentity: "alice", EC2RoleDelivery: "2.0",
			},
			InvokedBy: "athena.amazonaws.com", InvokedByAccount: "444455556666",
			OnBehalfOf:       &trailq.OnBehalfOf{UserID: "uid", IdentityStoreARN: "arn:aws:identitystore::111122223333:identitystore/d-1"},
			InScopeOf:        &trailq.InScopeOf{SourceARN: "arn:aws:lambda:us-east-1:111122223333:function:f", SourceAccount: "111122223333", IssuerType: "AWS::Lambda::Function", CredentialsIssuedTo: "arn:aws:lambda:x"},
			IdentityProvider: "idp", CredentialID: "cid",
		},
		EventTime: time.Date(2023, 11, 1, 10, 0, 0, 0, time.UTC), EventSource: "s3.amazonaws.com", EventName: "GetObject",
		AWSRegion: "us-east-1", SourceIPAddress: "192.0.2.7", UserAgent: `[a "quoted" agent éé]`, ErrorCode: "AccessDenied", ErrorMessage: "no",
		RequestParameters: json.RawMessage(`{"bucketName":"amzn-s3-demo-bucket"}`), AdditionalEventData: json.RawMessage(`{"bytesTransferredOut":12.0}`),
		RequestID: "rid", EventID: "eid", EventType: "AwsApiCall", APIVersion: "2006-03-01", ManagementEvent: trailq.False, ReadOnly: trailq.True,
		Resources: []trailq.Resource{
			{ARN: "arn:aws:s3:::amzn-s3-demo-bucket/k", AccountID: "111122223333", Type: "AWS::S3::Object"},
			{ARNPrefix: "arn:aws:s3:::amzn-s3-demo-bucket/", Type: "AWS::S3::Object"},
		},
		RecipientAccountID: "111122223333", ServiceEventDetails: json.RawMessage(`{"a":1}`), SharedEventID: "sid",
		VPCEndpointID: "vpce-1", VPCEndpointAccountID: "111122223333", EventCategory: "Data",
		Addendum:                     &trailq.Addendum{Reason: "DELIVERY_DELAY", UpdatedFields: "x", OriginalUID: "ouid", OriginalEventID: "oeid"},
		SessionCredentialFromConsole: trailq.True,
		EventContext:                 &trailq.EventContext{RequestContext: json.RawMessage(`{"aws:SourceIp":"x"}`), TagContext: json.RawMessage(`{"resourceTags":[]}`)},
		EdgeDeviceDetails:            json.RawMessage(`{"type":"snowball"}`),
		TLSDetails:                   &trailq.TLSDetails{TLSVersion: "TLSv1.3", CipherSuite: "TLS_AES_128_GCM_SHA256", ClientProvidedHostHeader: "s3.amazonaws.com"},
		InsightDetails:               &trailq.InsightDetails{State: "Start", EventSource: "s3.amazonaws.com", EventName: "GetObject", InsightType: "ApiCallRateInsight", ErrorCode: "x", InsightContext: json.RawMessage(`{"statistics":{}}`)},
		Raw:                          json.RawMessage(full), File: "-", Record: 1,
	}
}

// only reads the one event in content.
func only(t *testing.T, content string, options trailq.Options) *trailq.Event {
	t.Helper()
	var events []*trailq.Event
	for event, err := range trailq.Events(t.Context(), trailq.Stream("-", strings.NewReader(content)), options) {
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, event)
	}
	if len(events) != 1 {
		t.Fatalf("%d events, want 1", len(events))
	}
	return events[0]
}

func TestDecode(t *testing.T) {
	if diff := cmp.Diff(fullEvent(), only(t, full, trailq.Options{})); diff != "" {
		t.Errorf("want (-), got (+):\n%s", diff)
	}
}

func TestClone(t *testing.T) {
	event := only(t, full, trailq.Options{Fields: []string{"eventName"}})
	clone := event.Clone()
	clear(event.Raw) // as if the memory were used again
	if diff := cmp.Diff(fullEvent(), clone); diff != "" {
		t.Errorf("want (-), got (+):\n%s", diff)
	}
}

func TestFields(t *testing.T) {
	got := only(t, full, trailq.Options{Fields: []string{"eventName", "tlsDetails", "noSuchField"}})
	whole := fullEvent()
	want := &trailq.Event{EventName: whole.EventName, TLSDetails: whole.TLSDetails, Raw: whole.Raw, File: whole.File, Record: whole.Record}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want (-), got (+):\n%s", diff)
	}
}

// Fields of another type than documented lose neither the event nor each other.
func TestOddTypes(t *testing.T) {
	const odd = `{"eventVersion":1.11,"userIdentity":"root","eventTime":"yesterday","eventSource":null,"eventName":["x"],"awsRegion":{"a":1},"readOnly":"true","managementEvent":1,"resources":{"ARN":"x"},"recipientAccountId":111122223333,"tlsDetails":[],"requestParameters":"text","responseElements":[1],"eventID":"1"}`
	want := &trailq.Event{
		EventVersion: "1.11", ReadOnly: trailq.True, RecipientAccountID: "111122223333",
		RequestParameters: json.RawMessage(`"text"`), ResponseElements: json.RawMessage(`[1]`), EventID: "1",
		Raw: json.RawMessage(odd), File: "-", Record: 1,
	}
	if diff := cmp.Diff(want, only(t, odd, trailq.Options{})); diff != "" {
		t.Errorf("want (-), got (+):\n%s", diff)
	}
}

// FuzzDecode compares text fields with encoding/json.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(full))
	f.Add([]byte(`{"eventName":"\ud83d\ude00\ud800 \u0000","eventSource":"` + "\xff" + `","eventName":"last","userAgent":true}`))
	f.Fuzz(func(t *testing.T, record []byte) {
		var want map[string]json.RawMessage
		if len(record) == 0 || record[0] != '{' || json.Unmarshal(record, &want) != nil {
			return
		}
		for key := range want {
			if !strings.Contains(string(record), `"`+key+`"`) {
				return // a key with escapes, which is another key to us
			}
		}
		for event, err := range trailq.Events(t.Context(), trailq.Stream("-", strings.NewReader(string(record))), trailq.Options{}) {
			if err != nil {
				continue // valid JSON, but no event
			}
			if string(event.Raw) != strings.TrimRight(string(record), " \t\r\n") && want["detail"] == nil && want["message"] == nil && want["CloudTrailEvent"] == nil {
				t.Errorf("raw %q, want %q", event.Raw, record)
			}
			if want["eventVersion"] == nil {
				continue // it may have come out of an envelope
			}
			for name, got := range map[string]string{"eventName": event.EventName, "eventSource": event.EventSource, "userAgent": event.UserAgent} {
				if text := textOf(want[name]); got != text {
					t.Errorf("%s is %q, want %q", name, got, text)
				}
			}
		}
	})
}

// textOf is what Event says of text fields: the string, or the literal, or
// nothing.
func textOf(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	if len(raw) > 0 && (raw[0] == '{' || raw[0] == '[') {
		return ""
	}
	return string(raw)
}
