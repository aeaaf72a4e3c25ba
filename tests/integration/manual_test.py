"""Man pages and completions: whole, sound, and in step with what the programs take."""
import re
import socket
import time
import unittest

from keste.case import Case
from keste.manual import BASH, MAN, ZSH, list_commands
from keste.processes import BIN, KESTECTL, REPOSITORY, run
from keste.terminal import Terminal

SECTIONS = ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "FILES", "ENVIRONMENT",
            "EXAMPLES", "SEE ALSO"]
# The keys of one mapping in kested.yaml.
READ_KEYS = r"Fields \w+\(\s*\*?\w+(?:\.\w+)?, \"[^\"]+\",\s*\{([^}]*)\}"
COMPLETE_IN_BASH = """
source "$0"
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_kestectl
printf '%s\\n' "${COMPREPLY[@]}"
"""
# Stand-ins for what only the line editor has, which print what would be offered.
COMPLETE_IN_ZSH = """
compadd() { shift; print -l -- $@ }
_describe() { print -l -- ${(P)@[-1]} }
_files() { print -- "files $*" }
compset() { PREFIX=${PREFIX#*=} }
file=$1
shift
words=("$@")
CURRENT=$#
PREFIX=${words[-1]}
source $file
"""


class Pages(unittest.TestCase):
    def test_they_are_clean_for_both_formatters(self):
        for name, path in MAN.items():
            with self.subTest(page=name):
                linted = run("mandoc", "-T", "lint", "-W", "warning", path)
                self.assertEqual((linted.returncode, linted.stdout), (0, ""))
                rendered = run("groff", "-man", "-Tutf8", "-ww", "-z", path)
                self.assertEqual((rendered.returncode, rendered.stderr), (0, ""))

    def test_man_shows_every_section(self):
        for name, path in MAN.items():
            page = self.render(path)
            headings = re.findall(r"^([A-Z][A-Z ]+[A-Z])$", page, re.M)
            with self.subTest(page=name):
                self.assertEqual([each for each in headings if each in SECTIONS], SECTIONS)

    def test_whatis_finds_them(self):
        for name, path in MAN.items():
            found = run("lexgrog", path)
            self.assertEqual(found.returncode, 0, name)
            self.assertIn(f'"{name[:-2]} - ', found.stdout)

    def render(self, path):
        shown = run("man", "-l", path, env={"MANWIDTH": "100", "LC_ALL": "C.UTF-8",
                                            "PATH": "/usr/bin:/bin", "MAN_KEEP_FORMATTING": ""})
        self.assertEqual((shown.returncode, shown.stderr), (0, ""))
        return shown.stdout

    def test_each_exit_code_of_the_sources_is_told(self):
        for program, page in (("kestectl/exit_codes.hpp", "kestectl.1"),
                              ("kested/options.hpp", "kested.8")):
            source = (REPOSITORY / "daemon" / program).read_text()
            codes = re.findall(r"inline constexpr int \w+ = (\d+);", source)
            told = self.render(MAN[page]).split("EXIT STATUS")[1].split("FILES")[0]
            self.assertEqual(re.findall(r"^ {7}(\d+)\b", told, re.M), codes)

    def test_each_setting_that_is_read_is_told(self):
        page = self.render(MAN["kested.yaml.5"])
        readers = [REPOSITORY / "lib" / "config" / f"{name}_reader.cpp"
                   for name in ("settings", "sms", "webhook")]
        keys = [key for reader in readers
                for keys in re.findall(READ_KEYS, reader.read_text())
                for key in re.findall(r'"(\w+)"', keys)]
        self.assertGreater(len(keys), 25)
        for key in keys:
            with self.subTest(setting=key):
                self.assertRegex(page, rf"\b{key}\b")


class Completeness(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.commands = list_commands()
        cls.page = MAN["kestectl.1"].read_text().replace("\\-", "-").replace("\\fR", "")

    def test_every_command_and_option_says_what_it_is(self):
        self.assertGreater(len(self.commands), 40)
        for command in self.commands:
            for name, what in {**command.commands, **command.options}.items():
                with self.subTest(command=command.words, name=name):
                    self.assertRegex(what, r"\w+ \w+|version")

    def test_every_command_and_option_is_in_the_manual(self):
        for command in self.commands:
            if command.commands:
                continue
            path = " ".join(("kestectl", *command.words))
            with self.subTest(command=path):
                begins = self.page.find(f'.SS "{path}"')
                self.assertGreater(begins, 0)
                own = self.page[begins:self.page.find(".SS", begins + 4)]
                for option in command.rows("Options"):
                    self.assertTrue(option == "--help" or f"\\fB{option}" in own, option)
                for option in command.rows("Common options"):
                    self.assertIn(f"\\fB{option}", self.page.split(".SH \"OPTIONS\"")[1])

    def test_every_command_and_option_is_completed(self):
        for command in self.commands:
            for offered in (bash(*command.words, "--"), zsh(*command.words, "--")):
                self.assertEqual(sorted(offered), sorted(command.options), command.words)
            if command.commands:
                for offered in (bash(*command.words, ""), zsh(*command.words, "")):
                    self.assertEqual(offered, list(command.commands))


def bash(*words, **options):
    answer = run("bash", "--norc", "--noprofile", "-c", COMPLETE_IN_BASH, BASH, KESTECTL, *words,
                 **options)
    assert answer.stderr == "", answer.stderr
    return answer.stdout.split()


def zsh(*words, **options):
    answer = run("zsh", "-f", "-c", COMPLETE_IN_ZSH, "zsh", ZSH, KESTECTL, *words, **options)
    assert answer.stderr == "", answer.stderr
    # Descriptions follow the names.
    return [re.sub(r"(?<!\\):.*", "", line) for line in answer.stdout.splitlines()]


class Completion(Case):
    def test_a_word_begun_is_completed(self):
        self.assertEqual(bash("sess"), ["session"])
        self.assertEqual(bash("session", "mo"), ["move"])
        self.assertEqual(bash("--etc", "somewhere", "session", "mo"), ["move"])
        self.assertEqual(bash("session", "move", "--st"), ["--starts", "--state"])
        self.assertEqual(bash("nothing-like-it"), [])

    def test_fixed_choices_are_offered(self):
        for words, choices in ((("status", "--format"), ["table", "json"]),
                               (("messages", "preview", "--lang"), ["kk", "ru", "en"]),
                               (("agenda", "--state-is"), ["pending", "firing", "done", "void"])):
            self.assertEqual(bash(*words, ""), choices)
            self.assertEqual(zsh(*words, ""), choices)
            # As readline and zsh take the other spelling apart.
            self.assertEqual(bash(*words, "=", ""), choices)
            self.assertEqual(bash(*words, "="), choices)
            self.assertEqual(zsh(*words[:-1], words[-1] + "="), choices)
        self.assertEqual(bash("messages", "preview", "session_c"),
                         ["session_changed", "session_cancelled"])
        self.assertEqual(bash("messages", "preview", "session_changed", "x"), [])

    def test_files_and_folders_are_offered(self):
        (self.folder / "sheet one.csv").touch()
        (self.folder / "shelf").mkdir()
        answer = run("bash", "--norc", "-c", COMPLETE_IN_BASH, BASH, KESTECTL, "results", "import",
                     "she", cwd=self.folder)
        self.assertEqual(sorted(answer.stdout.splitlines()), ["sheet one.csv", "shelf"])
        self.assertEqual(bash("check", "--etc", "she", cwd=self.folder), ["shelf"])
        self.assertEqual(zsh("results", "import", ""), ["files "])
        self.assertEqual(zsh("check", "--etc", ""), ["files -/"])

    def test_what_nobody_can_know_is_left_alone(self):
        for words in (("session", "cancel", "x", "--reason", ""), ("promo", "show", "")):
            self.assertEqual(bash(*words), [])
            self.assertEqual(zsh(*words), [])

    def test_without_a_daemon_the_files_are_asked_and_nothing_is_said(self):
        site = self.make_site()
        where = ("--state", self.folder / "nowhere", "--etc", site.etc)
        for shell in (bash, zsh):
            self.assertEqual(shell("due", *where, "--campaign", ""), ["pkr-2023"])
            self.assertIn("astana", shell("due", *where, "--city", ""))
            self.assertIn("astana-0920-1", shell("session", "move", *where, ""))
        where = ("--state", self.folder / "nowhere", "--etc", self.folder / "nowhere")
        self.assertEqual(bash("status", *where, "--city", ""), [])

    def test_a_daemon_that_does_not_answer_is_not_waited_for(self):
        with socket.socket(socket.AF_UNIX) as deaf:
            deaf.bind(str(self.folder / "kested.sock"))
            deaf.listen()
            began = time.monotonic()
            where = ("--state", self.folder, "--etc", self.make_site().etc)
            self.assertIn("astana", bash("status", *where, "--city", ""))
            self.assertLess(time.monotonic() - began, 10)

    def test_the_running_daemon_is_asked(self):
        site = self.make_site()
        self.start(site)
        where = ("--state", site.state, "--etc", self.folder / "nowhere")
        for shell in (bash, zsh):
            cities = shell("status", *where, "--city", "")
            self.assertEqual((len(cities), cities[0]), (20, "astana"))
            self.assertIn("astana-0920-1", shell("session", "move", *where, ""))
        self.assertEqual(bash("status", *where, "--city", "ast"), ["astana"])
        self.assertEqual(bash("session", "roster", *where, "astana-0920-1", ""), [])


class Install(Case):
    def test_programs_pages_and_completions_go_where_they_are_looked_for(self):
        answer = run("cmake", "--install", BIN.parent, "--prefix", self.folder)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        installed = {str(path.relative_to(self.folder)) for path in self.folder.rglob("*")
                     if path.is_file()}
        self.assertEqual(installed, {
            "bin/kested", "bin/kestectl", "share/man/man1/kestectl.1", "share/man/man8/kested.8",
            "share/man/man5/kested.yaml.5", "share/bash-completion/completions/kestectl",
            "share/zsh/site-functions/_kestectl"})


class Shells(Case):
    """The real ones, with their line editors."""

    def test_bash_completes_at_the_tab_key(self):
        with Terminal(["bash", "--norc", "--noprofile", "-i"], cwd=self.folder,
                      env=self.environment()) as shell:
            shell.type("PS1='ready> '\n", "\r\nready> ")
            shell.type(f"source {BASH}\n", "ready> ")
            shell.type("kestectl session mo\t", "move ")
            shell.type("--re\t", "--reason ")

    def test_zsh_completes_at_the_tab_key(self):
        with Terminal(["zsh", "-f", "-i"], cwd=self.folder, env=self.environment()) as shell:
            shell.type("PS1='ready> '\n", "ready> ")
            shell.type(f"fpath=({ZSH.parent} $fpath); autoload -Uz compinit; compinit -u -D; "
                       "print done-$((40 + 2))\n", "done-42")
            shell.type("kestectl sess\t", "session ")
            shell.type("mo\t", "move ")
            shell.type("x --rea\t", "--reason ")

    def environment(self):
        return {"PATH": f"{KESTECTL.parent}:/usr/bin:/bin", "HOME": str(self.folder),
                "TERM": "dumb", "LC_ALL": "C.UTF-8"}


if __name__ == "__main__":
    unittest.main()
