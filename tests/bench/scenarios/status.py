"""Status of one city, beside nginx with a file of the same size."""
from harness.keste import Kested
from harness.load import wrk
from harness.peers import Nginx
from harness.table import Row, goal, median, rate, ratio

PATH = "/api/v1/cities/astana/status"


def measure(bench):
    with Kested(bench, bench.place / "status") as daemon:
        daemon.wait_started()
        _, body = daemon.ask(PATH)
        urls = {"keste": f"http://127.0.0.1:{daemon.port}{PATH}"}
        for workers in (1, 2):
            nginx = Nginx(bench, body, workers)
            urls[f"nginx, {workers} worker{'s' * (workers - 1)}"] = (
                f"http://127.0.0.1:{nginx.port}/status.json")
        found = {}
        for turn in range(bench.sizes.rounds):
            bench.say(f"round {turn + 1} of {bench.sizes.rounds}")
            for threads in (1, 2):
                for name, url in urls.items():
                    one = wrk(bench, url, bench.sizes.seconds, threads, token=daemon.token)
                    found.setdefault((name, threads), []).append(one)
    medians = {key: median(r["per_second"] for r in runs) for key, runs in found.items()}
    ours = max((key for key in medians if key[0] == "keste"), key=medians.get)
    best = max((key for key in medians if key[0] != "keste"), key=medians.get)
    bad = sum(r["refused"] + r["broken"] for runs in found.values() for r in runs)
    share = medians[ours] / medians[best]
    return [Row(
        "GET one city's status, 64 connections", rate(medians[ours]), rate(medians[best]),
        ratio(medians[ours], medians[best]), goal("0.8 of nginx", share >= 0.8),
        f"{len(body)} bytes; {best[0]}; wrk with {ours[1]} and {best[1]} threads, the better of 1 "
        f"and 2 for each; p99 {median(r['p99_ms'] for r in found[ours]):.2f} and "
        f"{median(r['p99_ms'] for r in found[best]):.2f} ms; {bad} failed requests")]
