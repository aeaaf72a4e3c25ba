-- Promo codes: the right to the free attempt.

-- name: promo_code_find
SELECT person_key, test, made, state, application_id, sealed, reason FROM promo_codes
WHERE code_key = ?1 AND campaign_id = ?2;

-- The spend: its affected rows decide.
-- name: promo_code_reserve
UPDATE promo_codes SET state = 'reserved', application_id = ?4, changed_at = ?5
WHERE code_key = ?1 AND campaign_id = ?2 AND person_key = ?3 AND test = ?6
  AND (state = 'issued' OR state = 'released');

-- A code taken on trust at its first use.
-- name: promo_code_insert
INSERT INTO promo_codes (campaign_id, code_key, person_key, test, made, state, application_id,
                         sealed, made_at, changed_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9) ON CONFLICT DO NOTHING;

-- A list names a code that was taken on trust, for the same person and test.
-- name: promo_code_enlist
UPDATE promo_codes SET made = ?5, changed_at = ?6
WHERE code_key = ?1 AND campaign_id = ?2 AND person_key = ?3 AND test = ?4 AND made = 'typed'
  AND NOT EXISTS (SELECT 1 FROM promo_codes p WHERE p.person_key = ?3 AND p.campaign_id = ?2
                  AND p.made <> 'typed' AND p.state <> 'void');

-- name: promo_code_forget
DELETE FROM promo_codes
WHERE code_key = ?1 AND campaign_id = ?2 AND application_id = ?3 AND made = 'typed';

-- name: promo_code_release
UPDATE promo_codes SET state = 'released', application_id = NULL, changed_at = ?4
WHERE code_key = ?1 AND campaign_id = ?2 AND application_id = ?3
  AND (state = 'reserved' OR state = 'redeemed');

-- name: promo_code_redeem
UPDATE promo_codes SET state = 'redeemed', changed_at = ?4
WHERE code_key = ?1 AND campaign_id = ?2 AND application_id = ?3 AND state = 'reserved';

-- name: promo_code_void
UPDATE promo_codes SET state = 'void', application_id = NULL, changed_at = ?3, reason = ?4
WHERE code_key = ?1 AND campaign_id = ?2 AND (state = 'issued' OR state = 'released');

-- name: promo_code_find_of_person
SELECT code_key, test, made, state, sealed FROM promo_codes
WHERE person_key = ?1 AND campaign_id = ?2 AND made <> 'typed' AND state <> 'void';

-- name: promo_code_any_listed
SELECT 1 FROM promo_codes WHERE campaign_id = ?1 AND made <> 'typed' LIMIT 1;

-- name: promo_code_report
SELECT test, made, state, count(*) FROM promo_codes WHERE campaign_id = ?1
GROUP BY test, made, state ORDER BY test, made, state;
