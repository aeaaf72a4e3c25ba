-- Every campaign file that was in force, the last one now: all daemons of the database serve it,
-- and it outlives a restart. `digest` is of what the file says, not of its bytes; `plan` names the
-- plan by which it came, where it came by one.
CREATE TABLE campaign_versions (
  id INTEGER PRIMARY KEY,
  campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
  digest TEXT NOT NULL CHECK (length(digest) = 64),
  body TEXT NOT NULL,
  plan TEXT NOT NULL DEFAULT '',
  taken_at INTEGER NOT NULL
) STRICT;
