-- References of the three tables that every application writes are declared no more: the server
-- looked up eight rows for each application, under a lock each, which was a third of its work. As
-- on SQLite, which enforces none, the statements see to them and invariant_references_hold checks.
ALTER TABLE applications DROP CONSTRAINT applications_campaign_id_fkey,
  DROP CONSTRAINT applications_session_id_fkey, DROP CONSTRAINT applications_tally_id_fkey;
ALTER TABLE outbox DROP CONSTRAINT outbox_application_id_fkey,
  DROP CONSTRAINT outbox_tally_id_fkey, DROP CONSTRAINT outbox_run_id_fkey;
ALTER TABLE roster DROP CONSTRAINT roster_session_id_fkey,
  DROP CONSTRAINT roster_application_id_fkey;

-- What a daemon must read anew when others have written: after a turn that only took applications
-- and settled messages, the counts that it changed; after any other one, everything.
-- The last turn of the other kind.
ALTER TABLE campaigns ADD COLUMN remade BIGINT NOT NULL DEFAULT 0;
-- The turn that changed it last.
ALTER TABLE tallies ADD COLUMN turn BIGINT NOT NULL DEFAULT 0;
