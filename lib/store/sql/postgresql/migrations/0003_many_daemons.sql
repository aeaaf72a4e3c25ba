-- Several daemons on one database: who lives, and whether somebody else wrote meanwhile.

-- The last heartbeat by the database's clock; a run that goes without one is found dead.
ALTER TABLE runs ADD COLUMN seen_at BIGINT NOT NULL DEFAULT 0;
-- Which installation lived it: at its next start its earlier runs are over.
ALTER TABLE runs ADD COLUMN instance TEXT NOT NULL DEFAULT '';
-- Rises with each turn.
ALTER TABLE campaigns ADD COLUMN turn BIGINT NOT NULL DEFAULT 0;
