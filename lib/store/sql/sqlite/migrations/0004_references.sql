-- SQLite never enforced the references (PRAGMA foreign_keys is off), and cannot drop them: nothing
-- to do here but to have the same number.
SELECT 1;
