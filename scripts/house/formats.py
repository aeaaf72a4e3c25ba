"""Files that must parse, and C++ that must be formatted."""
import ast
import concurrent.futures
import hashlib
import json
import re
import shutil
import subprocess

# Fixtures that are wrong on purpose.
BROKEN_FIXTURES = re.compile(r"^tests/.*(broken|malformed|/bad)")


def _parsed(tree):
    return [file for file in tree.files if not BROKEN_FIXTURES.search(file.path)]


def shell(tree):
    for file in _parsed(tree):
        if re.search(r"\b(ba|da)?sh$", file.interpreter) or file.suffix == ".sh":
            run = subprocess.run(["bash", "-n", file.real], capture_output=True, text=True,
                                 check=False)
            for line in run.stderr.splitlines():
                number = re.search(r"line (\d+):", line)
                yield file.path, int(number.group(1)) if number else 1, (
                    f"{line.split(': ', 2)[-1]}; make `bash -n` pass")


def python(tree):
    for file in _parsed(tree):
        if file.suffix == ".py" or "python" in file.interpreter:
            try:
                ast.parse(file.text)
            except SyntaxError as error:
                yield file.path, error.lineno or 1, f"{error.msg}; make Python parse it"


def json_files(tree):
    for file in _parsed(tree):
        if file.suffix == ".json":
            try:
                json.loads(file.text)
            except ValueError as error:
                yield file.path, getattr(error, "lineno", 1), f"{error}; make it JSON"


def yaml_files(tree):
    files = [file for file in _parsed(tree) if file.suffix in (".yaml", ".yml")]
    if not files:
        return
    try:
        import yaml
    except ImportError:
        yield files[0].path, 1, "PyYAML is missing; run scripts/setup --test"
        return
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for file in files:
        try:
            for _ in yaml.parse(file.text, loader):
                pass
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            text = getattr(error, "problem", None) or str(error)
            yield file.path, mark.line + 1 if mark else 1, f"{text}; make it YAML"


def clang_format(tree):
    files = tree.cpp
    program = shutil.which("clang-format-14")
    if not files:
        return
    if program is None:
        yield files[0].path, 1, "clang-format-14 is missing; run scripts/setup --test"
        return
    known = _load_known(tree)
    keys = {file.path: _key(tree, file) for file in files}
    unknown = [file for file in files if keys[file.path] not in known]
    bad = {}
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        chunks = [unknown[i::8] for i in range(8)]
        for found in pool.map(lambda chunk: _run(program, tree.root, chunk), chunks):
            bad.update(found)
    for path, line in bad.items():
        yield path, line, f"not formatted; clang-format-14 -i {path}"
    _save_known(tree, [key for path, key in keys.items() if path not in bad])


def _run(program, root, files):
    if not files:
        return {}
    run = subprocess.run([program, "--dry-run", "--ferror-limit=1", "--Werror"]
                         + [file.path for file in files],
                         cwd=root, capture_output=True, text=True, check=False)
    bad = {}
    for found in re.finditer(r"^(.*?):(\d+):\d+: error:", run.stderr, re.M):
        bad.setdefault(found.group(1), int(found.group(2)))
    if run.returncode != 0 and not bad:
        bad[files[0].path] = 1
    return bad


def _key(tree, file):
    style = tree.by_path.get(".clang-format")
    text = (style.text if style else "") + "\0" + file.text
    return hashlib.sha256(text.encode()).hexdigest()


def _load_known(tree):
    try:
        return set(json.loads(tree.cache.read_text())) if tree.cache else set()
    except (OSError, ValueError):
        return set()


def _save_known(tree, keys):
    if tree.cache:
        tree.cache.parent.mkdir(parents=True, exist_ok=True)
        tree.cache.write_text(json.dumps(sorted(set(keys))))
