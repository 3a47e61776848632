sum(cost_calls) AS cost_calls,
    sum(cost_sized) AS cost_sized,
    coalesce(sum(cost_billed), 0) AS billed_bytes,
    -- Dollars are decimals: their sum is the same in any order.
    coalesce(sum(CAST(cost_requests * cost_request_usd AS decimal(38, 18))), CASE WHEN count(cost_requests) = 0 THEN 0 END) AS requests_usd,
    coalesce(sum(CASE WHEN cost_billed * cost_byte_usd IS NOT NULL OR cost_carried * cost_via_usd IS NOT NULL
      THEN CAST(coalesce(cost_billed * cost_byte_usd, 0) + coalesce(cost_carried * cost_via_usd, 0) AS decimal(38, 18)) END),
      CASE WHEN count(cost_billed) + count(cost_carried) = 0 THEN 0 END) AS transfer_usd,
    coalesce(sum(CAST(cost_events * cost_event_usd AS decimal(38, 18))), CASE WHEN count(cost_events) = 0 THEN 0 END) AS trail_usd,
    coalesce(sum(CAST(cost_read * cost_read_usd AS decimal(38, 18))), CASE WHEN count(cost_read) = 0 THEN 0 END) AS retrieval_usd,
    coalesce(sum(cost_read), 0) AS read_bytes,
    coalesce(sum(cost_carried), 0) AS carried_bytes,
    sum(CAST(cost_carried * cost_via_usd AS decimal(38, 18))) AS carried_usd,
    coalesce(sum(CASE WHEN cost_copy = '' THEN coalesce(cost_sent, 0) + coalesce(cost_received, 0) END), 0) AS moved_bytes