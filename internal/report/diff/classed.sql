FROM trailq_changes
LEFT JOIN trailq_classes ON "origin.ip" = coalesce("ip", '') AND "origin.endpoint" = (coalesce("vpce", '') <> '') AND "origin.region" = coalesce("region", '')
