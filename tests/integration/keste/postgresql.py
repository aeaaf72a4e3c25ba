"""The tests' PostgreSQL: KESTE_TEST_STORE is "postgresql:" and the file that says where it runs."""
import itertools
import json
import os
import pathlib
import subprocess

SCHEME = "postgresql:"
_numbers = itertools.count(1)


def is_wanted():
    return os.environ.get("KESTE_TEST_STORE", "").startswith(SCHEME)


def read_query():
    return pathlib.Path(os.environ["KESTE_TEST_STORE"].removeprefix(SCHEME)).read_text().strip()


def ask(url, statement):
    """What psql prints; its errors are the test's."""
    done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", url], text=True,
                          input=statement, capture_output=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return done.stdout


class Schema:
    """A schema of its own, made at once; it goes with the cluster."""

    def __init__(self, query=None):
        self.name = f"site_{os.getpid()}_{next(_numbers)}"
        server = f"postgresql:///postgres?{query or read_query()}"
        ask(server, f"CREATE SCHEMA {self.name}")
        self.url = f"{server}&options=-csearch_path%3D{self.name}"


class Rows(list):
    def fetchall(self):
        return list(self)

    def fetchone(self):
        return self[0] if self else None


class Look:
    """What a test asks of a database, in the words of sqlite3."""

    def __init__(self, schema):
        self.url = schema.url

    def execute(self, statement):
        """As JSON, which keeps numbers and texts apart and columns in order."""
        select = statement.split(";")[0]
        lines = ask(self.url, f"SELECT row_to_json(asked) FROM ({select}) AS asked").splitlines()
        return Rows(json.loads(line, object_pairs_hook=lambda pairs: tuple(v for _, v in pairs))
                    for line in lines)

    def list_tables(self):
        return [name for name, in self.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1")]

    def iterdump(self):
        for table in self.list_tables():
            for row in self.execute(f"SELECT * FROM {table}"):
                yield " ".join(map(show, row))

    def close(self):
        pass


def show(field):
    if isinstance(field, str) and field.startswith("\\x"):
        return bytes.fromhex(field[2:]).decode("latin-1")
    return str(field)
