-- What is compared.
CREATE VIEW trailq_changes AS
SELECT *
FROM trailq_priced
