-- Versions of windows, and the keys that sign receipts.

-- name: window_version_list
SELECT place, version, opens_at, closes_at FROM window_versions
WHERE campaign_id = ?1 ORDER BY place, version;

-- name: window_version_find
SELECT version, opens_at, closes_at FROM window_versions
WHERE campaign_id = ?1 AND place = ?2 AND version = ?3;

-- name: window_version_find_last
SELECT version, opens_at, closes_at FROM window_versions
WHERE campaign_id = ?1 AND place = ?2 ORDER BY version DESC LIMIT 1;

-- name: window_version_insert
INSERT INTO window_versions (campaign_id, place, version, opens_at, closes_at)
VALUES (?1, ?2, ?3, ?4, ?5);

-- The present one first, then the latest.
-- name: receipt_key_list
SELECT id, public_key, sealed, made_at, retired_at FROM receipt_keys
ORDER BY CASE WHEN retired_at IS NULL THEN 0 ELSE 1 END, made_at DESC, id;

-- name: receipt_key_insert
INSERT INTO receipt_keys (id, public_key, sealed, made_at) VALUES (?1, ?2, ?3, ?4);

-- name: receipt_key_retire
UPDATE receipt_keys SET retired_at = ?1 WHERE retired_at IS NULL;
