-- Applications, what was granted to persons, and the answers that repeated requests get.

-- A second live application of one person for one test inserts nothing.
-- name: application_insert
INSERT INTO applications (campaign_id, session_id, tally_id, city, test, state, received_at, secret,
                          person_key, iin_sealed, surname, given_name, patronymic, email, phone,
                          language, code_key, payment, needs, consent, told_sitting_id, id,
                          window_version, waited)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
        ?21, ?22, ?23, ?24)
ON CONFLICT DO NOTHING;

-- name: application_find_last
SELECT max(id) FROM applications;

-- What a person has done in the campaign: each application, and its standing result.
-- name: application_list_own
SELECT a.id, a.test, a.state, a.code_key IS NOT NULL, coalesce(r.level, ''),
       coalesce(r.status, '')
FROM applications a LEFT JOIN results r ON r.application_id = a.id AND r.superseded_by IS NULL
WHERE a.person_key = ?1 AND a.campaign_id = ?2 AND (a.state = 'withdrawn' OR a.state = 'tested' OR
  a.state = 'absent' OR a.state = 'unplaced')
UNION ALL SELECT id, test, state, code_key IS NOT NULL, '', '' FROM applications
WHERE person_key = ?1 AND campaign_id = ?2
  AND (state = 'seated' OR state = 'waitlisted' OR state = 'accepted');

-- All applications of a person, live or not, in order of receipt.
-- name: application_list_person
SELECT id FROM (
  SELECT id FROM applications WHERE person_key = ?1 AND campaign_id = ?2
    AND (state = 'seated' OR state = 'waitlisted' OR state = 'accepted')
  UNION ALL SELECT id FROM applications WHERE person_key = ?1 AND campaign_id = ?2
    AND (state = 'withdrawn' OR state = 'tested' OR state = 'absent' OR state = 'unplaced'))
  AS whole ORDER BY id;

-- name: application_find
SELECT a.id, a.secret, a.state, a.received_at, a.test, a.city, a.session_id, a.tally_id,
       a.language, a.person_key, a.code_key, a.payment, a.needs, a.extra_minutes,
       a.told_sitting_id, a.sequence, a.consent, a.consent_withdrawn_at, a.email, a.phone,
       a.answer_by, a.window_version, a.waited
FROM applications a WHERE a.id = ?1;

-- name: application_find_received
SELECT received_at FROM applications WHERE id = ?1;

-- name: application_find_person
SELECT iin_sealed, surname, given_name, patronymic, email, phone
FROM applications WHERE id = ?1;

-- Every change of state names the one that it assumes.
-- name: application_mark_seated
UPDATE applications SET state = 'seated', session_id = ?2, tally_id = ?3, sequence = ?4
WHERE id = ?1 AND (state = 'waitlisted' OR state = 'seated');

-- name: application_mark_waitlisted
UPDATE applications SET state = 'waitlisted', session_id = ?2, tally_id = ?3, sequence = ?4
WHERE id = ?1 AND (state = 'seated' OR state = 'waitlisted');

-- name: application_mark_ended
UPDATE applications SET state = ?2, ended_at = ?3
WHERE id = ?1 AND (state = 'seated' OR state = 'waitlisted' OR state = 'accepted');

-- name: application_mark_tested
UPDATE applications SET state = 'tested' WHERE id = ?1 AND state = 'absent';

-- Everybody of a chunk who has a seat and was not absent sat the test.
-- name: application_mark_chunk_tested
UPDATE applications SET state = 'tested', ended_at = ?4
WHERE id IN (SELECT application_id FROM roster
             WHERE session_id = ?1 AND application_id > ?2 AND application_id <= ?3)
  AND session_id = ?1 AND state = 'seated';

-- name: promo_code_redeem_chunk
UPDATE promo_codes SET state = 'redeemed', changed_at = ?5
WHERE state = 'reserved' AND campaign_id = ?4 AND code_key IN (
  SELECT a.code_key FROM roster r JOIN applications a ON a.id = r.application_id
  WHERE r.session_id = ?1 AND r.application_id > ?2 AND r.application_id <= ?3
    AND a.session_id = ?1 AND a.state = 'tested' AND a.code_key IS NOT NULL);

-- name: application_mark_absent
UPDATE applications SET state = 'absent', ended_at = ?2
WHERE id = ?1 AND (state = 'seated' OR state = 'tested');

-- name: application_set_told
UPDATE applications SET told_sitting_id = ?2 WHERE id = ?1;

-- name: application_set_sequence
UPDATE applications SET sequence = ?2 WHERE id = ?1;

-- name: application_set_answer_by
UPDATE applications SET answer_by = ?2 WHERE id = ?1;

-- name: application_set_needs
UPDATE applications SET needs = ?2, extra_minutes = ?3 WHERE id = ?1;

-- name: application_withdraw_consent
UPDATE applications SET consent_withdrawn_at = ?2 WHERE id = ?1 AND consent_withdrawn_at IS NULL;

-- name: application_erase
UPDATE applications SET iin_sealed = ?4, person_key = ?2, surname = '', given_name = '',
  patronymic = '', email = '', phone = '', payment = '', needs = '', secret = ?3 WHERE id = ?1;

-- The first who waits for one session, and the first who waits for any of a city.
-- name: application_find_waiting
SELECT min(id) FROM applications
WHERE state = 'waitlisted' AND city = ?1 AND session_id = ?2;

-- name: application_find_waiting_any
SELECT min(id) FROM applications
WHERE state = 'waitlisted' AND city = ?1 AND session_id IS NULL;

-- How many wait before somebody for the same seats.
-- name: application_count_before
SELECT count(*) FROM applications WHERE state = 'waitlisted' AND city = ?1 AND id < ?2
AND (session_id IS NULL OR ?3 = 0 OR session_id = ?3);

-- name: application_list_waiting
SELECT id FROM applications WHERE state = 'waitlisted' AND city = ?1
AND (session_id = ?2 OR (?2 = 0 AND session_id IS NULL)) ORDER BY id LIMIT ?3;

-- The last application of the next chunk of a session's roster, and the chunk's size.
-- name: application_chunk_end
SELECT max(application_id), count(*) FROM (
  SELECT application_id FROM roster WHERE session_id = ?1 AND application_id > ?2
  ORDER BY application_id LIMIT ?3) AS chunk;

-- name: application_list_seated
SELECT a.id FROM roster r JOIN applications a ON a.id = r.application_id
WHERE r.session_id = ?1 AND r.application_id > ?2 AND a.session_id = ?1 AND a.state = 'seated'
ORDER BY r.application_id LIMIT ?3;

-- The roster as the branch sees it.
-- name: roster_list
SELECT a.id, a.state, a.iin_sealed, a.surname, a.given_name, a.patronymic, a.phone, a.language,
       a.needs, a.extra_minutes, coalesce(r.level, '')
FROM roster m JOIN applications a ON a.id = m.application_id
LEFT JOIN results r ON r.application_id = a.id AND r.superseded_by IS NULL
WHERE m.session_id = ?1 AND m.application_id > ?2 AND a.session_id = ?1
  AND (a.state = 'seated' OR a.state = 'tested' OR a.state = 'absent')
ORDER BY m.application_id LIMIT ?3;

-- Persons whose data the campaign may no longer keep.
-- name: application_list_unerased
SELECT id FROM applications WHERE campaign_id = ?1 AND id > ?2 AND length(iin_sealed) > 0
ORDER BY id LIMIT ?3;

-- name: extension_upsert
INSERT INTO extensions (campaign_id, person_key, place, until, reason, granted_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (campaign_id, person_key, place) DO UPDATE SET until = excluded.until,
  reason = excluded.reason, granted_at = excluded.granted_at
WHERE excluded.until > extensions.until;

-- name: extension_find
SELECT until FROM extensions WHERE campaign_id = ?1 AND person_key = ?2 AND place = ?3;

-- name: extension_erase
DELETE FROM extensions WHERE person_key = ?1 AND campaign_id = ?2;

-- name: extension_erase_all
DELETE FROM extensions WHERE campaign_id = ?1;

-- name: call_list_erase
UPDATE call_list SET note = '' WHERE application_id = ?1 AND note <> '';

-- name: answer_find
SELECT application_id FROM answers WHERE row_key = ?1 AND campaign_id = ?2;

-- name: answer_insert
INSERT INTO answers (campaign_id, row_key, application_id) VALUES (?1, ?2, ?3);

-- name: idempotency_find
SELECT body_digest, application_id, refusal, received_at, window_version
FROM idempotency WHERE key = ?1 AND at > ?2;

-- name: idempotency_insert
INSERT INTO idempotency (key, body_digest, application_id, refusal, at, received_at, window_version)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (key) DO UPDATE SET body_digest = excluded.body_digest,
  application_id = excluded.application_id, refusal = excluded.refusal, at = excluded.at,
  received_at = excluded.received_at, window_version = excluded.window_version;

-- name: idempotency_forget
DELETE FROM idempotency WHERE key IN (SELECT key FROM idempotency WHERE at <= ?1 LIMIT ?2);
