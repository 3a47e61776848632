coalesce(CASE WHEN cost_requests > 0 THEN cost_request_usd END, 0) + coalesce(CASE WHEN cost_events > 0 THEN cost_event_usd END, 0) AS call_usd,
    coalesce(CASE WHEN cost_billed > 0 THEN cost_byte_usd END, 0) + coalesce(CASE WHEN cost_carried > 0 THEN cost_via_usd END, 0) AS byte_usd,
    coalesce(CASE WHEN cost_carried > 0 THEN cost_via_usd END, 0) AS received_usd,
    coalesce(CASE WHEN cost_read > 0 THEN cost_read_usd END, 0) AS read_usd