"""From outbox to mail server, beside pg-boss with nodemailer, and the mail server's own limit."""
import json
import os
import re
import shutil
import time

from harness.keste import OPEN, SEASON_END, Kested, fill, make_etc
from harness.peers import Postgres, Sink, node
from harness.processes import BenchError, find_program, memory_kb
from harness.table import Row, goal, median, rate, ratio

HEADERS = 400  # Bytes that nodemailer puts before the text that it is given.


def mail_bytes(bench):
    """How long a mail of this kind is, on average over the languages."""
    etc = make_etc(bench, bench.place / "compose-etc")
    said = bench.processes.run([bench.bin / "bench_compose", etc, "3000"])
    found = re.search(r"^results_due\s+([\d.]+) us/mail\s+(\d+) bytes/mail", said, re.M)
    if not found:
        raise BenchError("bench_compose did not say how long a mail is")
    return int(found.group(2)), float(found.group(1))


def wait_sent(daemon, count):
    """When the last of them had its outcome on disk, in seconds since 1970."""
    give_up = time.time() + 600
    while True:
        now = daemon.notifications()
        if now["sent"] >= 2 * count:
            return time.time()
        if now["failed"] or now["dropped"] or time.time() > give_up:
            raise BenchError(f"of {count} mails: {now}")
        time.sleep(0.01)


def measure_keste(bench, prepared, count):
    """Messages a second, from the daemon's start to the last outcome on disk. As many had been
    sent before: what each applicant was told at first."""
    state = bench.place / "dispatch"
    shutil.copytree(prepared, state)
    with Sink(bench) as sink:
        with Kested(bench, state, SEASON_END, f"smtp://127.0.0.1:{sink.port}") as daemon:
            daemon.wait_started()
            took = wait_sent(daemon, count) - daemon.started_at
            peak = memory_kb(daemon.process.pid, "VmHWM")
    shutil.rmtree(state)
    return {"per_second": count / took, "peak_kb": peak}


def measure_peer(bench, postgres, count, size, turn):
    with Sink(bench) as sink:
        environment = dict(os.environ, PEER_SMTP_PORT=str(sink.port),
                           PEER_DATABASE=postgres.make_database(f"mail{turn}"))
        command = [node(bench), bench.peers / "mail.mjs", str(count), str(size - HEADERS)]
        return json.loads(bench.processes.run(command, env=environment))


def measure_limit(bench, count, size):
    """smtp-source against the same sink, over kept connections."""
    with Sink(bench) as sink:
        begun = time.monotonic()
        bench.processes.run([find_program("smtp-source"), "-d", "-s", "16", "-m", str(count), "-l",
                             str(size), "-f", "keste@example.kz", "-t", "applicant@example.kz",
                             f"127.0.0.1:{sink.port}"])
        return count / (time.monotonic() - begun)


def measure_channel(bench, count, size):
    """Our SMTP channel alone: no store, no rendering."""
    with Sink(bench) as sink:
        said = bench.processes.run([bench.bin / "bench_smtp", f"127.0.0.1:{sink.port}",
                                    str(count), "16", str(size)])
        return float(re.search(r"([\d.]+)/s$", said, re.M).group(1))


def measure(bench):
    count = bench.sizes.mails
    size, micros = mail_bytes(bench)
    prepared = fill(bench, bench.place / "dispatch-prepared", count, "sent",
                    f"until={SEASON_END}", at=OPEN)
    ours = []
    theirs = []
    limits = []
    channel = []
    postgres = Postgres(bench)
    for turn in range(bench.sizes.rounds):
        bench.say(f"round {turn + 1} of {bench.sizes.rounds}")
        limits.append(measure_limit(bench, count, size))
        channel.append(measure_channel(bench, count, size))
        ours.append(measure_keste(bench, prepared, count))
        theirs.append(measure_peer(bench, postgres, count, size, turn))
    postgres.stop()
    keste = median(run["per_second"] for run in ours)
    peer = median(run["per_second"] for run in theirs)
    limit = median(limits)
    peaks = [median(run["peak_kb"] for run in runs) / 1024 for runs in (ours, theirs)]
    return [
        Row("outbox to smtp-sink, 16 connections", rate(keste), rate(peer), ratio(keste, peer),
            goal("4 times pg-boss + nodemailer", keste >= 4 * peer),
            f"{count:,} results_due of {size} bytes; peak memory {peaks[0]:.0f} and "
            f"{peaks[1]:.0f} MB (Node alone); outcomes on disk"),
        Row("  and the sink's own limit", rate(keste), rate(limit), ratio(keste, limit), "",
            f"smtp-source with the same size, nothing recorded; Keste's channel alone "
            f"{rate(median(channel))}; composing takes {micros:.1f} us of a core for each mail"),
    ]
