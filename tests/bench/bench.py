#!/usr/bin/env python3
"""Measures Keste beside its peers and prints one table; never fails because of a timing.

Starts and stops everything itself, in a temporary folder, on free ports. Figures mean something on
an otherwise idle machine only. scripts/bench builds what this needs.
"""
import argparse
import contextlib
import os
import pathlib
import shutil
import signal
import sys
import tempfile
import traceback
from dataclasses import dataclass

from harness.processes import BenchError, Processes
from harness.table import Row, as_markdown, describe_machine, filesystem
from scenarios import (closing, dispatch, dispatch_postgresql, due, events, fanout, intake,
                       intake_postgresql, million, plan, status)

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCENARIOS = {
    "due": due.measure,
    "status": status.measure,
    "events": events.measure,
    "intake": intake.measure,
    "dispatch": dispatch.measure,
    "fanout": fanout.measure,
    "million": million.measure,
    "closing": closing.measure,
    "plan": plan.measure,
}
ON_POSTGRESQL = {"intake": intake_postgresql.measure, "dispatch": dispatch_postgresql.measure}


@dataclass
class Sizes:
    rounds: int = 3
    seconds: int = 8             # Of one run of wrk.
    mails: int = 30_000
    fanout: int = 100_000
    arrivals: int = 1_000        # Applications a second, where they arrive at a steady rate.
    applications: int = 1_000_000
    starts: int = 5
    closings: int = 20
    watchers: int = 1_000
    planned: int = 10_000        # Applicants whom a plan touches.
    plans: int = 9


QUICK = Sizes(rounds=1, seconds=1, mails=1_000, fanout=2_000, arrivals=200, applications=5_000,
              starts=1, closings=2, watchers=50, planned=500, plans=2)


class Bench:
    """What a scenario is given."""

    def __init__(self, options, place):
        self.root = ROOT
        self.bin = options.bin.resolve()
        self.peers = ROOT / "tests" / "bench" / "peers"
        self.place = place
        self.sizes = QUICK if options.quick else Sizes()
        self.processes = Processes()
        self.load_before = os.getloadavg()[0]
        self.scenario = ""

    def say(self, text):
        print(f"{self.scenario}: {text}", file=sys.stderr, flush=True)


def read_options():
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__.splitlines()[0])
    parser.add_argument("--only", metavar="NAME,NAME", help=f"some of {','.join(SCENARIOS)}")
    parser.add_argument("--store", choices=("sqlite", "postgresql"), default="sqlite",
                        help=f"what Keste keeps its data in; on PostgreSQL "
                             f"{','.join(ON_POSTGRESQL)}")
    parser.add_argument("--quick", action="store_true",
                        help="tiny sizes: shows that everything runs; the figures mean nothing")
    parser.add_argument("--markdown", type=pathlib.Path, metavar="FILE",
                        help="write the table there too")
    parser.add_argument("--place", type=pathlib.Path, metavar="DIR",
                        help="where the databases go (the system's folder for temporary files)")
    parser.add_argument("--bin", type=pathlib.Path, metavar="DIR",
                        default=os.environ.get("KESTE_BIN", ROOT / "build" / "release" / "bin"),
                        help="where the programs are (build/release/bin)")
    options = parser.parse_args()
    options.bin = pathlib.Path(options.bin)
    options.scenarios = SCENARIOS if options.store == "sqlite" else ON_POSTGRESQL
    options.only = options.only.split(",") if options.only else list(options.scenarios)
    unknown = set(options.only) - set(options.scenarios)
    if unknown:
        parser.error(f"no scenario {', '.join(sorted(unknown))}; there are "
                     f"{', '.join(options.scenarios)}")
    if not (options.bin / "kested").exists():
        parser.error(f"no kested in {options.bin}; run scripts/bench, which builds it")
    return options


@contextlib.contextmanager
def make_place(where):
    """A folder that servers of other users may walk through."""
    place = pathlib.Path(tempfile.mkdtemp(prefix="keste-bench-", dir=where))
    place.chmod(0o755)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def measure(bench, name, work):
    """(rows, whether it ran): a scenario that breaks does not keep the others from running."""
    bench.scenario = name
    bench.say("begins")
    try:
        return work(bench), True
    except BenchError as error:
        bench.say(str(error))
        return [Row(name, "not measured", note=str(error).splitlines()[-1])], False
    except Exception:  # A bug in one scenario; the others still tell something.
        traceback.print_exc()
        return [Row(name, "not measured", note="the scenario has a bug")], False
    finally:
        bench.processes.stop_all()


def report(bench, rows, quick):
    text = describe_machine(bench)
    if quick:
        text += " A quick run with tiny sizes: these figures mean nothing."
    if filesystem(bench.place) == "tmpfs":
        text += " The databases were in memory (tmpfs), so durable writes cost nothing."
    return f"{text}\n\n{as_markdown(rows)}\n"


def end_on_signal(*_):
    raise KeyboardInterrupt


def main():
    options = read_options()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end_on_signal)
    with make_place(options.place) as place:
        bench = Bench(options, place)
        rows = []
        all_ran = True
        try:
            for name in options.only:
                found, ran = measure(bench, name, options.scenarios[name])
                rows += found
                all_ran = all_ran and ran
            text = report(bench, rows, options.quick)
        except KeyboardInterrupt:
            bench.say("stopped")
            return 130
        finally:
            bench.processes.stop_all()
    print(text)
    if options.markdown:
        options.markdown.write_text(text, encoding="utf-8")
    return 0 if all_ran else 1


if __name__ == "__main__":
    sys.exit(main())
