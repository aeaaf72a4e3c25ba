-- A season: campaigns, their windows and sessions, promo codes, applications, results, the agenda,
-- the outbox, the audit log. Instants are microseconds since 1970-01-01T00:00Z. The schema holds
-- the states; the code that changes one states the one it assumes.

-- Which key seals this database.
CREATE TABLE vault (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 16)
) STRICT;

CREATE TABLE campaigns (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE CHECK (length(code) BETWEEN 1 AND 64),
  rostered INTEGER NOT NULL DEFAULT 0 -- The latest application that stands in the roster.
) STRICT;

CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  touched INTEGER NOT NULL DEFAULT 0
) STRICT;

-- `filed_…` is what the campaign's file said last: a change made at the desk stands until the file
-- itself changes.
CREATE TABLE windows (
  campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
  city TEXT NOT NULL,
  opens_at INTEGER NOT NULL,
  closes_at INTEGER NOT NULL,
  filed_opens_at INTEGER NOT NULL,
  filed_closes_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('not_open', 'open', 'closed')),
  PRIMARY KEY (campaign_id, city),
  CHECK (closes_at > opens_at)
) STRICT;

CREATE TABLE sessions (
  id INTEGER PRIMARY KEY,
  campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
  code TEXT NOT NULL,
  city TEXT NOT NULL,
  starts_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  finished_at INTEGER, -- When it really ended, once the branch has said so.
  due_at INTEGER NOT NULL,
  due_provisional INTEGER NOT NULL CHECK (due_provisional IN (0, 1)),
  seats INTEGER NOT NULL CHECK (seats >= 0),
  venue TEXT NOT NULL DEFAULT '', -- Set at the desk; empty: the file's.
  address TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL CHECK (state IN ('planned', 'started', 'ended', 'due', 'cancelled')),
  sitting_id INTEGER NOT NULL DEFAULT 0, -- The sitting as it stands.
  sequence INTEGER NOT NULL DEFAULT 0,   -- Changes that calendar entries must follow.
  answer_by INTEGER NOT NULL DEFAULT 0,  -- Until when the last change may be declined,
  answer_of INTEGER NOT NULL DEFAULT 0,  -- by the applications up to this: later ones knew of it.
  filed_starts_at INTEGER NOT NULL,
  filed_ends_at INTEGER NOT NULL,
  filed_seats INTEGER NOT NULL,
  due_working_days INTEGER NOT NULL, -- The rule that was promised; another one needs somebody who
  due_time INTEGER NOT NULL,         -- tells people. The time is in minutes after midnight.
  UNIQUE (campaign_id, code),
  CHECK (ends_at > starts_at AND due_at >= ends_at)
) STRICT;

-- Every form that a session has had: what somebody was told of it can be looked up later.
CREATE TABLE sittings (
  id INTEGER PRIMARY KEY,
  session_id INTEGER NOT NULL REFERENCES sessions (id),
  starts_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  venue TEXT NOT NULL,
  address TEXT NOT NULL
) STRICT;

-- How many applications and notifications are in each state, so that a start need not count a
-- million rows: for each session, for each city (those who wait for any of its sessions, and the
-- branch's own messages), and for each online test. `ambiguous` counts tries, not rows. Narrow and
-- apart from `sessions`, because each turn writes them: all of a country's stand on a few pages.
CREATE TABLE tallies (
  id INTEGER PRIMARY KEY,
  campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
  city TEXT NOT NULL, -- Empty for an online test.
  test TEXT NOT NULL, -- Empty but for an online test.
  session_id INTEGER UNIQUE REFERENCES sessions (id),
  seats_taken INTEGER NOT NULL DEFAULT 0 CHECK (seats_taken >= 0),
  waitlisted INTEGER NOT NULL DEFAULT 0 CHECK (waitlisted >= 0),
  accepted INTEGER NOT NULL DEFAULT 0 CHECK (accepted >= 0),
  withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn >= 0),
  unplaced INTEGER NOT NULL DEFAULT 0 CHECK (unplaced >= 0),
  absent INTEGER NOT NULL DEFAULT 0 CHECK (absent >= 0),
  resulted INTEGER NOT NULL DEFAULT 0 CHECK (resulted >= 0),
  pending INTEGER NOT NULL DEFAULT 0 CHECK (pending >= 0),
  claimed INTEGER NOT NULL DEFAULT 0 CHECK (claimed >= 0),
  sent INTEGER NOT NULL DEFAULT 0 CHECK (sent >= 0),
  failed INTEGER NOT NULL DEFAULT 0 CHECK (failed >= 0),
  dropped INTEGER NOT NULL DEFAULT 0 CHECK (dropped >= 0),
  ambiguous INTEGER NOT NULL DEFAULT 0 CHECK (ambiguous >= 0),
  UNIQUE (campaign_id, city, test, session_id)
) STRICT;

-- The right to the free attempt. Found by a keyed digest of the folded code; the code itself is
-- sealed. `typed`: taken on trust at its first use, where the campaign has no list of codes.
-- issued -> reserved -> redeemed; reserved -> released -> reserved; any but redeemed -> void.
CREATE TABLE promo_codes (
  campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
  code_key BLOB NOT NULL CHECK (length(code_key) = 16),
  person_key BLOB NOT NULL CHECK (length(person_key) = 16),
  test TEXT NOT NULL,
  made TEXT NOT NULL CHECK (made = 'typed' OR made = 'imported' OR made = 'issued'),
  state TEXT NOT NULL CHECK (state = 'issued' OR state = 'reserved' OR state = 'redeemed' OR
                             state = 'released' OR state = 'void'),
  application_id INTEGER,
  sealed BLOB NOT NULL,
  made_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  reason TEXT NOT NULL DEFAULT '',
  UNIQUE (code_key, campaign_id), -- Narrow, and rows at the end: a code's place is random.
  CHECK ((state = 'reserved' OR state = 'redeemed') = (application_id IS NOT NULL))
) STRICT;
-- One free attempt for each candidate in all.
CREATE UNIQUE INDEX promo_codes_person ON promo_codes (person_key, campaign_id)
  WHERE made <> 'typed' AND state <> 'void';

-- In the two busiest tables states are compared one by one: for IN with three words or more SQLite
-- builds a table anew for each row that it checks.
-- seated: has a seat. waitlisted: `session_id` is the session waited for, null for any of the city.
-- accepted: for an online test. tested, absent: the sitting is over. unplaced: no seat was found.
CREATE TABLE applications (
  id INTEGER PRIMARY KEY,
  campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
  session_id INTEGER REFERENCES sessions (id),
  tally_id INTEGER NOT NULL REFERENCES tallies (id),
  city TEXT NOT NULL,
  test TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state = 'seated' OR state = 'waitlisted' OR state = 'accepted' OR
                             state = 'withdrawn' OR state = 'tested' OR state = 'absent' OR
                             state = 'unplaced'),
  received_at INTEGER NOT NULL,
  ended_at INTEGER, -- When it stopped being live.
  secret TEXT NOT NULL CHECK (length(secret) = 16),
  person_key BLOB NOT NULL CHECK (length(person_key) = 16),
  iin_sealed BLOB NOT NULL, -- Empty once the person was erased.
  surname TEXT NOT NULL,
  given_name TEXT NOT NULL,
  patronymic TEXT NOT NULL,
  email TEXT NOT NULL,
  phone TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language = 'kk' OR language = 'ru' OR language = 'en'),
  code_key BLOB, -- Of a free attempt; null when self-funded.
  payment TEXT NOT NULL,
  needs TEXT NOT NULL,
  extra_minutes INTEGER NOT NULL DEFAULT 0 CHECK (extra_minutes >= 0),
  consent TEXT NOT NULL, -- The version of the text that was agreed to.
  consent_withdrawn_at INTEGER,
  answer_by INTEGER NOT NULL DEFAULT 0, -- Until when a seat that was given may be declined.
  told_sitting_id INTEGER, -- The sitting that the applicant was last told of.
  sequence INTEGER NOT NULL DEFAULT 0, -- Added to the session's for the calendar entry.
  CHECK ((state = 'seated' OR state = 'waitlisted' OR state = 'accepted') = (ended_at IS NULL)),
  CHECK (session_id IS NOT NULL OR (state <> 'seated' AND state <> 'tested' AND state <> 'absent')
         OR city = '')
) STRICT;
CREATE UNIQUE INDEX applications_live ON applications (person_key, campaign_id, test)
  WHERE state = 'seated' OR state = 'waitlisted' OR state = 'accepted';
CREATE INDEX applications_past ON applications (person_key, campaign_id)
  WHERE state = 'withdrawn' OR state = 'tested' OR state = 'absent' OR state = 'unplaced';
CREATE INDEX applications_waiting ON applications (city, session_id, id)
  WHERE state = 'waitlisted';

-- Applications by session. Brought up to date for many at a time: an index would touch a page for
-- each session in every transaction. Who left a session may still stand in its roster.
CREATE TABLE roster (
  session_id INTEGER NOT NULL REFERENCES sessions (id),
  application_id INTEGER NOT NULL REFERENCES applications (id),
  PRIMARY KEY (session_id, application_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE agenda (
  id INTEGER PRIMARY KEY,
  campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
  kind TEXT NOT NULL CHECK (kind IN (
    'window_opens', 'window_closes', 'session_reminder', 'session_starts', 'session_ends',
    'results_due', 'waitlist_ends', 'session_changed', 'session_cancelled', 'session_finished',
    'due_date_moved', 'results_overdue', 'personal_data_erased')),
  rank INTEGER NOT NULL,
  city TEXT NOT NULL,
  session TEXT NOT NULL,
  at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'firing', 'done', 'void')),
  reached INTEGER NOT NULL DEFAULT 0,
  fired_at INTEGER,
  late INTEGER NOT NULL DEFAULT 0 CHECK (late IN (0, 1)),
  UNIQUE (campaign_id, kind, city, session),
  CHECK ((state = 'done') = (fired_at IS NOT NULL))
) STRICT;
CREATE INDEX agenda_open ON agenda (campaign_id, at, rank, id) WHERE state IN ('pending', 'firing');

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY,
  application_id INTEGER REFERENCES applications (id), -- Null for a message to a branch.
  tally_id INTEGER NOT NULL REFERENCES tallies (id),
  kind TEXT NOT NULL CHECK (
    kind = 'application_received' OR kind = 'session_reminder' OR kind = 'results_due' OR
    kind = 'seat_allotted' OR kind = 'waitlisted' OR kind = 'session_changed' OR
    kind = 'session_cancelled' OR kind = 'session_finished' OR kind = 'result_ready' OR
    kind = 'due_date_moved' OR kind = 'waitlist_ended' OR kind = 'window_closed' OR
    kind = 'results_overdue'),
  channel TEXT NOT NULL DEFAULT 'email' CHECK (channel = 'email' OR channel = 'sms' OR
                                               channel = 'webhook'),
  state TEXT NOT NULL CHECK (state = 'pending' OR state = 'claimed' OR state = 'sent' OR
                             state = 'failed' OR state = 'dropped'),
  queued_at INTEGER NOT NULL,
  not_before INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  ambiguous INTEGER NOT NULL DEFAULT 0,
  run_id INTEGER REFERENCES runs (id),
  settled_at INTEGER,
  reason TEXT NOT NULL DEFAULT '',
  result_id INTEGER, -- The result that is told.
  sitting_id INTEGER, -- The sitting that was told, from the claim on.
  provider_id TEXT,   -- The next hop's own number for it.
  delivery TEXT NOT NULL DEFAULT '' CHECK (delivery = '' OR delivery = 'under_way' OR
                                           delivery = 'delivered' OR delivery = 'undelivered'),
  CHECK ((state = 'claimed') = (run_id IS NOT NULL)),
  CHECK ((state = 'sent' OR state = 'failed' OR state = 'dropped') = (settled_at IS NOT NULL))
) STRICT;
CREATE INDEX outbox_due ON outbox (channel, not_before, id) WHERE state = 'pending';
CREATE INDEX outbox_claimed ON outbox (run_id) WHERE state = 'claimed';
-- Changes that wait to be told: several become one.
CREATE INDEX outbox_waiting_changes ON outbox (application_id, kind)
  WHERE state = 'pending' AND (kind = 'session_changed' OR kind = 'due_date_moved');
CREATE INDEX outbox_provider ON outbox (provider_id) WHERE provider_id IS NOT NULL;

-- A correction supersedes; both are kept. `application_id` is unique among those that stand.
CREATE TABLE results (
  id INTEGER PRIMARY KEY,
  application_id INTEGER NOT NULL REFERENCES applications (id),
  level TEXT NOT NULL,
  score TEXT NOT NULL,
  document_number TEXT NOT NULL,
  issued_on TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('final', 'on_hold', 'annulled')),
  received_at INTEGER NOT NULL,
  superseded_by INTEGER REFERENCES results (id)
) STRICT;
CREATE UNIQUE INDEX results_standing ON results (application_id) WHERE superseded_by IS NULL;
CREATE INDEX results_superseded ON results (application_id) WHERE superseded_by IS NOT NULL;

-- A longer window for one person, granted at the desk.
CREATE TABLE extensions (
  campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
  person_key BLOB NOT NULL CHECK (length(person_key) = 16),
  place TEXT NOT NULL, -- The city's code, or the online test.
  until INTEGER NOT NULL,
  reason TEXT NOT NULL,
  granted_at INTEGER NOT NULL,
  PRIMARY KEY (campaign_id, person_key, place)
) STRICT, WITHOUT ROWID;

-- Rows of questionnaires that were taken or refused: an export that comes again changes nothing.
CREATE TABLE answers (
  campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
  row_key BLOB NOT NULL CHECK (length(row_key) = 16),
  application_id INTEGER NOT NULL,
  PRIMARY KEY (row_key, campaign_id)
) STRICT, WITHOUT ROWID;

-- Addresses that refused for good, by keyed digest; no message goes there until it is released.
CREATE TABLE dead_addresses (
  contact_key BLOB PRIMARY KEY CHECK (length(contact_key) = 16),
  since INTEGER NOT NULL,
  reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Who cannot be reached at all, and must be called by the branch.
CREATE TABLE call_list (
  application_id INTEGER NOT NULL REFERENCES applications (id),
  kind TEXT NOT NULL,
  listed_at INTEGER NOT NULL,
  called_at INTEGER,
  note TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (application_id, kind)
) STRICT, WITHOUT ROWID;

-- `note` holds what a person wrote or is: it stands outside the digest, which covers its salted
-- digest only, so that it can be erased.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  note_salt BLOB NOT NULL DEFAULT x'',
  note_digest BLOB NOT NULL DEFAULT x'',
  digest BLOB NOT NULL CHECK (length(digest) = 32)
) STRICT;

CREATE TABLE idempotency (
  key TEXT PRIMARY KEY CHECK (length(key) BETWEEN 1 AND 255),
  body_digest BLOB NOT NULL CHECK (length(body_digest) = 32),
  application_id INTEGER,
  refusal TEXT,
  at INTEGER NOT NULL,
  CHECK ((application_id IS NULL) <> (refusal IS NULL))
) STRICT;
CREATE INDEX idempotency_by_age ON idempotency (at);
