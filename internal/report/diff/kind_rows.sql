-- They, for what knows the prices.
SELECT {{range .Keys}}{{.}}, {{end}}"cost.calls", "cost.sent", "cost.sized"
FROM trailq_kinds
ORDER BY "number"
