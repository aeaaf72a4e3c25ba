-- SQLite never enforced the references (PRAGMA foreign_keys is off), and cannot drop them: nothing
-- to do here for those.

-- What a daemon must read anew when others have written: after a turn that only took applications
-- and settled messages, the counts that it changed; after any other one, everything.
-- The last turn of the other kind.
ALTER TABLE campaigns ADD COLUMN remade INTEGER NOT NULL DEFAULT 0;
-- The turn that changed it last.
ALTER TABLE tallies ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;
