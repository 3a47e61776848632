CREATE VIEW hive.%[1]s.ocsf AS SELECT
	CAST(ROW(ROW(eventversion, ROW(eventcategory)), eventtype, eventid) AS ROW(product ROW(version varchar, feature ROW(name varchar)), event_code varchar, uid varchar)) AS metadata,
	CAST(from_iso8601_timestamp(eventtime) AT TIME ZONE 'UTC' AS timestamp(3)) AS time_dt,
	CAST(ROW(awsregion, ROW(recipientaccountid)) AS ROW(region varchar, account ROW(uid varchar))) AS cloud,
	CAST(ROW(ROW(errorcode, errormessage, responseelements), eventname, apiversion, ROW(eventsource), ROW(requestparameters, requestid))
		AS ROW(response ROW(error varchar, message varchar, data varchar), operation varchar, version varchar, service ROW(name varchar), request ROW(data varchar, uid varchar))) AS api,
	CAST(ROW(ROW(useridentity.type, useridentity.username, useridentity.principalid, useridentity.arn, ROW(useridentity.accountid), useridentity.accesskeyid),
			ROW(CAST(from_iso8601_timestamp(useridentity.sessioncontext.attributes.creationdate) AT TIME ZONE 'UTC' AS timestamp(3)),
				useridentity.sessioncontext.attributes.mfaauthenticated = 'true', useridentity.sessioncontext.sessionissuer.arn),
			useridentity.invokedby, ROW(useridentity.sessioncontext.webidfederationdata.federatedprovider))
		AS ROW("user" ROW(type varchar, name varchar, uid_alt varchar, uid varchar, account ROW(uid varchar), credential_uid varchar),
			session ROW(created_time_dt timestamp(3), is_mfa boolean, issuer varchar), invoked_by varchar, idp ROW(name varchar))) AS actor,
	CAST(ROW(useragent) AS ROW(user_agent varchar)) AS http_request,
	CAST(ROW(vpcendpointid, IF(regexp_like(sourceipaddress, '^[0-9a-fA-F.:]+$'), sourceipaddress), IF(NOT regexp_like(sourceipaddress, '^[0-9a-fA-F.:]+$'), sourceipaddress))
		AS ROW(uid varchar, ip varchar, domain varchar)) AS src_endpoint,
	transform(resources, r -> CAST(ROW(r.arn, ROW(ROW(r.accountid)), r.type) AS ROW(uid varchar, owner ROW(account ROW(uid varchar)), type varchar))) AS resources,
	map_filter(map(ARRAY['readOnly', 'additionalEventData', 'sharedEventID', 'insightDetails', 'vpcEndpointAccountId',
			'userIdentity.sessionContext.sessionIssuer.type', 'userIdentity.sessionContext.sessionIssuer.userName', 'userIdentity.sessionContext.sessionIssuer.principalId',
			'userIdentity.sessionContext.sessionIssuer.accountId', 'userIdentity.sessionContext.sourceIdentity'],
		ARRAY[readonly, additionaleventdata, sharedeventid, insightdetails, vpcendpointaccountid,
			useridentity.sessioncontext.sessionissuer.type, useridentity.sessioncontext.sessionissuer.username, useridentity.sessioncontext.sessionissuer.principalid,
			useridentity.sessioncontext.sessionissuer.accountid, lake_useridentity.sessioncontext.sourceidentity]), (k, v) -> v IS NOT NULL) AS unmapped,
	recipientaccountid AS accountid, awsregion AS region, replace(substr(eventtime, 1, 10), '-', '') AS eventday
FROM hive.%[1]s.trail
