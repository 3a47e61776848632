-- What is charged for in both windows together: where dollars are NULL, no price is
-- known.
SELECT {{.Charge}},
    {{.Sums}}
FROM trailq_kinds
GROUP BY {{.Charge}}
ORDER BY {{.Charge}}
