-- What was done at the desk and can be undone.

-- name: action_insert
INSERT INTO actions (id, campaign_id, city, kind, subject, actor, at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- name: action_change_insert
INSERT INTO action_changes (action_id, subject, name, was, became) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: action_find
SELECT id, city, kind, subject, actor, at, undone_by FROM actions
WHERE campaign_id = ?1 AND id = ?2;

-- The latest first.
-- name: action_list
SELECT id, city, kind, subject, actor, at, undone_by FROM actions
WHERE campaign_id = ?1 AND (?2 = 0 OR id < ?2)
  AND (?4 = '' OR ?4 LIKE '% ' || city || ' %' AND city <> '')
ORDER BY id DESC LIMIT ?3;

-- name: action_list_changes
SELECT subject, name, was, became FROM action_changes WHERE action_id = ?1 ORDER BY subject, name;

-- name: action_list_of
SELECT id, city, kind, subject, actor, at, undone_by FROM actions WHERE subject = ?1 ORDER BY id;

-- name: action_mark_undone
UPDATE actions SET undone_by = ?2 WHERE id = ?1 AND undone_by = 0;

-- name: action_erase_changes
DELETE FROM action_changes WHERE subject = ?1;

-- name: action_erase_extensions
DELETE FROM action_changes WHERE subject LIKE 'extension %';

-- name: agenda_restore
UPDATE agenda SET state = 'pending' WHERE campaign_id = ?1 AND session = ?2 AND state = 'void';

-- name: extension_put_back
UPDATE extensions SET until = ?4 WHERE campaign_id = ?1 AND person_key = ?2 AND place = ?3
AND until = ?5;

-- name: extension_withdraw
DELETE FROM extensions WHERE campaign_id = ?1 AND person_key = ?2 AND place = ?3 AND until = ?4;
