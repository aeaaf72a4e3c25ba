-- The outbox: the durable queue of notifications.

-- One receipt for each application of this turn. Who has to wait is told that at once. A first try
-- may leave at once, also when the clock is set back after it was queued. Both ends are named: of
-- an open one a server without statistics supposes that it is a third of the table.
-- name: outbox_insert_received
INSERT INTO outbox (application_id, tally_id, kind, state, queued_at, not_before)
SELECT id, tally_id, CASE WHEN state = 'waitlisted' THEN 'waitlisted' ELSE 'application_received'
  END, 'pending', ?1, 0 FROM applications
WHERE id > ?2 AND id <= ?3 ORDER BY id;

-- name: outbox_insert
INSERT INTO outbox (application_id, tally_id, kind, state, queued_at, not_before, result_id,
                    release_id)
VALUES (?1, ?2, ?3, 'pending', ?4, ?5, ?6, ?7);

-- Once more, at the desk's wish.
-- name: outbox_resend
INSERT INTO outbox (application_id, tally_id, kind, channel, state, queued_at, not_before,
                    result_id, release_id, resend_of)
SELECT application_id, tally_id, kind, channel, 'pending', ?2, ?3, result_id, ?4, id FROM outbox
WHERE id = ?1 RETURNING id;

-- name: outbox_cancel
UPDATE outbox SET state = 'dropped', settled_at = ?2, reason = ?3
WHERE id = ?1 AND state = 'pending';

-- name: outbox_find
SELECT o.id, o.application_id, o.tally_id, o.kind, o.attempts, o.queued_at, o.not_before,
       o.result_id, o.release_id, o.state, o.channel, o.reason, o.settled_at, o.delivery,
       o.ambiguous, o.resend_of, t.city, coalesce(s.code, '')
FROM outbox o JOIN tallies t ON t.id = o.tally_id LEFT JOIN sessions s ON s.id = t.session_id
WHERE o.id = ?1;

-- name: outbox_list_of
SELECT o.id, o.application_id, o.tally_id, o.kind, o.attempts, o.queued_at, o.not_before,
       o.result_id, o.release_id, o.state, o.channel, o.reason, o.settled_at, o.delivery,
       o.ambiguous, o.resend_of, t.city, coalesce(s.code, '')
FROM outbox o JOIN tallies t ON t.id = o.tally_id LEFT JOIN sessions s ON s.id = t.session_id
WHERE o.application_id = ?1 ORDER BY o.id;

-- The same notification by another channel, after one that failed for good.
-- name: outbox_insert_fallback
INSERT INTO outbox (application_id, tally_id, kind, channel, state, queued_at, not_before,
                    result_id, release_id, resend_of)
SELECT application_id, tally_id, kind, ?2, 'pending', queued_at, 0, result_id, release_id, resend_of
FROM outbox WHERE id = ?1;

-- One chunk of a fan-out, from the statement's own look at who has a seat.
-- name: outbox_insert_chunk
INSERT INTO outbox (application_id, tally_id, kind, state, queued_at, not_before, release_id)
SELECT a.id, a.tally_id, ?1, 'pending', ?2, 0, ?6
FROM roster r JOIN applications a ON a.id = r.application_id
WHERE r.session_id = ?3 AND r.application_id > ?4 AND r.application_id <= ?5
  AND a.session_id = ?3 AND (a.state = 'seated' OR a.state = 'tested') ORDER BY a.id;

-- The same for changes: several that wait become one.
-- name: outbox_insert_change_chunk
INSERT INTO outbox (application_id, tally_id, kind, state, queued_at, not_before, release_id)
SELECT a.id, a.tally_id, ?1, 'pending', ?2, ?6, ?7
FROM roster r JOIN applications a ON a.id = r.application_id
WHERE r.session_id = ?3 AND r.application_id > ?4 AND r.application_id <= ?5
  AND a.session_id = ?3 AND (a.state = 'seated' OR a.state = 'tested')
  AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.application_id = a.id AND o.kind = ?1
                  AND o.state = 'pending'
                  AND (o.kind = 'session_changed' OR o.kind = 'due_date_moved'))
ORDER BY a.id;

-- name: outbox_find_waiting_change
SELECT id FROM outbox WHERE application_id = ?1 AND kind = ?2 AND state = 'pending'
AND (kind = 'session_changed' OR kind = 'due_date_moved');

-- name: outbox_find_recipient
SELECT a.secret, a.surname, a.given_name, a.patronymic, a.email, a.phone, a.language, a.received_at,
       a.state, a.test, a.city, a.session_id, a.told_sitting_id, a.sequence, a.extra_minutes,
       a.code_key IS NOT NULL, a.answer_by
FROM applications a WHERE a.id = ?1;

-- name: outbox_find_next
SELECT not_before FROM outbox WHERE state = 'pending' AND channel = ?1
ORDER BY not_before, id LIMIT 1;

-- name: outbox_note_sitting
UPDATE outbox SET sitting_id = ?2 WHERE id = ?1;

-- What a run has claimed, and no other one has since.
-- name: outbox_find_claim
SELECT o.tally_id, o.application_id, o.kind, o.channel, o.sitting_id, a.told_sitting_id
FROM outbox o LEFT JOIN applications a ON a.id = o.application_id
WHERE o.id = ?1 AND o.state = 'claimed' AND o.run_id = ?2;

-- name: outbox_settle
UPDATE outbox SET state = ?3, run_id = NULL, settled_at = ?4, reason = ?5, attempts = attempts + 1,
  provider_id = ?6, delivery = CASE WHEN CAST(?6 AS TEXT) IS NULL THEN '' ELSE 'under_way' END
WHERE id = ?1 AND state = 'claimed' AND run_id = ?2;

-- Eight that were sent: nearly all end so.
-- name: outbox_settle_eight_sent
UPDATE outbox SET state = 'sent', run_id = NULL, settled_at = ?10, reason = '',
  attempts = attempts + 1
WHERE id IN (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) AND state = 'claimed' AND run_id = ?9;

-- name: outbox_defer
UPDATE outbox SET state = 'pending', run_id = NULL, not_before = ?3, attempts = attempts + ?6,
                  ambiguous = ambiguous + ?4, reason = ?5
WHERE id = ?1 AND state = 'claimed' AND run_id = ?2 RETURNING tally_id;

-- Not tried: back to its old place in the line.
-- name: outbox_release
UPDATE outbox SET state = 'pending', run_id = NULL
WHERE id = ?1 AND state = 'claimed' AND run_id = ?2 RETURNING tally_id;

-- What no living run holds is free again: one that has ended never settled it.
-- name: outbox_release_dead
UPDATE outbox SET state = 'pending', run_id = NULL, attempts = attempts + 1
WHERE state = 'claimed' AND run_id NOT IN (SELECT id FROM runs WHERE ended_at IS NULL)
RETURNING tally_id;

-- name: outbox_find_dead_claim
SELECT 1 FROM outbox WHERE state = 'claimed'
AND run_id NOT IN (SELECT id FROM runs WHERE ended_at IS NULL) LIMIT 1;

-- A delivery state that is final stays.
-- name: outbox_note_delivery
UPDATE outbox SET delivery = ?3 WHERE provider_id = ?1 AND channel = ?2 AND delivery = 'under_way'
RETURNING id, application_id, kind, tally_id;

-- name: outbox_list_accepted
SELECT provider_id FROM outbox WHERE provider_id IS NOT NULL AND channel = ?1
AND delivery = 'under_way' ORDER BY id LIMIT ?2;

-- name: outbox_list
SELECT o.id, o.kind, o.state, o.application_id, t.city, coalesce(s.code, ''),
       CASE WHEN o.not_before = 0 THEN o.queued_at ELSE o.not_before END, o.attempts, o.reason,
       o.channel, o.delivery
FROM outbox o JOIN tallies t ON t.id = o.tally_id LEFT JOIN sessions s ON s.id = t.session_id
WHERE (?1 = '' OR o.state = ?1) AND o.id > ?2
  AND (?4 = '' OR ?4 LIKE '% ' || t.city || ' %' AND t.city <> '')
ORDER BY o.id LIMIT ?3;

-- name: dead_address_insert
INSERT INTO dead_addresses (contact_key, since, reason) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING;

-- name: dead_address_find
SELECT reason FROM dead_addresses WHERE contact_key = ?1;

-- name: dead_address_any
SELECT 1 FROM dead_addresses LIMIT 1;

-- name: dead_address_release
DELETE FROM dead_addresses WHERE contact_key = ?1;

-- name: call_list_insert
INSERT INTO call_list (application_id, kind, listed_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING;

-- name: call_list_mark_called
UPDATE call_list SET called_at = ?2, note = ?3 WHERE application_id = ?1 AND called_at IS NULL;

-- name: call_list_list
SELECT c.application_id, c.kind, c.listed_at, c.called_at, a.city, coalesce(s.code, ''), a.surname,
       a.given_name, a.patronymic, a.phone, a.language
FROM call_list c JOIN applications a ON a.id = c.application_id
LEFT JOIN sessions s ON s.id = a.session_id
WHERE (?1 = '' OR a.city = ?1) AND (?2 = 1 OR c.called_at IS NULL)
ORDER BY c.application_id, c.kind LIMIT ?3;

-- People who wait for a call, by city; few, and only these are looked at.
-- name: call_list_count
SELECT a.city, count(DISTINCT c.application_id)
FROM call_list c JOIN applications a ON a.id = c.application_id
WHERE c.called_at IS NULL GROUP BY a.city;

-- Each applicant that a kind of message concerned is counted once, by the best that came of it; not
-- who needs it no more, because its last way out was no longer true.
-- name: outbox_account_for_all
SELECT s.code, x.kind, count(*), sum(x.reached),
       sum(CASE WHEN x.reached = 0 AND x.under_way = 1 THEN 1 ELSE 0 END),
       sum(CASE WHEN x.reached = 0 AND x.under_way = 0 AND x.listed = 1 THEN 1 ELSE 0 END)
FROM (
  SELECT o.application_id, o.kind, o.tally_id,
         max(CASE WHEN o.state = 'sent' AND o.delivery <> 'undelivered' THEN 1 ELSE 0 END)
           AS reached,
         max(CASE WHEN o.state = 'pending' OR o.state = 'claimed' THEN 1 ELSE 0 END) AS under_way,
         max(CASE WHEN c.application_id IS NULL THEN 0 ELSE 1 END) AS listed,
         max(CASE WHEN o.state = 'dropped' THEN 1 ELSE 0 END) AS dropped
  FROM outbox o LEFT JOIN call_list c ON c.application_id = o.application_id AND c.kind = o.kind
  WHERE o.application_id IS NOT NULL AND o.channel <> 'webhook'
  GROUP BY o.application_id, o.kind, o.tally_id) AS x
JOIN tallies t ON t.id = x.tally_id JOIN sessions s ON s.id = t.session_id
WHERE x.dropped = 0 OR x.reached = 1 OR x.under_way = 1 OR x.listed = 1
GROUP BY s.code, x.kind ORDER BY s.code, x.kind;
