blocks AS (
  -- Blocks of addresses in hexadecimal: each begins with the digits before the hyphen,
  -- and ends before the address that has those after it at their end. One with a region
  -- is AWS's.
  SELECT class, region, digits, substr(low, 1, 3) AS start, low, substr(low, 1, length(low) - length(rest)) || rest AS high
  FROM (
    SELECT class, region, digits, split_part(block, '-', 1) AS low, split_part(block, '-', 2) AS rest
    FROM (
      VALUES
{{- range $i, $b := .Blocks}}
        {{if $i}}, {{end}}({{$b.Class}}, {{$b.Region}}, {{$b.Digits}}, {{$b.Text}})
{{- end}}
    ) AS b (class, region, digits, blocks)
    CROSS JOIN UNNEST(split(blocks, ' ')) AS u (block)
  )
), located AS (
  SELECT c.*,
    CASE
      WHEN c.cost_endpoint THEN 'VPC endpoint'
      WHEN NOT c.cost_endpoint AND c.cost_digits IS NULL THEN CASE
        WHEN c.cost_address = 'AWS Internal' OR c.cost_address LIKE '%.amazonaws.com' OR c.cost_address LIKE '%.amazonaws.com.cn' THEN 'AWS service'
        ELSE 'unknown' END
      WHEN NOT c.cost_endpoint THEN coalesce(b.class, CASE
        WHEN b.region IS NULL THEN {{.Public}}
        WHEN coalesce(c.cost_region, '') = '' THEN 'unknown'
        WHEN b.region = c.cost_region THEN 'same region'
        ELSE 'other region' END)
    END AS cost_class,
    b.region AS cost_other
  FROM (
    -- The digits of an address: 8 of IPv4, 32 of IPv6.
    SELECT *, CASE WHEN cost_hex LIKE '00000000000000000000FFFF%' THEN substr(cost_hex, 25) ELSE cost_hex END AS cost_digits
    FROM (
      SELECT *, to_hex(CAST(TRY_CAST(CASE WHEN cost_address LIKE '%:%' THEN split_part(cost_address, '%', 1) ELSE cost_address END
        AS ipaddress) AS varbinary)) AS cost_hex
      FROM {{.Table}}
    )
  ) AS c
  LEFT JOIN blocks AS b ON b.digits = length(c.cost_digits) AND b.start = substr(c.cost_digits, 1, 3)
    AND b.low <= c.cost_digits AND b.high > c.cost_digits
)
