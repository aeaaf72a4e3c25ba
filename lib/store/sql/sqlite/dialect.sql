-- What SQLite says in its own words; the same names stand in ../postgresql/dialect.sql.

-- The right to write from the beginning: a read that turns into a write fails at once.
-- name: transaction_begin
BEGIN IMMEDIATE;

-- name: transaction_begin_reading
BEGIN;

-- name: transaction_commit
COMMIT;

-- One writer only: nothing that is wanted can be locked.
-- name: outbox_claim_due
UPDATE outbox SET state = 'claimed', run_id = ?1 WHERE id IN (
  SELECT id FROM outbox WHERE state = 'pending' AND channel = ?4 AND not_before <= ?2
  ORDER BY not_before, id LIMIT ?3)
AND state = 'pending'
RETURNING id, application_id, tally_id, kind, attempts, queued_at, not_before, result_id,
          release_id;

-- SQLite has random bytes. A code's holder cannot be found any more; the code stays used.
-- name: promo_code_erase
UPDATE promo_codes SET sealed = x'', person_key = randomblob(16), reason = ''
WHERE person_key = ?1 AND campaign_id = ?2;

-- name: promo_code_erase_all
UPDATE promo_codes SET sealed = x'', person_key = randomblob(16), reason = ''
WHERE campaign_id = ?1;

-- Nobody else is there to hear of it.
-- name: turn_count
UPDATE campaigns SET turn = turn + 1,
  remade = CASE WHEN ?2 = 1 THEN turn + 1 ELSE remade END WHERE id = ?1;

-- One daemon is alone with its file.
-- name: turn_find
SELECT turn, remade, 0 FROM campaigns WHERE id = ?1;

-- Microseconds since 1970, by the machine's clock, which is the database's.
-- name: clock_read
SELECT CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER);
