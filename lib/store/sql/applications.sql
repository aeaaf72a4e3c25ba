-- Applications and the answers that repeated requests get.

-- A second live application of one person in one campaign inserts nothing.
-- name: application_insert
INSERT INTO applications (campaign_id, session_id, state, received_at, secret, iin, surname,
                          given_name, patronymic, email, phone, language, test, promo_code)
VALUES (?1, ?2, 'seated', ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
ON CONFLICT DO NOTHING;

-- name: application_find_last
SELECT max(id) FROM applications;

-- name: application_find_live
SELECT id FROM applications WHERE iin = ?1 AND campaign_id = ?2 AND state = 'seated';

-- name: application_find
SELECT a.id, a.secret, a.state, a.received_at, a.test, s.city, s.code, s.starts_at, s.ends_at,
       s.due_at, a.language, a.session_id
FROM applications a JOIN sessions s ON s.id = a.session_id WHERE a.id = ?1;

-- name: application_mark_withdrawn
UPDATE applications SET state = 'withdrawn', withdrawn_at = ?2 WHERE id = ?1 AND state = 'seated';

-- The last application of the next chunk of a session's roster, and the chunk's size.
-- name: application_chunk_end
SELECT max(application_id), count(*) FROM (
  SELECT application_id FROM roster WHERE session_id = ?1 AND application_id > ?2
  ORDER BY application_id LIMIT ?3) AS chunk;

-- name: idempotency_find
SELECT body_digest, application_id, refusal FROM idempotency WHERE key = ?1 AND at > ?2;

-- name: idempotency_insert
INSERT INTO idempotency (key, body_digest, application_id, refusal, at) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (key) DO UPDATE SET body_digest = excluded.body_digest,
  application_id = excluded.application_id, refusal = excluded.refusal, at = excluded.at;

-- name: idempotency_forget
DELETE FROM idempotency WHERE key IN (SELECT key FROM idempotency WHERE at <= ?1 LIMIT ?2);
