#!/usr/bin/env python3
"""scripts/setup, seen to act on machines that are made up of a few stand-ins for Debian's tools."""
import os
import pathlib
import subprocess
import tempfile
import unittest

SETUP = pathlib.Path(__file__).parents[2] / "scripts" / "setup"

# Each stand-in writes what it was asked into $BOX/log.
STAND_INS = {
    "dpkg-query": """\
#!/bin/bash
format=${2#-f=}
shift 2
[ $# -gt 0 ] || { cat "$BOX/provides" 2>/dev/null; exit 0; }
status=0
for package in "$@"; do
  if grep -qx "$package" "$BOX/installed"; then
    [[ $format == *Package* ]] && echo "installed $package" || echo installed
  else
    status=1
  fi
done
exit $status
""",
    "apt-cache": '#!/bin/bash\n! grep -qx "$2" "$BOX/unlisted" 2>/dev/null\n',
    "apt-get": """\
#!/bin/bash
echo "apt-get $*" >>"$BOX/log"
[ -e "$KESTE_POLICY_FILE" ] && echo held >>"$BOX/log"
exit 0
""",
    "debconf-set-selections": '#!/bin/bash\necho "debconf $(cat)" >>"$BOX/log"\n',
    "id": '#!/bin/bash\necho "${FAKE_ID:-0}"\n',
    "sudo": '#!/bin/bash\necho "sudo $1" >>"$BOX/log"\nexec "$@"\n',
}
BUILD = ["g++", "cmake", "ninja-build", "pkg-config", "ccache", "libboost1.81-dev",
         "libboost-json1.81-dev", "libboost-url1.81-dev", "libsqlite3-dev", "libsqlitecpp-dev",
         "libpq-dev", "libyaml-cpp-dev", "libhowardhinnant-date-dev", "libicu-dev", "libcli11-dev",
         "libsystemd-dev", "libsodium-dev", "libssl-dev", "zlib1g-dev", "libmimalloc-dev",
         "libkainjow-mustache-dev", "catch2", "librapidcheck-dev", "tzdata", "ca-certificates"]
TEST = ["git", "python3", "python3-yaml", "python3-jsonschema", "python3-aiosmtpd",
        "python3-icalendar", "openssl", "postfix", "postgresql", "libfaketime",
        "clang-tools-14", "clang-format-14", "chromium", "fonts-dejavu-core",
        "man-db", "groff", "mandoc", "zsh"]


class Setup(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.box = pathlib.Path(folder.name)
        (self.box / "bin").mkdir()
        for name, text in STAND_INS.items():
            (self.box / "bin" / name).write_text(text)
            (self.box / "bin" / name).chmod(0o755)
        self.write("os-release", 'ID=debian\nVERSION_ID="12"\n')
        self.write("log", "")

    def write(self, name, text):
        (self.box / name).write_text(text)

    def run_setup(self, *options, installed=BUILD, **environment):
        self.write("installed", "\n".join(installed) + "\n")
        path = f"{self.box / 'bin'}:{environment.pop('path', os.environ['PATH'])}"
        run = subprocess.run(
            ["/bin/bash", SETUP, *options], capture_output=True, text=True, check=False,
            env={"PATH": path, "BOX": str(self.box), "KESTE_POLICY_FILE": str(self.box / "policy"),
                 "KESTE_OS_RELEASE": str(self.box / "os-release"), **environment})
        return run.returncode, run.stderr, (self.box / "log").read_text()

    def test_nothing_happens_when_nothing_is_missing(self):
        self.assertEqual(self.run_setup(), (0, "", ""))
        self.assertEqual(self.run_setup("--test", installed=BUILD + TEST), (0, "", ""))

    def test_only_what_is_missing_is_installed_and_no_service_may_start(self):
        status, _, log = self.run_setup(installed=BUILD[1:])
        self.assertEqual(status, 0)
        self.assertEqual(log, "apt-get install -y -q --no-install-recommends g++\nheld\n")
        self.assertFalse((self.box / "policy").exists())

    def test_somebody_elses_policy_is_kept(self):
        self.write("policy", "theirs")
        self.run_setup(installed=BUILD[1:])
        self.assertEqual((self.box / "policy").read_text(), "theirs")

    def test_package_lists_are_fetched_when_a_package_is_not_listed(self):
        self.write("unlisted", "g++\n")
        _, _, log = self.run_setup(installed=BUILD[1:])
        self.assertTrue(log.startswith("apt-get update -q\nheld\napt-get install"), log)

    def test_postfix_is_configured_as_none(self):
        installed = BUILD + [package for package in TEST if package != "postfix"]
        _, _, log = self.run_setup("--test", installed=installed)
        self.assertIn("debconf postfix postfix/main_mailer_type select No configuration", log)

    def test_another_mail_server_is_not_driven_out(self):
        self.write("provides", "installed exim4-daemon-light mail-transport-agent\n")
        installed = BUILD + [package for package in TEST if package != "postfix"]
        status, said, log = self.run_setup("--test", installed=installed)
        self.assertEqual((status, log), (0, ""))
        self.assertIn("exim4-daemon-light is this machine's mail server", said)

    def test_the_older_boost_is_named_before_it_goes(self):
        installed = [package for package in BUILD if "1.81" not in package] + ["libboost1.74-dev"]
        status, said, _ = self.run_setup(installed=installed)
        self.assertEqual(status, 0)
        self.assertIn("libboost1.74-dev cannot stand beside", said)

    def test_sudo_is_used_by_others_than_root(self):
        _, _, log = self.run_setup(installed=BUILD[1:], FAKE_ID="1000")
        self.assertIn("sudo env\napt-get install", log)

    def test_without_root_and_sudo_the_command_is_named(self):
        (self.box / "bin" / "sudo").unlink()
        for tool in ("dirname", "sed", "sort", "comm", "grep", "awk", "cat"):
            for folder in ("/usr/bin", "/bin"):
                if os.path.exists(f"{folder}/{tool}"):
                    (self.box / "bin" / tool).symlink_to(f"{folder}/{tool}")
                    break
        status, said, log = self.run_setup(installed=BUILD[1:], FAKE_ID="1000", path="")
        self.assertEqual((status, log), (1, ""))
        self.assertIn("As root, run: apt-get install --no-install-recommends g++", said)

    def test_another_system_with_the_tools_goes_on(self):
        self.write("os-release", "ID=fedora\nVERSION_ID=40\n")
        for tool in ("g++", "cmake", "ninja", "pkg-config", "npm"):
            self.write(f"bin/{tool}", "")
            (self.box / "bin" / tool).chmod(0o755)
        status, said, log = self.run_setup(installed=[])
        self.assertEqual((status, log), (0, ""))
        self.assertIn("this is fedora 40", said)

    def test_an_unknown_option_is_refused(self):
        status, said, _ = self.run_setup("--tests")
        self.assertEqual(status, 64)
        self.assertIn("unknown option --tests", said)
        self.assertIn("scripts/setup --bench", said)


if __name__ == "__main__":
    unittest.main()
