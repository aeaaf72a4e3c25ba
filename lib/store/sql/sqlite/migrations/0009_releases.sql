-- What the desk tells people waits before it leaves, and can be stopped; what the desk does can be
-- undone.

-- One command that tells people something. `session` is empty where it is about single persons.
CREATE TABLE releases (
  id INTEGER PRIMARY KEY,
  campaign_id INTEGER NOT NULL,
  city TEXT NOT NULL, -- Empty for an online test.
  session TEXT NOT NULL,
  what TEXT NOT NULL, -- The command, as the audit log names it.
  actor TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  sends_at INTEGER NOT NULL,
  people INTEGER NOT NULL DEFAULT 0,
  action_id INTEGER NOT NULL DEFAULT 0, -- That can be undone; 0 for none.
  ended_as TEXT NOT NULL DEFAULT '' CHECK (ended_as IN ('', 'stopped', 'replaced')),
  ended_at INTEGER NOT NULL DEFAULT 0,
  ended_by TEXT NOT NULL DEFAULT '',
  replaced_by INTEGER NOT NULL DEFAULT 0
) STRICT;

ALTER TABLE agenda ADD COLUMN release_id INTEGER NOT NULL DEFAULT 0;
CREATE INDEX agenda_of_release ON agenda (release_id) WHERE release_id <> 0;
ALTER TABLE outbox ADD COLUMN release_id INTEGER;
-- Of one that was sent again by hand: the one before.
ALTER TABLE outbox ADD COLUMN resend_of INTEGER;
CREATE INDEX outbox_of_release ON outbox (release_id, channel, state) WHERE release_id IS NOT NULL;

-- What was done at the desk and can be undone. `id` is the number of its line in the audit log.
CREATE TABLE actions (
  id INTEGER PRIMARY KEY,
  campaign_id INTEGER NOT NULL,
  city TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  actor TEXT NOT NULL,
  at INTEGER NOT NULL,
  undone_by INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX actions_of_subject ON actions (subject);

-- Each value that an action changed. `subject` is the application where it is a person's.
CREATE TABLE action_changes (
  action_id INTEGER NOT NULL,
  subject TEXT NOT NULL,
  name TEXT NOT NULL,
  was TEXT NOT NULL,
  became TEXT NOT NULL,
  PRIMARY KEY (action_id, subject, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX action_changes_of_subject ON action_changes (subject);
