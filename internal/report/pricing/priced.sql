(eventsource IN ({{.Sources}}) OR eventcategory = 'Data'
      OR (eventcategory IS NULL AND eventsource = 'lambda.amazonaws.com' AND eventname LIKE 'Invoke%')
{{- range .Some}}
      OR (eventsource = {{.Source}} AND {{.Condition}})
{{- end}})
    AND (eventcategory IS NULL OR eventcategory IN ('Management', 'Data'))