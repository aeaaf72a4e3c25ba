-- Applications by surname, folded for comparison. Filled when somebody looks for a name, many at a
-- time: an index would touch a page for each application that is taken.
CREATE TABLE surnames (
  folded TEXT NOT NULL,
  application_id INTEGER NOT NULL,
  PRIMARY KEY (folded, application_id)
) STRICT, WITHOUT ROWID;
-- The latest application that stands there.
ALTER TABLE campaigns ADD COLUMN surnamed INTEGER NOT NULL DEFAULT 0;
