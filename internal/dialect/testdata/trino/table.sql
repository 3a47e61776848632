logs(eventtime, eventsource, eventname, awsregion, sourceipaddress, useragent, errorcode, errormessage, requestparameters, responseelements, additionaleventdata, eventid, readonly, resources, recipientaccountid, useridentity, region, year, month, day, "timestamp") AS (
  SELECT eventtime, eventsource, eventname, awsregion, sourceipaddress, useragent, errorcode, errormessage, requestparameters, responseelements, additionaleventdata, eventid, readonly,
    CAST(resources AS array(row(arn varchar, accountid varchar, type varchar))), recipientaccountid,
    CAST(useridentity AS row(type varchar, principalid varchar, arn varchar, accountid varchar, invokedby varchar, username varchar, sessioncontext row(sessionissuer row(arn varchar)))),
    awsregion, substr(eventtime, 1, 4), substr(eventtime, 6, 2), substr(eventtime, 9, 2), replace(substr(eventtime, 1, 10), '-', '/')
  FROM (VALUES
    ('2023-11-01T10:00:00Z', 's3.amazonaws.com', 'GetObject', 'us-east-1', '192.0.2.10', 'aws-cli/2.13', NULL, NULL, '{"bucketName":"amzn-s3-demo-bucket","key":"reports/a.txt"}', NULL, '{"bytesTransferredOut":1024.0}', 'e1', 'true',
      ARRAY[ROW('arn:aws:s3:::amzn-s3-demo-bucket/reports/a.txt', NULL, 'AWS::S3::Object'), ROW('arn:aws:s3:::amzn-s3-demo-bucket', '111122223333', 'AWS::S3::Bucket')], '111122223333',
      ROW('AssumedRole', 'AROAEXAMPLE:alice', 'arn:aws:sts::111122223333:assumed-role/Admin/alice', '111122223333', NULL, NULL, ROW(ROW('arn:aws:iam::111122223333:role/Admin')))),
    ('2023-11-01T10:59:59Z', 's3.amazonaws.com', 'GetObject', 'us-east-1', '10.1.2.3', 'aws-cli/2.13', 'AccessDenied', NULL, '{"bucketName":"amzn-s3-demo-bucket","key":"données/é.txt"}', NULL, NULL, 'e2', 'true',
      ARRAY[], '111122223333',
      ROW('AssumedRole', 'AROAEXAMPLE:alice', 'arn:aws:sts::111122223333:assumed-role/Admin/alice', '111122223333', NULL, NULL, NULL)),
    ('2023-11-02T00:00:01Z', 'sts.amazonaws.com', 'AssumeRole', 'eu-west-1', 'ec2.amazonaws.com', 'ec2.amazonaws.com', NULL, NULL, '{"roleArn":"arn:aws:iam::444455556666:role/App","durationSeconds":3600}', NULL, NULL, 'e3', 'true',
      NULL, '444455556666',
      ROW('AWSService', NULL, NULL, NULL, 'ec2.amazonaws.com', NULL, NULL)),
    ('2023-11-02T23:30:00Z', 'signin.amazonaws.com', 'ConsoleLogin', 'us-east-1', '203.0.113.7', 'Mozilla/5.0', NULL, NULL, NULL, '{"ConsoleLogin":"Success"}', '{"MFAUsed":"No"}', 'e4', 'false',
      NULL, '111122223333',
      ROW('Root', '111122223333', 'arn:aws:iam::111122223333:root', '111122223333', NULL, NULL, NULL)),
    ('2023-11-05T06:15:30Z', 'ec2.amazonaws.com', 'RunInstances', 'us-west-2', '2001:db8::1', 'Boto3/1.28', 'Client.UnauthorizedOperation', 'You are not authorized', '{"instancesSet":{"items":[{"imageId":"ami-1"},{"imageId":"ami-2"}]},"monitoring":{"enabled":false}}', NULL, NULL, 'e5', 'false',
      NULL, '111122223333',
      ROW('IAMUser', 'AIDAEXAMPLE', 'arn:aws:iam::111122223333:user/bob', '111122223333', NULL, 'bob', NULL))
  ) AS t(eventtime, eventsource, eventname, awsregion, sourceipaddress, useragent, errorcode, errormessage, requestparameters, responseelements, additionaleventdata, eventid, readonly, resources, recipientaccountid, useridentity)
)
