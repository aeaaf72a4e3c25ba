-- Campaigns, windows, sessions and what is counted of them.

-- name: campaign_upsert
INSERT INTO campaigns (code) VALUES (?1)
ON CONFLICT (code) DO UPDATE SET code = excluded.code RETURNING id;

-- name: campaign_find_other
SELECT code FROM campaigns WHERE id <> ?1 ORDER BY id LIMIT 1;

-- name: window_insert
INSERT INTO windows (campaign_id, city, opens_at, closes_at, filed_opens_at, filed_closes_at, state)
VALUES (?1, ?2, ?3, ?4, ?3, ?4, 'not_open');

-- name: window_list
SELECT city, opens_at, closes_at, filed_opens_at, filed_closes_at, state FROM windows
WHERE campaign_id = ?1 ORDER BY city;

-- name: window_reschedule
UPDATE windows SET opens_at = ?3, closes_at = ?4, filed_opens_at = ?5, filed_closes_at = ?6,
  state = ?7
WHERE campaign_id = ?1 AND city = ?2;

-- name: window_mark_open
UPDATE windows SET state = 'open' WHERE campaign_id = ?1 AND city = ?2 AND state = 'not_open';

-- name: window_mark_closed
UPDATE windows SET state = 'closed'
WHERE campaign_id = ?1 AND city = ?2 AND state IN ('not_open', 'open');

-- name: session_insert
INSERT INTO sessions (campaign_id, code, city, starts_at, ends_at, due_at, due_provisional, seats,
                      state, filed_starts_at, filed_ends_at, filed_seats, due_working_days,
                      due_time)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'planned', ?4, ?5, ?8, ?9, ?10) RETURNING id;

-- name: session_list
SELECT id, code, city, starts_at, ends_at, finished_at, due_at, due_provisional, seats, venue,
       address, state, sitting_id, sequence, answer_by, filed_starts_at, filed_ends_at, filed_seats,
       due_working_days, due_time, answer_of
FROM sessions WHERE campaign_id = ?1 ORDER BY city, starts_at, code;

-- name: session_find
SELECT code, starts_at, ends_at, due_at, answer_by, answer_of, sequence
FROM sessions WHERE id = ?1;

-- name: session_update
UPDATE sessions SET starts_at = ?2, ends_at = ?3, finished_at = ?4, due_at = ?5,
  due_provisional = ?6, seats = ?7, venue = ?8, address = ?9, sitting_id = ?10, sequence = ?11,
  answer_by = ?12, filed_starts_at = ?13, filed_ends_at = ?14, filed_seats = ?15,
  due_working_days = ?16, due_time = ?17, answer_of = ?18
WHERE id = ?1;

-- name: session_mark
UPDATE sessions SET state = ?2 WHERE id = ?1 AND state = ?3;

-- name: sitting_insert
INSERT INTO sittings (session_id, starts_at, ends_at, due_at, venue, address)
VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING id;

-- name: sitting_find
SELECT s.code, t.starts_at, t.ends_at, t.due_at, t.venue, t.address
FROM sittings t JOIN sessions s ON s.id = t.session_id WHERE t.id = ?1;

-- name: tally_insert
INSERT INTO tallies (campaign_id, city, test, session_id) VALUES (?1, ?2, ?3, ?4) RETURNING id;

-- name: tally_list
SELECT id, city, test, session_id, seats_taken, waitlisted, accepted, withdrawn, unplaced, absent,
       resulted, pending, claimed, sent, failed, dropped, ambiguous
FROM tallies WHERE campaign_id = ?1 AND turn > ?2 ORDER BY id;

-- A turn's seats are taken (or freed, with a negative number) by the very statement that looks
-- whether they are there; the turn's other counts go with them. A session that has started may
-- still take whoever came before that: the instant of receipt decides. A session whose seats were
-- lowered below those taken keeps everybody and takes no more.
-- name: tally_add
UPDATE tallies SET seats_taken = seats_taken + ?2, waitlisted = waitlisted + ?3,
  accepted = accepted + ?4, withdrawn = withdrawn + ?5, unplaced = unplaced + ?6,
  absent = absent + ?7, resulted = resulted + ?8, pending = pending + ?9, claimed = claimed + ?10,
  sent = sent + ?11, failed = failed + ?12, dropped = dropped + ?13, ambiguous = ambiguous + ?14,
  turn = ?15
WHERE id = ?1 AND (?2 <= 0 OR seats_taken + ?2 <= (
  SELECT s.seats FROM sessions s WHERE s.id = tallies.session_id AND s.state <> 'cancelled'));

-- The same for a turn that only seats people, as nearly all do; and for eight places at once.
-- name: tally_add_seated
UPDATE tallies SET seats_taken = seats_taken + ?2, pending = pending + ?3, turn = ?4
WHERE id = ?1 AND (?2 <= 0 OR seats_taken + ?2 <= (
  SELECT s.seats FROM sessions s WHERE s.id = tallies.session_id AND s.state <> 'cancelled'));

-- name: tally_add_seated_eight
UPDATE tallies SET seats_taken = seats_taken + x.column2, pending = pending + x.column3,
  turn = ?25
FROM (VALUES (?1, ?2, ?3), (?4, ?5, ?6), (?7, ?8, ?9), (?10, ?11, ?12), (?13, ?14, ?15),
             (?16, ?17, ?18), (?19, ?20, ?21), (?22, ?23, ?24)) AS x
WHERE tallies.id = x.column1 AND (x.column2 <= 0 OR seats_taken + x.column2 <= (
  SELECT s.seats FROM sessions s WHERE s.id = tallies.session_id AND s.state <> 'cancelled'));

-- name: roster_find_mark
SELECT rostered FROM campaigns WHERE id = ?1;

-- name: roster_set_mark
UPDATE campaigns SET rostered = ?2 WHERE id = ?1;

-- name: roster_extend
INSERT INTO roster (session_id, application_id)
SELECT session_id, id FROM applications
WHERE id > ?1 AND id <= ?2 AND session_id IS NOT NULL ORDER BY session_id, id;

-- Who comes into a session after the roster was brought up to date.
-- name: roster_insert
INSERT INTO roster (session_id, application_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING;

-- name: vault_insert
INSERT INTO vault (one, fingerprint) VALUES (1, ?1) ON CONFLICT DO NOTHING;

-- name: vault_find
SELECT fingerprint FROM vault;
