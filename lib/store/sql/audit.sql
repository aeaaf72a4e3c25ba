-- The audit log: each line carries a digest over itself and the digest before it.

-- name: audit_insert
INSERT INTO audit (id, at, actor, action, subject, detail, digest)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- Eight lines at once: most of the cost of a short row is that of its statement.
-- name: audit_insert_eight
INSERT INTO audit (id, at, actor, action, subject, detail, digest) VALUES
  (?1, ?2, ?3, ?4, ?5, ?6, ?7), (?8, ?9, ?10, ?11, ?12, ?13, ?14),
  (?15, ?16, ?17, ?18, ?19, ?20, ?21), (?22, ?23, ?24, ?25, ?26, ?27, ?28),
  (?29, ?30, ?31, ?32, ?33, ?34, ?35), (?36, ?37, ?38, ?39, ?40, ?41, ?42),
  (?43, ?44, ?45, ?46, ?47, ?48, ?49), (?50, ?51, ?52, ?53, ?54, ?55, ?56);

-- name: audit_insert_noted
INSERT INTO audit (id, at, actor, action, subject, detail, digest, note, note_salt, note_digest)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10);

-- name: audit_find_last
SELECT id, digest FROM audit ORDER BY id DESC LIMIT 1;

-- name: audit_list
SELECT id, at, actor, action, subject, detail, digest, note, note_salt, note_digest FROM audit
WHERE id > ?1 ORDER BY id LIMIT ?2;

-- What was done about one thing, without the chain.
-- name: audit_list_of
SELECT id, at, actor, action, detail, note FROM audit WHERE subject = ?1 ORDER BY id;

-- name: audit_erase_notes
UPDATE audit SET note = '' WHERE subject = ?1 AND note <> '';

-- What was written of a person where no application is named: it is known by its words.
-- name: audit_erase_reasons
UPDATE audit SET note = '' WHERE note <> ''
AND (action = 'window_extended_for_person' OR action = 'promo_code_void') AND note IN (
  SELECT reason FROM extensions WHERE person_key = ?1 AND campaign_id = ?2
  UNION ALL SELECT reason FROM promo_codes WHERE person_key = ?1 AND campaign_id = ?2);

-- name: audit_erase_all_reasons
UPDATE audit SET note = '' WHERE note <> ''
AND (action = 'window_extended_for_person' OR action = 'promo_code_void');
