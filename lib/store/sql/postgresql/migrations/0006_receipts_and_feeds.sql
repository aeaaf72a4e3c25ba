-- What a receipt of an application states, who signs it, the feed of a city's changes, and the
-- secret links to its calendar.

-- Every form that a window has had, of a city or of an online test; the latest one is in force.
CREATE TABLE window_versions (
  campaign_id BIGINT NOT NULL REFERENCES campaigns (id),
  place TEXT NOT NULL, -- The city's code, or the online test.
  version BIGINT NOT NULL CHECK (version >= 1),
  opens_at BIGINT NOT NULL,
  closes_at BIGINT NOT NULL CHECK (closes_at > opens_at),
  PRIMARY KEY (campaign_id, place, version)
);
-- What they were before nobody knows any more.
INSERT INTO window_versions (campaign_id, place, version, opens_at, closes_at)
SELECT campaign_id, city, 1, opens_at, closes_at FROM windows;

-- The version of the window that the application was judged by; 0: from before this was kept.
ALTER TABLE applications ADD COLUMN window_version BIGINT NOT NULL DEFAULT 0;
-- Whether it began on a waitlist.
ALTER TABLE applications ADD COLUMN waited BIGINT NOT NULL DEFAULT 0
  CHECK (waited = 0 OR waited = 1);
-- A refusal that is repeated has the receipt of the first time.
ALTER TABLE idempotency ADD COLUMN received_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE idempotency ADD COLUMN window_version BIGINT NOT NULL DEFAULT 0;

-- Who signs receipts. The seed of the secret key is sealed; retired keys stay for verification.
CREATE TABLE receipt_keys (
  id TEXT PRIMARY KEY CHECK (length(id) = 16),
  public_key BYTEA NOT NULL CHECK (length(public_key) = 32),
  sealed BYTEA NOT NULL,
  made_at BIGINT NOT NULL,
  retired_at BIGINT
);
CREATE UNIQUE INDEX receipt_keys_present ON receipt_keys ((1)) WHERE retired_at IS NULL;

-- What was changed of a city's window and sessions, for everybody; numbered without gaps.
CREATE TABLE changes (
  campaign_id BIGINT NOT NULL REFERENCES campaigns (id),
  city TEXT NOT NULL,
  number BIGINT NOT NULL CHECK (number >= 1),
  at BIGINT NOT NULL,
  session TEXT NOT NULL, -- Empty: the window.
  field TEXT NOT NULL CHECK (length(field) >= 1),
  was TEXT NOT NULL, -- Instants with the city's offset; empty where there was nothing.
  became TEXT NOT NULL,
  reason TEXT NOT NULL, -- Public, as all of this; empty when the campaign's file changed.
  PRIMARY KEY (campaign_id, city, number)
);

-- The secret of each city's calendar link: sealed, so that it can be shown again.
CREATE TABLE calendar_links (
  campaign_id BIGINT NOT NULL REFERENCES campaigns (id),
  city TEXT NOT NULL,
  sealed BYTEA NOT NULL,
  made_at BIGINT NOT NULL,
  PRIMARY KEY (campaign_id, city)
);
