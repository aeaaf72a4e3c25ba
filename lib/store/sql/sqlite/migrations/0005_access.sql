-- Who may sign in, and what they may do. The instants of these tables are the machine's, also where
-- the campaign runs on a virtual clock: they are about people at their desks.

-- `cities` are a coordinator's, parted by blanks. Nobody is deleted: the audit log names them.
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 2 AND 64),
  full_name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('admin', 'coordinator', 'auditor', 'issuer', 'monitor')),
  cities TEXT NOT NULL,
  password_hash TEXT NOT NULL, -- argon2id, as libsodium writes it.
  totp_sealed BLOB NOT NULL,   -- Empty without a second factor.
  totp_step INTEGER NOT NULL DEFAULT 0, -- The last one used: a code signs in once.
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  made_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  CHECK ((role = 'coordinator') = (cities <> ''))
) STRICT;

-- For scripts. A digest of each, so that who reads the database cannot use it.
CREATE TABLE tokens (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 2 AND 64),
  role TEXT NOT NULL CHECK (role IN ('admin', 'coordinator', 'auditor', 'issuer', 'monitor')),
  cities TEXT NOT NULL,
  digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
  made_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL DEFAULT 0,
  revoked_at INTEGER,
  CHECK ((role = 'coordinator') = (cities <> ''))
) STRICT;

-- Browsers that are signed in; gone when they sign out.
CREATE TABLE sign_ins (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL,
  digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
  made_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  client TEXT NOT NULL
) STRICT;
CREATE INDEX sign_ins_of_user ON sign_ins (user_id);
