-- The agenda: what must happen, and when.

-- name: agenda_insert
INSERT INTO agenda (campaign_id, kind, rank, city, session, at, state)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'pending')
ON CONFLICT (campaign_id, kind, city, session) DO UPDATE SET at = excluded.at
WHERE agenda.state = 'pending' AND agenda.at <> excluded.at;

-- Whatever its state: it fires anew, from the beginning.
-- name: agenda_rearm
INSERT INTO agenda (campaign_id, kind, rank, city, session, at, state, release_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'pending', ?7)
ON CONFLICT (campaign_id, kind, city, session) DO UPDATE SET state = 'pending', at = excluded.at,
  reached = 0, fired_at = NULL, late = 0, release_id = excluded.release_id;

-- What a cancelled session had before it.
-- name: agenda_void
UPDATE agenda SET state = 'void', fired_at = NULL
WHERE campaign_id = ?1 AND session = ?2 AND state IN ('pending', 'firing')
  AND kind <> 'session_cancelled';

-- What the file wants no more, of the campaign as a whole.
-- name: agenda_forget
DELETE FROM agenda WHERE campaign_id = ?1 AND kind = ?2 AND city = '' AND session = ''
  AND state = 'pending';

-- name: agenda_find_first
SELECT id, kind, city, session, at, state, reached, release_id FROM agenda
WHERE campaign_id = ?1 AND state IN ('pending', 'firing') ORDER BY at, rank, id LIMIT 1;

-- name: agenda_mark_done
UPDATE agenda SET state = 'done', fired_at = ?2, late = ?3
WHERE id = ?1 AND state IN ('pending', 'firing');

-- name: agenda_mark_reached
UPDATE agenda SET state = 'firing', reached = ?2 WHERE id = ?1 AND state IN ('pending', 'firing');

-- name: agenda_list_next
SELECT at, kind, city, session FROM agenda
WHERE campaign_id = ?1 AND state IN ('pending', 'firing') ORDER BY at, rank, id;

-- name: agenda_list
SELECT id, at, kind, city, session, state, fired_at, late FROM agenda
WHERE campaign_id = ?1 AND (?2 = '' OR state = ?2) AND (at > ?3 OR (at = ?3 AND id > ?4))
  AND (?6 = '' OR ?6 LIKE '% ' || city || ' %' AND city <> '')
ORDER BY at, id LIMIT ?5;
