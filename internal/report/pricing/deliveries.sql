gathered AS (
  -- Deliveries of an event have one eventID, and all else is alike. The eventIDs of an
  -- hour take less memory in a map than the events in a window.
  SELECT
{{- range .By}}
    {{.Name}},
{{- end}}
{{- range .Once.Keys}}
    {{.Name}},
{{- end}}
    {{.Traits}}, cost_hour, cost_id IS NOT NULL AS cost_told,
    {{template "counts.sql" .}},
    map_agg(cost_id, ROW(cost_bytes, cost_bytes_in)) FILTER (WHERE cost_id IS NOT NULL) AS cost_told_events
  FROM events
  GROUP BY {{.TraitOrdinals}}, cost_hour, cost_id IS NOT NULL
), repeated AS (
  SELECT *, CASE WHEN cost_told THEN cost_calls - cardinality(cost_told_events) ELSE 0 END AS cost_repeats
  FROM gathered
), firsts AS (
  -- What the first deliveries have, where there are more.
  SELECT *,
{{- range .Amounts}}
    CASE WHEN cost_repeats > 0 THEN reduce(transform(map_values(cost_told_events), e -> coalesce(e[{{.Field}}], 0e0)), 0e0, (s, e) -> s + e, s -> s) END AS {{.First}},
{{- end}}
    CASE WHEN cost_repeats > 0 THEN cardinality(filter(map_values(cost_told_events), e -> e[1] IS NOT NULL)) END AS cost_first_sized
  FROM repeated
), delivered AS (
  SELECT
{{- range .By}}
    {{.Name}},
{{- end}}
{{- range .Once.Keys}}
    {{.Name}},
{{- end}}
    {{.Traits}}, cost_again AS cost_repeated,
    CASE WHEN cost_again THEN cost_repeats ELSE cost_calls - cost_repeats END AS cost_calls,
{{- range .Amounts}}
    CASE WHEN cost_repeats = 0 OR {{.Name}} IS NULL THEN {{.Name}} WHEN cost_again THEN {{.Name}} - {{.First}} ELSE {{.First}} END AS {{.Name}},
{{- end}}
    CASE WHEN cost_repeats = 0 THEN cost_sized WHEN cost_again THEN cost_sized - cost_first_sized ELSE cost_first_sized END AS cost_sized
  FROM firsts
  CROSS JOIN UNNEST(ARRAY[false, true]) AS d (cost_again)
  WHERE cost_repeats > 0 OR NOT cost_again