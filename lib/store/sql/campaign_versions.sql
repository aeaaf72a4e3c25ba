-- Campaign files that were in force, and what a plan of another one looks at.

-- name: campaign_find
SELECT id FROM campaigns WHERE code = ?1;

-- name: campaign_version_insert
INSERT INTO campaign_versions (campaign_id, digest, body, plan, taken_at)
VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id;

-- name: campaign_version_find
SELECT id, digest FROM campaign_versions WHERE campaign_id = ?1 ORDER BY id DESC LIMIT 1;

-- name: campaign_version_body
SELECT body FROM campaign_versions WHERE id = ?1;

-- name: campaign_version_is_known
SELECT 1 FROM campaign_versions WHERE campaign_id = ?1 AND digest = ?2 LIMIT 1;

-- name: campaign_version_has_plan
SELECT 1 FROM campaign_versions WHERE campaign_id = ?1 AND plan = ?2 LIMIT 1;

-- Who has a seat: those in the roster, and those who came after it was brought up to date.
-- name: session_list_seated
SELECT a.id, a.email, a.phone, a.told_sitting_id FROM roster r
JOIN applications a ON a.id = r.application_id
WHERE r.session_id = ?1 AND a.session_id = ?1 AND (a.state = 'seated' OR a.state = 'tested')
UNION ALL
SELECT a.id, a.email, a.phone, a.told_sitting_id FROM applications a
WHERE a.id > ?2 AND a.session_id = ?1 AND (a.state = 'seated' OR a.state = 'tested')
ORDER BY 1;

-- name: city_list_waiting
SELECT id, email, phone, told_sitting_id, session_id FROM applications
WHERE city = ?1 AND state = 'waitlisted' ORDER BY id;

-- name: sitting_list
SELECT id, starts_at, ends_at, due_at, venue, address FROM sittings WHERE session_id = ?1;

-- The file names another venue: what people were told of the old one becomes words of its own, and
-- words that are those of the new one become the file's again.
-- name: sitting_set_venue
UPDATE sittings SET venue = ?4, address = ?5
WHERE session_id = ?1 AND venue = ?2 AND address = ?3;

-- Whether a city has ever had to do with anybody.
-- name: city_is_touched
SELECT 1 FROM tallies t WHERE t.campaign_id = ?1 AND t.city = ?2
  AND (EXISTS (SELECT 1 FROM applications a WHERE a.tally_id = t.id)
       OR EXISTS (SELECT 1 FROM outbox o WHERE o.tally_id = t.id))
UNION ALL
SELECT 1 FROM applications a WHERE a.campaign_id = ?1 AND a.city = ?2
UNION ALL
SELECT 1 FROM extensions e WHERE e.campaign_id = ?1 AND e.place = ?2
LIMIT 1;

-- name: city_delete_agenda
DELETE FROM agenda WHERE campaign_id = ?1 AND city = ?2;

-- name: city_delete_tallies
DELETE FROM tallies WHERE campaign_id = ?1 AND city = ?2;

-- name: city_delete_sittings
DELETE FROM sittings WHERE session_id IN
  (SELECT id FROM sessions WHERE campaign_id = ?1 AND city = ?2);

-- name: city_delete_sessions
DELETE FROM sessions WHERE campaign_id = ?1 AND city = ?2;

-- name: city_delete_window
DELETE FROM windows WHERE campaign_id = ?1 AND city = ?2;
