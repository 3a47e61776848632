// Package loggroup reads CloudWatch Logs' SQL, OpenSearch's, as Athena's: functions of
// other names or meanings, texts in double quotes, elements counted from 0, and sources
// with conditions, as `filterIndex('eventSource' = 's3.amazonaws.com')`.
//
//	err := loggroup.Translate(statement, source)
//
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData_SQL.html
package loggroup
