{{if .Once.IsNeeded}}count(CASE WHEN cost_priced THEN 1 END){{else}}count(*){{end}} AS cost_calls,
    sum(cost_bytes) AS cost_sent,
    sum(cost_bytes_in) AS cost_received,
    count(cost_bytes) AS cost_sized