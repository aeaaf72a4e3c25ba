-- What must always hold; each statement lists the rows that break it.

-- name: invariant_seats_match_applications
SELECT s.code, s.seats_taken, count(a.id) FROM sessions s
LEFT JOIN applications a ON a.session_id = s.id AND a.state = 'seated'
GROUP BY s.id HAVING s.seats_taken <> count(a.id);

-- name: invariant_no_session_oversold
SELECT code, seats, seats_taken FROM sessions WHERE seats_taken > seats;

-- name: invariant_one_receipt_per_application
SELECT a.id, count(o.id), 1 FROM applications a
LEFT JOIN outbox o ON o.application_id = a.id AND o.kind = 'application_received'
GROUP BY a.id HAVING count(o.id) <> 1;

-- name: invariant_one_notification_per_kind
SELECT application_id, kind, count(*) FROM outbox GROUP BY application_id, kind
HAVING count(*) > 1;

-- name: invariant_tallies_match_applications
SELECT x.session_id, x.state, sum(x.amount) FROM (
  SELECT session_id, state, amount FROM tallies WHERE counted = 'applications'
  UNION ALL SELECT session_id, state, -1 FROM applications) AS x
GROUP BY x.session_id, x.state HAVING sum(x.amount) <> 0;

-- name: invariant_tallies_match_notifications
SELECT x.session_id, x.state, sum(x.amount) FROM (
  SELECT session_id, state, amount FROM tallies
  WHERE counted = 'notifications' AND state <> 'ambiguous'
  UNION ALL SELECT session_id, state, -1 FROM outbox) AS x
GROUP BY x.session_id, x.state HAVING sum(x.amount) <> 0;

-- name: invariant_accepted_within_window
SELECT a.id, a.received_at, w.closes_at FROM applications a
JOIN sessions s ON s.id = a.session_id
JOIN windows w ON w.campaign_id = s.campaign_id AND w.city = s.city
WHERE a.received_at >= w.closes_at OR a.received_at < w.opens_at;
