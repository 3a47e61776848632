package complete

import "strings"

// calls are the calls that people look for most, by service. All have the name that the
// service's API reference has for them.
const calls = `
s3 GetObject PutObject DeleteObject DeleteObjects HeadObject CopyObject ListObjects ListBuckets CreateBucket DeleteBucket PutBucketPolicy DeleteBucketPolicy PutBucketAcl PutObjectAcl PutBucketPublicAccessBlock PutBucketVersioning PutBucketLifecycle PutBucketReplication PutBucketLogging RestoreObject
sts AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity GetCallerIdentity GetSessionToken GetFederationToken
signin ConsoleLogin SwitchRole
iam CreateUser DeleteUser CreateAccessKey DeleteAccessKey UpdateAccessKey CreateLoginProfile UpdateLoginProfile AttachUserPolicy AttachRolePolicy PutUserPolicy PutRolePolicy DetachRolePolicy CreateRole DeleteRole UpdateAssumeRolePolicy PassRole CreatePolicyVersion AddUserToGroup DeactivateMFADevice ListUsers ListRoles
kms Decrypt Encrypt GenerateDataKey CreateGrant ScheduleKeyDeletion DisableKey PutKeyPolicy
ec2 RunInstances StartInstances StopInstances TerminateInstances DescribeInstances CreateSecurityGroup AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress CreateSnapshot ModifySnapshotAttribute ModifyImageAttribute CreateKeyPair CreateVpc DeleteFlowLogs
lambda CreateFunction20150331 UpdateFunctionCode20150331v2 UpdateFunctionConfiguration20150331v2 AddPermission20150331v2 Invoke DeleteFunction20150331
cloudtrail StopLogging StartLogging DeleteTrail UpdateTrail CreateTrail PutEventSelectors LookupEvents
secretsmanager GetSecretValue PutSecretValue CreateSecret DeleteSecret ListSecrets
ssm GetParameter GetParameters PutParameter SendCommand StartSession
rds CreateDBInstance DeleteDBInstance ModifyDBInstance CreateDBSnapshot ModifyDBSnapshotAttribute
dynamodb GetItem PutItem UpdateItem DeleteItem Query Scan BatchGetItem
ecs RunTask StopTask ExecuteCommand
ecr GetAuthorizationToken BatchGetImage PutImage
logs CreateLogStream DeleteLogGroup PutRetentionPolicy FilterLogEvents
guardduty DeleteDetector UpdateDetector
config StopConfigurationRecorder DeleteConfigurationRecorder
organizations LeaveOrganization InviteAccountToOrganization
`

// eventNames returns calls with their services. The last number of Lambda's names is the
// version of its API, as CloudTrail writes it.
func eventNames() []Word {
	var words []Word
	for line := range strings.Lines(strings.TrimSpace(calls)) {
		fields := strings.Fields(line)
		for _, name := range fields[1:] {
			words = append(words, Word{name, "of " + fields[0]})
		}
	}
	return words
}

// eventSources returns services, in the short form that --event-source takes.
func eventSources() []Word {
	var words []Word
	for line := range strings.Lines(strings.TrimSpace(calls)) {
		name := strings.Fields(line)[0]
		words = append(words, Word{name, name + ".amazonaws.com"})
	}
	return words
}
