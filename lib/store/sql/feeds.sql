-- The feed of a city's changes, and the link to its calendar.

-- Numbers have no gaps: only one turn at a time writes, and what it undoes is gone whole.
-- name: change_insert
INSERT INTO changes (campaign_id, city, number, at, session, field, was, became, reason)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);

-- name: change_find_last
SELECT coalesce(max(number), 0) FROM changes WHERE campaign_id = ?1 AND city = ?2;

-- name: change_list
SELECT number, at, session, field, was, became, reason FROM changes
WHERE campaign_id = ?1 AND city = ?2 AND number > ?3 ORDER BY number LIMIT ?4;

-- The last change of the window and of each session.
-- name: change_list_last
SELECT session, max(number), max(at) FROM changes
WHERE campaign_id = ?1 AND city = ?2 GROUP BY session;

-- name: calendar_link_find
SELECT sealed, made_at FROM calendar_links WHERE campaign_id = ?1 AND city = ?2;

-- name: calendar_link_upsert
INSERT INTO calendar_links (campaign_id, city, sealed, made_at) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (campaign_id, city) DO UPDATE SET sealed = excluded.sealed, made_at = excluded.made_at;
