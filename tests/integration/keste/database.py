"""A look into the database of a daemon that has ended; of SQLite's, on a copy."""
import contextlib
import pathlib
import re
import shutil
import sqlite3
import tempfile

from keste import postgresql
from keste.processes import REPOSITORY

INVARIANTS = REPOSITORY / "lib" / "store" / "sql" / "invariants.sql"


@contextlib.contextmanager
def open_copy(path):
    """The copy holds what had reached the log when the daemon ended, as a restart would see it."""
    if isinstance(path, postgresql.Schema):
        with contextlib.closing(postgresql.Look(path)) as look:
            yield look
        return
    with tempfile.TemporaryDirectory(prefix="keste-copy-") as folder:
        copy = pathlib.Path(folder) / path.name
        for suffix in ("", "-wal"):
            if path.with_name(path.name + suffix).exists():
                shutil.copy(path.with_name(path.name + suffix), folder)
        database = sqlite3.connect(copy)
        try:
            yield database
        finally:
            database.close()


def list_tables(database):
    if isinstance(database, postgresql.Look):
        return database.list_tables()
    return [name for name, in database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_sequence'"
        " ORDER BY name")]


def list_invariants():
    """(name, statement) of each; the statement lists the rows that break it."""
    parts = re.split(r"^-- name: (\w+)$", INVARIANTS.read_text(), flags=re.M)
    return list(zip(parts[1::2], parts[2::2]))


def find_damage(database):
    """What does not hold; empty when all does."""
    damage = {name: rows for name, statement in list_invariants()
              if (rows := database.execute(statement).fetchall())}
    # PostgreSQL keeps its references itself.
    if isinstance(database, sqlite3.Connection):
        if (verdict := database.execute("PRAGMA integrity_check").fetchall()) != [("ok",)]:
            damage["integrity"] = verdict
        if rows := database.execute("PRAGMA foreign_key_check").fetchall():
            damage["foreign keys"] = rows
    # Overdue results are asked for again and again.
    if rows := database.execute("SELECT action, subject, count(*) FROM audit WHERE actor = 'agenda'"
                                " AND action <> 'results_overdue' GROUP BY action, subject"
                                " HAVING count(*) > 1").fetchall():
        damage["fired twice"] = rows
    return damage
