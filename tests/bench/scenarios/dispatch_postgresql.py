"""From an outbox on PostgreSQL to the mail server: one daemon, two and three, beside pg-boss with
nodemailer on the same server."""
import contextlib
import shutil

from harness.keste import OPEN, SEASON_END, Kested, fill
from harness.peers import Postgres, Sink
from harness.table import Row, goal, median, rate, ratio

from scenarios.dispatch import mail_bytes, measure_limit, measure_peer, wait_sent


def move(bench, prepared, url):
    """The filled database, on the server."""
    bench.processes.run([bench.bin / "kestectl", "db", "copy", f"sqlite:{prepared / 'keste.db'}",
                         url], seconds=1800)


def measure_keste(bench, server, prepared, run, daemons, count):
    """Messages a second, from the first daemon's start to the last outcome on disk."""
    url = server.make_database(f"run{run}", "prepared")
    folders = [bench.place / f"dispatch{run}-{index}" for index in range(daemons)]
    with Sink(bench) as sink, contextlib.ExitStack() as stack:
        started = []
        for folder in folders:
            folder.mkdir()
            shutil.copy(prepared / "keste.key", folder / "keste.key")
            started.append(stack.enter_context(
                Kested(bench, folder, SEASON_END, f"smtp://127.0.0.1:{sink.port}", store=url)))
        for daemon in started:
            daemon.wait_started()
        took = wait_sent(started[0], count) - min(daemon.started_at for daemon in started)
    for folder in folders:
        shutil.rmtree(folder)
    return count / took


def measure(bench):
    count = bench.sizes.mails
    size, _ = mail_bytes(bench)
    prepared = fill(bench, bench.place / "dispatch-prepared", count, "sent",
                    f"until={SEASON_END}", at=OPEN)
    server = Postgres(bench)
    move(bench, prepared, server.make_database("prepared"))
    ours = {1: [], 2: [], 3: []}
    theirs = []
    limits = []
    for turn in range(bench.sizes.rounds):
        bench.say(f"round {turn + 1} of {bench.sizes.rounds}")
        limits.append(measure_limit(bench, count, size))
        for daemons, done in ours.items():
            done.append(measure_keste(bench, server, prepared, f"{turn}_{daemons}", daemons,
                                      count))
        theirs.append(measure_peer(bench, server, count, size, turn)["per_second"])
    server.stop()
    peer = median(theirs)
    rows = []
    for daemons, done in ours.items():
        keste = median(done)
        rows.append(Row(
            f"outbox on PostgreSQL to smtp-sink, {daemons} daemon{'s' if daemons > 1 else ''}",
            rate(keste), rate(peer), ratio(keste, peer),
            goal("pg-boss + nodemailer", keste >= peer),
            f"{count:,} results_due of {size} bytes, 16 connections each; smtp-source alone "
            f"{rate(median(limits))}"))
    return rows
