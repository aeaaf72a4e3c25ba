-- Applications as somebody looks for them: by number, by place, by surname; never by counting off.

-- name: search_show
SELECT a.state, a.received_at, a.test, a.city, coalesce(s.code, ''), a.surname, a.given_name,
       a.patronymic
FROM applications a LEFT JOIN sessions s ON s.id = a.session_id WHERE a.id = ?1;

-- The latest before one.
-- name: search_list_all
SELECT id FROM applications WHERE id < ?1 ORDER BY id DESC LIMIT ?2;

-- name: search_list_session
SELECT application_id FROM roster WHERE session_id = ?1 AND application_id < ?2
ORDER BY application_id DESC LIMIT ?3;

-- Who waits for any session of a city stands in no roster.
-- name: search_list_waiting
SELECT id FROM applications WHERE state = 'waitlisted' AND city = ?1 AND session_id IS NULL
AND id < ?2 ORDER BY id DESC LIMIT ?3;

-- In the order of the alphabet, then of receipt, after one; up to the end of those that begin so.
-- name: search_list_surnames
SELECT folded, application_id FROM surnames
WHERE (folded, application_id) > (?1, ?2) AND folded < ?3 ORDER BY folded, application_id LIMIT ?4;

-- name: surname_find_mark
SELECT surnamed FROM campaigns WHERE id = ?1;

-- name: surname_set_mark
UPDATE campaigns SET surnamed = ?2 WHERE id = ?1;

-- name: surname_list_new
SELECT id, surname FROM applications WHERE id > ?1 ORDER BY id LIMIT ?2;

-- name: surname_insert
INSERT INTO surnames (folded, application_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING;

-- name: surname_erase
DELETE FROM surnames WHERE folded = ?1 AND application_id = ?2;

-- name: audit_list_before
SELECT id, at, actor, action, subject, detail, note FROM audit WHERE id < ?1
ORDER BY id DESC LIMIT ?2;
