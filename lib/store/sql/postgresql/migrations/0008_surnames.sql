-- Applications by surname, folded for comparison. Filled when somebody looks for a name, many at a
-- time: an index would touch a page for each application that is taken. Ordered by code points, so
-- that all names that begin alike stand together.
CREATE TABLE surnames (
  folded TEXT COLLATE "C" NOT NULL,
  application_id BIGINT NOT NULL,
  PRIMARY KEY (folded, application_id)
);
-- The latest application that stands there.
ALTER TABLE campaigns ADD COLUMN surnamed BIGINT NOT NULL DEFAULT 0;
