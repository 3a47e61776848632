-- The class of each, in the order of its number: which addresses are AWS's is not in the logs.
CREATE TABLE trailq_classes AS
SELECT o."origin.ip", o."origin.endpoint", o."origin.region", nullif(c."class", {{.None}}) AS "class"
FROM trailq_origins AS o
JOIN (
  SELECT "class", "number" FROM UNNEST(split({{.Classes}}, ',')) WITH ORDINALITY AS u ("class", "number")
) AS c ON c."number" = o."number"
