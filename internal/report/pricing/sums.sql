sum(cost_calls) AS cost_calls,
    sum(cost_sized) AS cost_sized,
    coalesce(sum(cost_billed), 0) AS billed_bytes,
    -- Dollars are decimals: their sum is the same in any order.
    coalesce(sum(CAST(cost_requests * cost_request_usd AS decimal(38, 18))), CASE WHEN count(cost_requests) = 0 THEN 0 END) AS requests_usd,
    coalesce(sum(CAST(cost_billed * cost_byte_usd AS decimal(38, 18))), CASE WHEN count(cost_billed) = 0 THEN 0 END) AS transfer_usd,
    coalesce(sum(CAST(cost_events * cost_event_usd AS decimal(38, 18))), CASE WHEN count(cost_events) = 0 THEN 0 END) AS trail_usd