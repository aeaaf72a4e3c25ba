-- The outbox: the durable queue of notifications.

-- One notification for each application of this turn: all that came after the last known one. A
-- first try may leave at once, also when the clock is set back after it was queued.
-- name: outbox_insert_received
INSERT INTO outbox (application_id, session_id, kind, state, queued_at, not_before)
SELECT id, session_id, 'application_received', 'pending', ?1, 0 FROM applications
WHERE id > ?2 ORDER BY id;

-- One chunk of a fan-out, from the statement's own look at who is seated.
-- name: outbox_insert_chunk
INSERT INTO outbox (application_id, session_id, kind, state, queued_at, not_before)
SELECT a.id, a.session_id, ?1, 'pending', ?2, 0
FROM roster r JOIN applications a ON a.id = r.application_id
WHERE r.session_id = ?3 AND r.application_id > ?4 AND r.application_id <= ?5
  AND a.state = 'seated' ORDER BY a.id;

-- name: outbox_claim_due
UPDATE outbox SET state = 'claimed', run_id = ?1 WHERE id IN (
  SELECT id FROM outbox WHERE state = 'pending' AND not_before <= ?2
  ORDER BY not_before, id LIMIT ?3)
AND state = 'pending'
RETURNING id, application_id, session_id, kind, attempts, queued_at, not_before;

-- name: outbox_find_recipient
SELECT a.secret, a.surname, a.given_name, a.patronymic, a.email, a.language, a.received_at,
       a.state
FROM applications a WHERE a.id = ?1;

-- name: outbox_find_next
SELECT not_before FROM outbox WHERE state = 'pending' ORDER BY not_before, id LIMIT 1;

-- name: outbox_settle
UPDATE outbox SET state = ?3, run_id = NULL, settled_at = ?4, reason = ?5, attempts = attempts + 1
WHERE id = ?1 AND state = 'claimed' AND run_id = ?2 RETURNING session_id;

-- name: outbox_defer
UPDATE outbox SET state = 'pending', run_id = NULL, not_before = ?3, attempts = attempts + 1,
                  ambiguous = ambiguous + ?4, reason = ?5
WHERE id = ?1 AND state = 'claimed' AND run_id = ?2 RETURNING session_id;

-- Not tried: back to its old place in the line.
-- name: outbox_release
UPDATE outbox SET state = 'pending', run_id = NULL
WHERE id = ?1 AND state = 'claimed' AND run_id = ?2 RETURNING session_id;

-- What earlier runs had claimed and never settled is free again.
-- name: outbox_release_dead
UPDATE outbox SET state = 'pending', run_id = NULL, attempts = attempts + 1
WHERE state = 'claimed' AND run_id <> ?1 RETURNING session_id;

-- name: outbox_list
SELECT o.id, o.kind, o.state, o.application_id, s.city, s.code,
       CASE WHEN o.not_before = 0 THEN o.queued_at ELSE o.not_before END, o.attempts, o.reason
FROM outbox o JOIN sessions s ON s.id = o.session_id
WHERE (?1 = '' OR o.state = ?1) AND o.id > ?2 ORDER BY o.id LIMIT ?3;

-- name: run_insert
INSERT INTO runs (started_at) VALUES (?1) RETURNING id;

-- name: run_mark_ended
UPDATE runs SET ended_at = ?2 WHERE id = ?1 AND ended_at IS NULL;

-- A value must change: SQLite writes no page for a row that stays as it is.
-- name: run_touch
UPDATE runs SET touched = touched + 1 WHERE id = ?1;
