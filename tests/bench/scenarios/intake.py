"""Durable applications, beside a small service on Node with group commit."""
import json
import shutil
import urllib.request

from harness.keste import Kested
from harness.load import wrk
from harness.peers import IntakePeer
from harness.processes import memory_kb
from harness.table import Row, goal, median, number, rate, ratio


def measure_keste(bench, folder):
    with Kested(bench, folder) as daemon:
        daemon.wait_started()
        places = daemon.open_places()
        before = daemon.load("/status")["engine"]["commits"]
        run = wrk(bench, f"http://127.0.0.1:{daemon.port}/", bench.sizes.seconds, 1, places)
        engine = daemon.load("/status")["engine"]
        run["commits"] = engine["commits"] - before
        run["accepted"] = engine["accepted"]
        run["rss_kb"] = memory_kb(daemon.process.pid)
    shutil.rmtree(folder)
    return run, places


def measure_peer(bench, folder, places):
    with IntakePeer(bench, folder) as peer:
        base = f"http://127.0.0.1:{peer.port}"
        run = wrk(bench, base + "/", bench.sizes.seconds, 1, places)
        with urllib.request.urlopen(base + "/figures", timeout=30) as answer:
            run.update(json.load(answer))
        run["rss_kb"] = memory_kb(peer.process.pid)
    shutil.rmtree(folder)
    return run


def together(runs):
    return {name: median(run[name] for run in runs) for name in runs[0]}


def measure(bench):
    ours = []
    theirs = []
    for turn in range(bench.sizes.rounds):
        bench.say(f"round {turn + 1} of {bench.sizes.rounds}")
        run, places = measure_keste(bench, bench.place / "intake")
        ours.append(run)
        theirs.append(measure_peer(bench, bench.place / "intake-peer", places))
    keste = together(ours)
    peer = together(theirs)
    bad = [sum(run["refused"] + run["broken"] for run in runs) for runs in (ours, theirs)]
    share = keste["per_second"] / peer["per_second"]
    per_commit = [run["accepted"] / max(1, run["commits"]) for run in (keste, peer)]
    return [
        Row("POST applications, durable, 64 connections", rate(keste["per_second"]),
            rate(peer["per_second"]), ratio(keste["per_second"], peer["per_second"]),
            goal("1.0 of Fastify + SQLite group commit", share >= 1),
            f"answers other than 2xx: {bad[0]} and {bad[1]}; memory afterwards "
            f"{keste['rss_kb'] / 1024:.0f} and {peer['rss_kb'] / 1024:.0f} MB; the peer writes one "
            "bare row"),
        Row("  latency p50 / p99 / max", in_ms(keste), in_ms(peer),
            ratio(keste["p99_ms"], peer["p99_ms"]), goal("p99 below 10 ms", keste["p99_ms"] < 10),
            "the ratio is of p99"),
        Row("  applications per fsync", number(per_commit[0]), number(per_commit[1]),
            ratio(*per_commit), "", "one fsync of the log for each commit"),
    ]


def in_ms(run):
    return f"{run['p50_ms']:.1f} / {run['p99_ms']:.1f} / {run['max_ms']:.0f} ms"
