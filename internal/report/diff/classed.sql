FROM {{.}}
LEFT JOIN trailq_classes ON origin_ip = coalesce("ip", '') AND origin_endpoint = (coalesce("vpce", '') <> '') AND origin_region = coalesce("region", '')
