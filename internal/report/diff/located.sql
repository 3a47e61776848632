located AS (
  SELECT trailq_charges.*, "region" AS cost_region, coalesce(class, 'unknown') AS cost_class, other_region AS cost_other
  {{template "classed.sql" "trailq_charges"}})
