-- Releases: what the desk tells people, which waits before it leaves.

-- name: release_insert
INSERT INTO releases (campaign_id, city, session, what, actor, made_at, sends_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING id;

-- name: release_complete
UPDATE releases SET people = ?2, action_id = ?3 WHERE id = ?1;

-- With the state of the agenda entry that still has people to tell, if any.
-- name: release_find
SELECT r.id, r.city, r.session, r.what, r.actor, r.made_at, r.sends_at, r.people, r.action_id,
       r.ended_as, r.ended_at, r.ended_by, r.replaced_by,
       coalesce((SELECT min(g.state) FROM agenda g WHERE g.release_id = r.id AND g.release_id <> 0
                 AND g.state IN ('pending', 'firing')), '')
FROM releases r WHERE r.campaign_id = ?1 AND r.id = ?2;

-- The latest first.
-- name: release_list
SELECT r.id, r.city, r.session, r.what, r.actor, r.made_at, r.sends_at, r.people, r.action_id,
       r.ended_as, r.ended_at, r.ended_by, r.replaced_by,
       coalesce((SELECT min(g.state) FROM agenda g WHERE g.release_id = r.id AND g.release_id <> 0
                 AND g.state IN ('pending', 'firing')), '')
FROM releases r WHERE r.campaign_id = ?1 AND (?2 = 0 OR r.id < ?2)
  AND (?4 = '' OR ?4 LIKE '% ' || r.city || ' %' AND r.city <> '')
ORDER BY r.id DESC LIMIT ?3;

-- name: release_end
UPDATE releases SET ended_as = ?2, ended_at = ?3, ended_by = ?4, replaced_by = ?5
WHERE id = ?1 AND ended_as = '';

-- What a cancellation took over is told after all.
-- name: release_revive
UPDATE releases SET ended_as = '', ended_at = 0, ended_by = '', replaced_by = 0
WHERE replaced_by = ?1 AND ended_as = 'replaced';

-- name: release_list_stopped
SELECT id FROM releases WHERE ended_as = 'stopped' ORDER BY id;

-- name: release_count
SELECT channel, state, count(*) FROM outbox WHERE release_id = ?1 GROUP BY channel, state;

-- name: release_list_rows
SELECT o.id, o.application_id, o.tally_id, o.kind, o.attempts, o.queued_at, o.not_before,
       o.result_id, o.release_id
FROM outbox o WHERE o.release_id = ?1 ORDER BY o.id LIMIT ?2;

-- Not what is under way: that has left.
-- name: release_drop
UPDATE outbox SET state = 'dropped', settled_at = ?2, reason = ?3
WHERE release_id = ?1 AND state = 'pending' RETURNING tally_id;

-- What waits of an earlier release waits as long as the later one.
-- name: release_take_over
UPDATE outbox SET release_id = ?2,
  not_before = CASE WHEN not_before < ?4 THEN ?4 ELSE not_before END
WHERE release_id = ?1 AND kind = ?3 AND state = 'pending';

-- name: release_forget_agenda
DELETE FROM agenda WHERE release_id = ?1 AND release_id <> 0 AND state IN ('pending', 'firing');

-- name: release_of_moment
SELECT release_id, state FROM agenda
WHERE campaign_id = ?1 AND kind = ?2 AND city = ?3 AND session = ?4;

-- name: release_list_open
SELECT release_id FROM agenda WHERE campaign_id = ?1 AND session = ?2 AND release_id <> 0
AND state IN ('pending', 'firing');

-- name: release_moment
SELECT id, kind, city, session, at, state, reached, release_id FROM agenda
WHERE release_id = ?1 AND release_id <> 0 AND state IN ('pending', 'firing') ORDER BY id LIMIT 1;
