(eventsource IN ('s3.amazonaws.com', 'kms.amazonaws.com') OR eventcategory = 'Data'
      OR (eventcategory IS NULL AND eventsource = 'lambda.amazonaws.com' AND eventname LIKE 'Invoke%'))
    AND (eventcategory IS NULL OR eventcategory IN ('Management', 'Data'))