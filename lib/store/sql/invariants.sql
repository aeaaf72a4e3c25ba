-- What must always hold; each statement lists the rows that break it.

-- name: invariant_seats_match_applications
SELECT c.session_id, c.seats_taken, coalesce(a.seated, 0) FROM session_counts c LEFT JOIN (
  SELECT session_id, count(*) AS seated FROM applications WHERE state = 'seated'
  GROUP BY session_id) AS a ON a.session_id = c.session_id
WHERE c.seats_taken <> coalesce(a.seated, 0);

-- name: invariant_each_session_is_counted
SELECT s.id, s.code, 0 FROM sessions s
LEFT JOIN session_counts c ON c.session_id = s.id WHERE c.session_id IS NULL;

-- name: invariant_no_session_oversold
SELECT s.code, s.seats, c.seats_taken FROM sessions s
JOIN session_counts c ON c.session_id = s.id WHERE c.seats_taken > s.seats;

-- name: invariant_one_receipt_per_application
SELECT a.id, count(o.id), 1 FROM applications a
LEFT JOIN outbox o ON o.application_id = a.id AND o.kind = 'application_received'
GROUP BY a.id HAVING count(o.id) <> 1;

-- name: invariant_one_notification_per_kind
SELECT application_id, kind, count(*) FROM outbox GROUP BY application_id, kind
HAVING count(*) > 1;

-- name: invariant_withdrawn_match_applications
SELECT c.session_id, c.withdrawn, coalesce(a.withdrawn, 0) FROM session_counts c LEFT JOIN (
  SELECT session_id, count(*) AS withdrawn FROM applications WHERE state = 'withdrawn'
  GROUP BY session_id) AS a ON a.session_id = c.session_id
WHERE c.withdrawn <> coalesce(a.withdrawn, 0);

-- name: invariant_counts_match_notifications
SELECT x.session_id, x.state, sum(x.amount) FROM (
  SELECT session_id, 'pending' AS state, pending AS amount FROM session_counts
  UNION ALL SELECT session_id, 'claimed', claimed FROM session_counts
  UNION ALL SELECT session_id, 'sent', sent FROM session_counts
  UNION ALL SELECT session_id, 'failed', failed FROM session_counts
  UNION ALL SELECT session_id, 'dropped', dropped FROM session_counts
  UNION ALL SELECT session_id, state, -1 FROM outbox) AS x
GROUP BY x.session_id, x.state HAVING sum(x.amount) <> 0;

-- name: invariant_roster_is_whole
SELECT a.id, a.session_id, c.rostered FROM applications a
JOIN campaigns c ON c.id = a.campaign_id
LEFT JOIN roster r ON r.session_id = a.session_id AND r.application_id = a.id
WHERE (a.id <= c.rostered) <> (r.application_id IS NOT NULL);

-- name: invariant_accepted_within_window
SELECT a.id, a.received_at, w.closes_at FROM applications a
JOIN sessions s ON s.id = a.session_id
JOIN windows w ON w.campaign_id = s.campaign_id AND w.city = s.city
WHERE a.received_at >= w.closes_at OR a.received_at < w.opens_at;
