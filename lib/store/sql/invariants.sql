-- What must always hold; each statement lists the rows that break it.

-- name: invariant_seats_match_applications
SELECT t.id, t.seats_taken, coalesce(a.seated, 0) FROM tallies t LEFT JOIN (
  SELECT tally_id, count(*) AS seated FROM applications
  WHERE city <> '' AND (state = 'seated' OR state = 'tested' OR state = 'absent')
  GROUP BY tally_id) AS a ON a.tally_id = t.id
WHERE t.seats_taken <> coalesce(a.seated, 0);

-- name: invariant_counts_match_applications
SELECT x.tally_id, x.state, sum(x.amount) FROM (
  SELECT id AS tally_id, 'waitlisted' AS state, waitlisted AS amount FROM tallies
  UNION ALL SELECT id, 'withdrawn', withdrawn FROM tallies
  UNION ALL SELECT id, 'unplaced', unplaced FROM tallies
  UNION ALL SELECT id, 'absent', absent FROM tallies
  UNION ALL SELECT tally_id, state, -1 FROM applications
    WHERE state = 'waitlisted' OR state = 'withdrawn' OR state = 'unplaced' OR state = 'absent'
  UNION ALL SELECT id, 'accepted', accepted FROM tallies
  UNION ALL SELECT tally_id, 'accepted', -1 FROM applications
    WHERE city = '' AND (state = 'accepted' OR state = 'tested')
  UNION ALL SELECT id, 'resulted', resulted FROM tallies
  UNION ALL SELECT a.tally_id, 'resulted', -1 FROM results r
    JOIN applications a ON a.id = r.application_id WHERE r.superseded_by IS NULL) AS x
GROUP BY x.tally_id, x.state HAVING sum(x.amount) <> 0;

-- name: invariant_each_session_is_counted
SELECT s.id, s.code, 0 FROM sessions s
LEFT JOIN tallies t ON t.session_id = s.id WHERE t.session_id IS NULL;

-- name: invariant_references_hold
SELECT a.id, a.tally_id, coalesce(a.session_id, 0) FROM applications a
LEFT JOIN tallies t ON t.id = a.tally_id LEFT JOIN sessions s ON s.id = a.session_id
LEFT JOIN campaigns c ON c.id = a.campaign_id
WHERE t.id IS NULL OR c.id IS NULL OR (a.session_id IS NOT NULL AND s.id IS NULL)
UNION ALL SELECT o.id, o.tally_id, coalesce(o.application_id, 0) FROM outbox o
LEFT JOIN tallies t ON t.id = o.tally_id LEFT JOIN applications a ON a.id = o.application_id
LEFT JOIN runs r ON r.id = o.run_id
WHERE t.id IS NULL OR (o.application_id IS NOT NULL AND a.id IS NULL)
   OR (o.run_id IS NOT NULL AND r.id IS NULL)
UNION ALL SELECT m.application_id, m.session_id, 0 FROM roster m
LEFT JOIN applications a ON a.id = m.application_id LEFT JOIN sessions s ON s.id = m.session_id
WHERE a.id IS NULL OR s.id IS NULL;

-- An application is counted where it is: in its session, its city or its online test.
-- name: invariant_tally_fits_application
SELECT a.id, a.tally_id, a.session_id FROM applications a JOIN tallies t ON t.id = a.tally_id
WHERE t.city <> a.city OR t.session_id IS DISTINCT FROM a.session_id
   OR (a.city = '' AND t.test <> a.test);

-- Only seats that were lowered afterwards may be fewer than those taken; the code checks that.
-- name: invariant_nobody_sits_in_a_cancelled_session
SELECT a.id, a.session_id, a.state FROM applications a JOIN sessions s ON s.id = a.session_id
JOIN agenda g ON g.session = s.code AND g.campaign_id = s.campaign_id
  AND g.kind = 'session_cancelled' AND g.state = 'done'
WHERE s.state = 'cancelled' AND (a.state = 'seated' OR a.state = 'waitlisted');

-- name: invariant_one_receipt_per_application
SELECT a.id, count(o.id), 1 FROM applications a
LEFT JOIN outbox o ON o.application_id = a.id AND o.channel = 'email' AND
  (o.kind = 'application_received' OR
   (o.kind = 'waitlisted' AND o.id = (SELECT min(p.id) FROM outbox p
                                      WHERE p.application_id = a.id)))
GROUP BY a.id HAVING count(o.id) < 1;

-- name: invariant_one_notification_per_kind
SELECT application_id, kind, count(*) FROM outbox
WHERE (kind = 'application_received' OR kind = 'waitlist_ended') AND resend_of IS NULL
GROUP BY application_id, kind, channel HAVING count(*) > 1;

-- name: invariant_counts_match_notifications
SELECT x.tally_id, x.state, sum(x.amount) FROM (
  SELECT id AS tally_id, 'pending' AS state, pending AS amount FROM tallies
  UNION ALL SELECT id, 'claimed', claimed FROM tallies
  UNION ALL SELECT id, 'sent', sent FROM tallies
  UNION ALL SELECT id, 'failed', failed FROM tallies
  UNION ALL SELECT id, 'dropped', dropped FROM tallies
  UNION ALL SELECT tally_id, state, -1 FROM outbox) AS x
GROUP BY x.tally_id, x.state HAVING sum(x.amount) <> 0;

-- name: invariant_roster_is_whole
SELECT a.id, a.session_id, c.rostered FROM applications a
JOIN campaigns c ON c.id = a.campaign_id
LEFT JOIN roster r ON r.session_id = a.session_id AND r.application_id = a.id
WHERE a.id <= c.rostered AND r.application_id IS NULL
  AND (a.state = 'seated' OR a.state = 'tested' OR a.state = 'absent') AND a.city <> '';

-- Late ones were granted an extension, which is erased with the person; a window may have been
-- closed early at the desk.
-- name: invariant_accepted_within_window
SELECT a.id, a.received_at, w.closes_at FROM applications a
JOIN windows w ON w.campaign_id = a.campaign_id AND w.city = a.city
LEFT JOIN extensions e ON e.campaign_id = a.campaign_id AND e.person_key = a.person_key
  AND e.place = a.city
WHERE (length(a.iin_sealed) > 0 AND a.received_at >= w.closes_at
       AND a.received_at >= w.filed_closes_at
       AND a.received_at >= coalesce(e.until, 0))
   OR a.received_at < w.opens_at;

-- A code is held by the live application that was given it, and by no other. Who was marked absent
-- and turns out to have been there may have used it again meanwhile.
-- name: invariant_codes_fit_applications
SELECT a.id, a.state, coalesce(p.state, 'no code') FROM applications a
LEFT JOIN promo_codes p ON p.code_key = a.code_key AND p.campaign_id = a.campaign_id
WHERE a.code_key IS NOT NULL
  AND (a.state = 'seated' OR a.state = 'waitlisted' OR a.state = 'accepted' OR a.state = 'tested')
  AND (p.code_key IS NULL OR p.application_id IS DISTINCT FROM a.id OR
       (p.state <> 'reserved' AND p.state <> 'redeemed'))
  AND NOT (a.state = 'tested' AND p.code_key IS NOT NULL AND
           (p.state = 'void' OR p.application_id > a.id));

-- name: invariant_reserved_codes_have_applications
SELECT p.made, p.state, p.application_id FROM promo_codes p
LEFT JOIN applications a ON a.id = p.application_id AND a.code_key = p.code_key
WHERE p.application_id IS NOT NULL AND (a.id IS NULL OR a.state = 'withdrawn' OR
                                        a.state = 'unplaced');

-- What is written of a window's versions is what the window is.
-- name: invariant_windows_have_versions
SELECT w.city, w.closes_at, coalesce(v.version, 0) FROM windows w
LEFT JOIN window_versions v ON v.campaign_id = w.campaign_id AND v.place = w.city
  AND v.version = (SELECT max(x.version) FROM window_versions x
                   WHERE x.campaign_id = w.campaign_id AND x.place = w.city)
WHERE v.version IS NULL OR v.opens_at <> w.opens_at OR v.closes_at <> w.closes_at;

-- name: invariant_applications_know_their_window
SELECT a.id, a.window_version, a.city FROM applications a
LEFT JOIN window_versions v ON v.campaign_id = a.campaign_id AND v.version = a.window_version
  AND v.place = CASE WHEN a.city = '' THEN a.test ELSE a.city END
WHERE a.window_version > 0 AND v.version IS NULL;

-- name: invariant_changes_have_no_gaps
SELECT city, max(number), count(*) FROM changes
GROUP BY campaign_id, city HAVING max(number) <> count(*);
