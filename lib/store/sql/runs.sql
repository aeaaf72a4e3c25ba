-- Runs: one life of one daemon each, and the turns that they take.

-- name: run_insert
INSERT INTO runs (started_at, seen_at, instance) VALUES (?1, ?2, ?3) RETURNING id;

-- name: run_mark_ended
UPDATE runs SET ended_at = ?2 WHERE id = ?1 AND ended_at IS NULL;

-- A value must change: SQLite writes no page for a row that stays as it is.
-- name: run_touch
UPDATE runs SET touched = touched + 1 WHERE id = ?1;

-- A heartbeat; no row once somebody else has found the run dead.
-- name: run_beat
UPDATE runs SET seen_at = ?2 WHERE id = ?1 AND ended_at IS NULL;

-- name: run_mark_dead
UPDATE runs SET ended_at = ?2 WHERE ended_at IS NULL AND id <> ?1
AND (seen_at < ?3 OR (?4 <> '' AND instance = ?4));

-- name: run_find_live
SELECT 1 FROM runs WHERE ended_at IS NULL AND seen_at >= ?1 LIMIT 1;
