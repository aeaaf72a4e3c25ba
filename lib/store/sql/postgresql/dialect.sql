-- What PostgreSQL says in its own words; the same names stand in ../sqlite/dialect.sql.

-- The lock is every writer's of this schema, on all daemons ("keste" in ASCII): what a turn reads
-- is what the last one left. The audit chain has one end, so that writers would wait for each other
-- in any case.
-- name: transaction_begin
BEGIN; SELECT pg_advisory_xact_lock(461246821477 # hashtext(current_schema()));

-- One moment for all that is read; by default each statement has its own.
-- name: transaction_begin_reading
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;

-- name: transaction_commit
COMMIT;

-- Whatever holds one of them, the others are claimed. Written out before the update: a subquery
-- under IN may run for each row, and its LIMIT with it.
-- name: outbox_claim_due
WITH due AS MATERIALIZED (
  SELECT id FROM outbox WHERE state = 'pending' AND channel = ?4 AND not_before <= ?2
  ORDER BY not_before, id LIMIT ?3 FOR UPDATE SKIP LOCKED)
UPDATE outbox SET state = 'claimed', run_id = ?1 WHERE id IN (SELECT id FROM due)
AND state = 'pending'
RETURNING id, application_id, tally_id, kind, attempts, queued_at, not_before, result_id,
          release_id;

-- PostgreSQL's random bytes are those of a random UUID. A code's holder cannot be found any more;
-- the code stays used.
-- name: promo_code_erase
UPDATE promo_codes SET sealed = ''::bytea, person_key = uuid_send(gen_random_uuid()), reason = ''
WHERE person_key = ?1 AND campaign_id = ?2;

-- name: promo_code_erase_all
UPDATE promo_codes SET sealed = ''::bytea, person_key = uuid_send(gen_random_uuid()), reason = ''
WHERE campaign_id = ?1;

-- Told to the other daemons when the turn commits.
-- name: turn_count
WITH counted AS (UPDATE campaigns SET turn = turn + 1,
  remade = CASE WHEN ?2 = 1 THEN turn + 1 ELSE remade END WHERE id = ?1 RETURNING turn)
SELECT pg_notify('keste_turn', CAST(turn AS TEXT)) FROM counted;

-- And from which schema on daemons may write: a newer one may have changed it under this one.
-- name: turn_find
SELECT turn, remade, (SELECT max(oldest_writer) FROM keste_schema) FROM campaigns WHERE id = ?1;

-- Microseconds since 1970, by the server's clock, also within a transaction.
-- name: clock_read
SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT);
