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

-- name: session_list
SELECT id, code, city, starts_at, ends_at, due_at, due_provisional, seats, seats_taken, state
FROM sessions WHERE campaign_id = ?1 ORDER BY city, starts_at, code;

-- name: session_reschedule
UPDATE sessions SET starts_at = ?2, ends_at = ?3, due_at = ?4, due_provisional = ?5, seats = ?6
WHERE id = ?1;

-- name: session_mark
UPDATE sessions SET state = ?2 WHERE id = ?1 AND state = ?3;

-- A turn's seats are taken (or freed, with a negative number) by the very statement that looks
-- whether they are there. A session that has started may still take whoever came before that: the
-- instant of receipt decides.
-- name: session_take_seats
UPDATE sessions SET seats_taken = seats_taken + ?2
WHERE id = ?1 AND seats_taken + ?2 >= 0
  AND (?2 <= 0 OR (state <> 'cancelled' AND seats_taken + ?2 <= seats));

-- name: tally_add
INSERT INTO tallies (session_id, counted, state, amount) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (session_id, counted, state) DO UPDATE SET amount = tallies.amount + excluded.amount;

-- name: tally_list
SELECT t.session_id, t.counted, t.state, t.amount
FROM tallies t JOIN sessions s ON s.id = t.session_id WHERE s.campaign_id = ?1;

-- name: transaction_begin
BEGIN IMMEDIATE;

-- name: transaction_commit
COMMIT;

-- name: schema_version
PRAGMA user_version;
