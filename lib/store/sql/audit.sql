-- The audit log: each line carries a digest over itself and the digest before it.

-- name: audit_insert
INSERT INTO audit (at, actor, action, subject, detail, digest) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: audit_find_last
SELECT digest FROM audit ORDER BY id DESC LIMIT 1;

-- name: audit_list
SELECT id, at, actor, action, subject, detail, digest FROM audit WHERE id > ?1 ORDER BY id
LIMIT ?2;
