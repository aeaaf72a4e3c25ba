-- A season: campaigns, their windows and sessions, applications, the agenda, the outbox, the audit
-- log. Instants are microseconds since 1970-01-01T00:00Z. The schema holds the states; the code
-- that changes one states the one it assumes.
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

CREATE TABLE windows (
  campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
  city TEXT NOT NULL,
  opens_at INTEGER NOT NULL,
  closes_at INTEGER NOT NULL,
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
  due_at INTEGER NOT NULL,
  due_provisional INTEGER NOT NULL CHECK (due_provisional IN (0, 1)),
  seats INTEGER NOT NULL CHECK (seats >= 1),
  state TEXT NOT NULL CHECK (state IN ('planned', 'started', 'ended', 'due', 'cancelled')),
  UNIQUE (campaign_id, code),
  CHECK (ends_at > starts_at AND due_at >= ends_at)
) STRICT;

-- How many applications and notifications of a session are in each state, so that a start need not
-- count a million rows; the seated are seats_taken. `ambiguous` counts tries, not rows. Apart from
-- `sessions`, because each turn writes them: all of a country's stand on one or two pages.
CREATE TABLE session_counts (
  session_id INTEGER PRIMARY KEY REFERENCES sessions (id),
  seats_taken INTEGER NOT NULL DEFAULT 0 CHECK (seats_taken >= 0),
  withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn >= 0),
  pending INTEGER NOT NULL DEFAULT 0 CHECK (pending >= 0),
  claimed INTEGER NOT NULL DEFAULT 0 CHECK (claimed >= 0),
  sent INTEGER NOT NULL DEFAULT 0 CHECK (sent >= 0),
  failed INTEGER NOT NULL DEFAULT 0 CHECK (failed >= 0),
  dropped INTEGER NOT NULL DEFAULT 0 CHECK (dropped >= 0),
  ambiguous INTEGER NOT NULL DEFAULT 0 CHECK (ambiguous >= 0)
) STRICT;

-- In the two busiest tables states are compared one by one: for IN with three words or more SQLite
-- builds a table anew for each row that it checks.
CREATE TABLE applications (
  id INTEGER PRIMARY KEY,
  campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
  session_id INTEGER NOT NULL REFERENCES sessions (id),
  state TEXT NOT NULL CHECK (state IN ('seated', 'withdrawn')),
  received_at INTEGER NOT NULL,
  withdrawn_at INTEGER,
  secret TEXT NOT NULL CHECK (length(secret) = 16),
  iin TEXT NOT NULL CHECK (length(iin) = 12),
  surname TEXT NOT NULL,
  given_name TEXT NOT NULL,
  patronymic TEXT NOT NULL,
  email TEXT NOT NULL,
  phone TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language = 'kk' OR language = 'ru' OR language = 'en'),
  test TEXT NOT NULL,
  promo_code TEXT NOT NULL,
  CHECK ((state = 'withdrawn') = (withdrawn_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX applications_live ON applications (iin, campaign_id) WHERE state = 'seated';

-- Applications by session. Brought up to date for many at a time: an index would touch a page for
-- each session in every transaction.
CREATE TABLE roster (
  session_id INTEGER NOT NULL REFERENCES sessions (id),
  application_id INTEGER NOT NULL REFERENCES applications (id),
  PRIMARY KEY (session_id, application_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE agenda (
  id INTEGER PRIMARY KEY,
  campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
  kind TEXT NOT NULL CHECK (kind IN ('window_opens', 'window_closes', 'session_reminder',
                                     'session_starts', 'session_ends', 'results_due')),
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
  application_id INTEGER NOT NULL REFERENCES applications (id),
  session_id INTEGER NOT NULL REFERENCES sessions (id),
  kind TEXT NOT NULL CHECK (kind = 'application_received' OR kind = 'session_reminder' OR
                            kind = 'results_due'),
  state TEXT NOT NULL CHECK (state = 'pending' OR state = 'claimed' OR state = 'sent' OR
                             state = 'failed' OR state = 'dropped'),
  queued_at INTEGER NOT NULL,
  not_before INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  ambiguous INTEGER NOT NULL DEFAULT 0,
  run_id INTEGER REFERENCES runs (id),
  settled_at INTEGER,
  reason TEXT NOT NULL DEFAULT '',
  CHECK ((state = 'claimed') = (run_id IS NOT NULL)),
  CHECK ((state = 'sent' OR state = 'failed' OR state = 'dropped') = (settled_at IS NOT NULL))
) STRICT;
CREATE INDEX outbox_due ON outbox (not_before, id) WHERE state = 'pending';
CREATE INDEX outbox_claimed ON outbox (run_id) WHERE state = 'claimed';

CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
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
