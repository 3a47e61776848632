CAST(CAST(call_usd AS decimal(38, 18)) AS decimal(38, 22)) AS call_price,
    CAST(CAST(byte_usd AS decimal(38, 22)) AS decimal(22, 22)) AS byte_price,
    CAST(CAST(received_usd AS decimal(38, 22)) AS decimal(22, 22)) AS received_price,
    CAST(CAST(read_usd AS decimal(38, 22)) AS decimal(22, 22)) AS read_price