-- Results: what an application came to. A correction supersedes, and both are kept.

-- name: result_find_standing
SELECT id, level, score, document_number, issued_on, status, received_at FROM results
WHERE application_id = ?1 AND superseded_by IS NULL;

-- name: result_insert
INSERT INTO results (application_id, level, score, document_number, issued_on, status, received_at,
                     superseded_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING id;

-- name: result_supersede
UPDATE results SET superseded_by = ?2 WHERE id = ?1;

-- name: result_stand
UPDATE results SET superseded_by = NULL WHERE id = ?1;

-- name: result_find
SELECT level, document_number, status FROM results WHERE id = ?1;

-- How many who sat a session have no result yet.
-- name: result_count_missing
SELECT count(*) FROM roster m JOIN applications a ON a.id = m.application_id
LEFT JOIN results r ON r.application_id = a.id AND r.superseded_by IS NULL
WHERE m.session_id = ?1 AND a.session_id = ?1 AND a.state = 'tested' AND r.id IS NULL;

-- A document's number and the score point to a person; level and status are for the counts.
-- name: result_erase_standing
UPDATE results SET score = '', document_number = '', issued_on = ''
WHERE application_id = ?1 AND superseded_by IS NULL;

-- name: result_erase_superseded
UPDATE results SET score = '', document_number = '', issued_on = ''
WHERE application_id = ?1 AND superseded_by IS NOT NULL;

-- All that were ever taken.
-- name: result_list_of
SELECT id, level, score, document_number, issued_on, status, received_at FROM results
WHERE application_id = ?1 ORDER BY id;
