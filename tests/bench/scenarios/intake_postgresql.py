"""Durable applications on PostgreSQL: one daemon, two and three, beside a service on Node."""
import concurrent.futures
import contextlib
import json
import shutil
import urllib.request

from harness.keste import Kested
from harness.load import wrk
from harness.peers import IntakePeer, Postgres
from harness.table import Row, median, number, rate, ratio

CONNECTIONS = 64


def measure_keste(bench, server, count, name):
    """The sum over all daemons, and the slowest of their percentiles."""
    url = server.make_database(name)
    folders = [bench.place / f"{name}-{index}" for index in range(count)]
    with contextlib.ExitStack() as stack:
        daemons = []
        for folder in folders:
            folder.mkdir()
            if daemons:
                shutil.copy(folders[0] / "keste.key", folder / "keste.key")
            daemon = stack.enter_context(Kested(bench, folder, store=url))
            daemons.append(daemon.wait_started())
        places = daemons[0].open_places()

        def load(index):
            return wrk(bench, f"http://127.0.0.1:{daemons[index].port}/", bench.sizes.seconds, 1,
                       places, CONNECTIONS // count, 10_000_000_000 + index * 200_000_000)
        with concurrent.futures.ThreadPoolExecutor(count) as pool:
            runs = list(pool.map(load, range(count)))
        engines = [daemon.load("/status")["engine"] for daemon in daemons]
    for folder in folders:
        shutil.rmtree(folder)
    return together(runs, sum(engine["accepted"] for engine in engines),
                    sum(engine["commits"] for engine in engines)), places


def together(runs, accepted, commits):
    return {"per_second": sum(run["per_second"] for run in runs),
            "p50_ms": max(run["p50_ms"] for run in runs),
            "p99_ms": max(run["p99_ms"] for run in runs),
            "bad": sum(run["refused"] + run["broken"] for run in runs),
            "per_commit": accepted / max(1, commits)}


def measure_peer(bench, server, name, places):
    folder = bench.place / name
    url = server.make_database(name)
    with IntakePeer(bench, folder, "intake_postgresql.mjs", url) as peer:
        base = f"http://127.0.0.1:{peer.port}"
        run = wrk(bench, base + "/", bench.sizes.seconds, 1, places)
        with urllib.request.urlopen(base + "/figures", timeout=30) as answer:
            figures = json.load(answer)
    shutil.rmtree(folder)
    return together([run], figures["accepted"], figures["commits"])


def measure(bench):
    runs = {1: [], 2: [], 3: []}
    theirs = []
    server = Postgres(bench)
    for turn in range(bench.sizes.rounds):
        bench.say(f"round {turn + 1} of {bench.sizes.rounds}")
        for count, done in runs.items():
            run, places = measure_keste(bench, server, count, f"keste{count}_{turn}")
            done.append(run)
        theirs.append(measure_peer(bench, server, f"peer_{turn}", places))
    server.stop()
    peer = middle(theirs)
    rows = []
    for count, done in runs.items():
        keste = middle(done)
        rows.append(Row(
            f"POST applications on PostgreSQL, {count} daemon{'s' if count > 1 else ''}",
            rate(keste["per_second"]), rate(peer["per_second"]),
            ratio(keste["per_second"], peer["per_second"]), "",
            f"p50 {keste['p50_ms']:.1f} and {peer['p50_ms']:.1f} ms, p99 {keste['p99_ms']:.1f} and "
            f"{peer['p99_ms']:.1f} ms; {number(keste['per_commit'])} and "
            f"{number(peer['per_commit'])} a commit; answers other than 2xx: {keste['bad']:.0f} "
            f"and {peer['bad']:.0f}"))
    return rows


def middle(runs):
    return {name: median(run[name] for run in runs) for name in runs[0]}
