-- Access: users, tokens and sign-ins.

-- name: user_list
SELECT id, name, full_name, role, cities, password_hash, totp_sealed, totp_step, active
FROM users ORDER BY name;

-- name: user_insert
INSERT INTO users (name, full_name, role, cities, password_hash, totp_sealed, active, made_at,
                   changed_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, ?7, ?7) ON CONFLICT DO NOTHING;

-- name: user_change
UPDATE users SET full_name = ?2, role = ?3, cities = ?4, password_hash = ?5, totp_sealed = ?6,
  active = ?7, changed_at = ?8 WHERE id = ?1;

-- A code of the second factor signs in once.
-- name: user_mark_totp_step
UPDATE users SET totp_step = ?2 WHERE id = ?1 AND totp_step < ?2;

-- name: token_list
SELECT id, name, role, cities, digest, made_at, expires_at, used_at, revoked_at
FROM tokens ORDER BY name;

-- name: token_insert
INSERT INTO tokens (name, role, cities, digest, made_at, expires_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING;

-- name: token_revoke
UPDATE tokens SET revoked_at = ?2 WHERE id = ?1 AND revoked_at IS NULL;

-- name: token_mark_used
UPDATE tokens SET used_at = ?2 WHERE id = ?1 AND used_at < ?2;

-- name: sign_in_list
SELECT id, user_id, digest, made_at, seen_at, ends_at, client FROM sign_ins ORDER BY id;

-- name: sign_in_insert
INSERT INTO sign_ins (user_id, digest, made_at, seen_at, ends_at, client)
VALUES (?1, ?2, ?3, ?3, ?4, ?5);

-- name: sign_in_mark_seen
UPDATE sign_ins SET seen_at = ?2 WHERE id = ?1 AND seen_at < ?2;

-- name: sign_in_delete
DELETE FROM sign_ins WHERE digest = ?1;

-- name: sign_in_delete_of_user
DELETE FROM sign_ins WHERE user_id = ?1;

-- name: sign_in_delete_ended
DELETE FROM sign_ins WHERE ends_at <= ?1;
