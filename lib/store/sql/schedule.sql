-- Campaigns, windows and sessions.

-- name: campaign_upsert
INSERT INTO campaigns (code) VALUES (?1)
ON CONFLICT (code) DO UPDATE SET code = excluded.code RETURNING id;

-- name: campaign_find_other
SELECT code FROM campaigns WHERE id <> ?1 ORDER BY id LIMIT 1;

-- name: window_insert
INSERT INTO windows (campaign_id, city, opens_at, closes_at, state)
VALUES (?1, ?2, ?3, ?4, 'not_open');

-- name: window_list
SELECT city, opens_at, closes_at, state FROM windows WHERE campaign_id = ?1 ORDER BY city;

-- name: window_reschedule
UPDATE windows SET opens_at = ?3, closes_at = ?4 WHERE campaign_id = ?1 AND city = ?2;

-- name: window_mark_open
UPDATE windows SET state = 'open' WHERE campaign_id = ?1 AND city = ?2 AND state = 'not_open';

-- name: window_mark_closed
UPDATE windows SET state = 'closed'
WHERE campaign_id = ?1 AND city = ?2 AND state IN ('not_open', 'open');

-- name: session_insert
INSERT INTO sessions (campaign_id, code, city, starts_at, ends_at, due_at, due_provisional, seats,
                      state)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'planned') RETURNING id;

-- name: session_counts_insert
INSERT INTO session_counts (session_id) VALUES (?1);

-- name: session_list
SELECT s.id, s.code, s.city, s.starts_at, s.ends_at, s.due_at, s.due_provisional, s.seats,
       c.seats_taken, s.state, c.withdrawn, c.pending, c.claimed, c.sent, c.failed, c.dropped,
       c.ambiguous
FROM sessions s JOIN session_counts c ON c.session_id = s.id
WHERE s.campaign_id = ?1 ORDER BY s.city, s.starts_at, s.code;

-- name: session_reschedule
UPDATE sessions SET starts_at = ?2, ends_at = ?3, due_at = ?4, due_provisional = ?5, seats = ?6
WHERE id = ?1;

-- name: session_mark
UPDATE sessions SET state = ?2 WHERE id = ?1 AND state = ?3;

-- A turn's seats are taken (or freed, with a negative number) by the very statement that looks
-- whether they are there; the turn's other counts go with them. A session that has started may
-- still take whoever came before that: the instant of receipt decides.
-- name: session_counts_add
UPDATE session_counts SET seats_taken = seats_taken + ?2, withdrawn = withdrawn + ?3,
  pending = pending + ?4, claimed = claimed + ?5, sent = sent + ?6, failed = failed + ?7,
  dropped = dropped + ?8, ambiguous = ambiguous + ?9
WHERE session_id = ?1 AND (?2 <= 0 OR seats_taken + ?2 <= (
  SELECT s.seats FROM sessions s WHERE s.id = ?1 AND s.state <> 'cancelled'));

-- The same for a turn that only seats people, as nearly all do.
-- name: session_counts_add_seated
UPDATE session_counts SET seats_taken = seats_taken + ?2, pending = pending + ?3
WHERE session_id = ?1 AND (?2 <= 0 OR seats_taken + ?2 <= (
  SELECT s.seats FROM sessions s WHERE s.id = ?1 AND s.state <> 'cancelled'));

-- name: roster_find_mark
SELECT rostered FROM campaigns WHERE id = ?1;

-- name: roster_set_mark
UPDATE campaigns SET rostered = ?2 WHERE id = ?1;

-- name: roster_extend
INSERT INTO roster (session_id, application_id)
SELECT session_id, id FROM applications WHERE id > ?1 AND id <= ?2 ORDER BY session_id, id;

-- name: transaction_begin
BEGIN IMMEDIATE;

-- name: transaction_commit
COMMIT;

-- name: schema_version
PRAGMA user_version;
