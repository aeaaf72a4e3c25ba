"""A throw-away PostgreSQL cluster for the tests.

  postgresql_cluster.py start FILE   starts one; FILE gets the query part of its URLs
  postgresql_cluster.py stop FILE    ends it and removes it

It listens on a Unix socket in its own folder only, trusts whoever may open that folder, and does
not wait for the disk, since nothing of it is kept.
"""
import glob
import os
import pathlib
import pwd
import shutil
import subprocess
import sys
import tempfile

SETTINGS = """
listen_addresses = ''
fsync = off
synchronous_commit = on
full_page_writes = off
max_connections = 200
shared_buffers = 64MB
logging_collector = off
"""


def find_tools():
    folders = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
    if not folders:
        sys.exit("PostgreSQL's server is not installed: run scripts/setup --test")
    return pathlib.Path(folders[-1])


def as_other_user():
    """The server refuses to run as root; whoever is nobody does, and may go into /tmp."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


class Cluster:
    def __init__(self, folder=None):
        made = folder or tempfile.mkdtemp(prefix="keste-postgresql-", dir="/tmp")
        self.folder = pathlib.Path(made)
        self.data = self.folder / "data"
        self.tools = find_tools()

    @property
    def query(self):
        return f"host={self.folder}&user=keste"

    def give_away(self):
        if user := as_other_user():
            os.chown(self.folder, user["user"], user["group"])

    def run(self, tool, *arguments):
        done = subprocess.run([self.tools / tool, *map(str, arguments)], cwd="/", text=True,
                              capture_output=True, env={"LC_ALL": "C.UTF-8", "PATH": os.defpath},
                              **as_other_user())
        if done.returncode != 0:
            sys.exit(f"{tool}: {done.stdout}{done.stderr}")

    def make(self, settings=""):
        self.give_away()
        self.run("initdb", "--pgdata", self.data, "--username", "keste", "--auth", "trust",
                 "--no-sync", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-instructions")
        with open(self.data / "postgresql.conf", "a") as configuration:
            configuration.write(SETTINGS + self.write_own(settings))

    def write_own(self, settings):
        return f"unix_socket_directories = '{self.folder}'\n" + settings

    def follow(self, primary, settings=""):
        """Made a standby of another one, by streaming replication."""
        self.give_away()
        self.run("pg_basebackup", "--pgdata", self.data, "--host", primary.folder,
                 "--username", "keste", "--write-recovery-conf", "--checkpoint", "fast",
                 "--no-sync")
        with open(self.data / "postgresql.conf", "a") as configuration:
            configuration.write(self.write_own(settings))

    def promote(self):
        self.run("pg_ctl", "promote", "--pgdata", self.data, "--wait", "--silent")

    def start(self):
        self.run("pg_ctl", "start", "--pgdata", self.data, "--wait", "--silent",
                 "--log", self.folder / "log")

    def stop(self, mode="immediate"):
        self.run("pg_ctl", "stop", "--pgdata", self.data, "--mode", mode, "--silent")

    def end(self):
        """Stopped, if it runs, and removed."""
        if (self.data / "postmaster.pid").exists():
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def stop(file):
    if not file.exists():
        return
    folder = file.read_text().split("&")[0].removeprefix("host=")
    file.unlink()
    if (pathlib.Path(folder) / "data").exists():
        Cluster(folder).end()


def start(file):
    stop(file)
    cluster = Cluster()
    cluster.make()
    cluster.start()
    file.write_text(cluster.query + "\n")


if __name__ == "__main__":
    {"start": start, "stop": stop}[sys.argv[1]](pathlib.Path(sys.argv[2]))
