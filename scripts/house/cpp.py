"""A scanner for C++ that is well formatted: finds functions without a compiler."""
import bisect
import re
from dataclasses import dataclass

_LITERALS = re.compile(
    r'//[^\n]*|/\*.*?\*/'
    r'|R"(?P<tag>[^()\s\\]{0,16})\(.*?\)(?P=tag)"'
    r'|"(?:\\.|[^"\\\n])*"'
    r"|\b[0-9](?:'?[\w.])*"
    r"|'(?:\\.|[^'\\\n])*'",
    re.S)
_DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.M)
_PAIRS = {")": "(", "}": "{", "]": "["}


def blank(text):
    """The text with comments and the insides of literals as spaces."""
    def spaces(match):
        piece = match.group(0)
        if piece[0].isdigit():
            return piece
        inner = re.sub(r"[^\n]", " ", piece)
        return inner if piece[0] == "/" else '"' + inner[1:-1] + '"'
    return _LITERALS.sub(spaces, text)


@dataclass
class Function:
    name: str
    line: int
    parameters: int
    lines: int = 0  # 0 for a declaration
    nesting: int = 0


def find_functions(code):
    """Functions and declarations of functions at namespace and class scope."""
    code = _DIRECTIVE.sub(lambda m: re.sub(r"[^\n]", " ", m.group(0)), code)
    return _Scanner(code).scan()


def matching(code):
    """Offset of each opening bracket to the offset of its closing one."""
    match, stack = {}, []
    for token in re.finditer(r"[(){}\[\]]", code):
        bracket = token.group(0)
        if bracket not in _PAIRS:
            stack.append((bracket, token.start()))
        elif stack and stack[-1][0] == _PAIRS[bracket]:
            match[stack.pop()[1]] = token.start()
    return match


class _Scanner:
    def __init__(self, code):
        self.code = code
        self.match = matching(code)
        self.newlines = [m.start() for m in re.finditer("\n", code)]
        self.found = []

    def scan(self):
        self._walk(0, len(self.code))
        return self.found

    def _line(self, offset):
        return bisect.bisect_left(self.newlines, offset) + 1

    def _walk(self, start, end):
        """One scope that holds declarations."""
        head = position = start
        token = re.compile(r"[{;()]")
        while (found := token.search(self.code, position, end)) is not None:
            position = found.start()
            if found.group(0) == ";":
                self._declaration(head, position)
                head = position = position + 1
            elif found.group(0) == "{":
                close = self.match.get(position, end)
                if self._open(head, position, close):
                    head = close + 1
                position = close + 1
            else:
                position = self.match.get(position, position) + 1

    def _open(self, head, brace, close):
        """What a brace opens. True when the declaration before it ends with the closing brace."""
        text = _strip(self.code[head:brace])
        if re.match(r'(inline\s+)?namespace\b|extern\s*"', text):
            self._walk(brace + 1, close)
            return True
        signature = _signature(text)
        if re.match(r"(class|struct|union)\b", text) and (
                signature is None or not text.endswith((")", "const", "noexcept", "override"))):
            self._walk(brace + 1, close)
            return True
        if signature is None or _is_member_initialiser(text, signature):
            return False
        self._record(text, signature, head, brace, close)
        return True

    def _record(self, text, signature, head, brace, close):
        name, opening, closing = signature
        offset = self.code.index(text[:opening + 1], head) if text else head
        line = self._line(offset)
        function = Function(name, line, count_parameters(text[opening + 1:closing]))
        function.lines = self._line(close) - line + 1
        function.nesting = self._nesting(brace, close)
        self.found.append(function)

    def _declaration(self, head, end):
        text = _strip(self.code[head:end])
        if re.match(r"(using|typedef|static_assert|extern\s+template|return)\b", text):
            return
        signature = _signature(text)
        if signature is None or signature[0].isupper() and signature[0] == signature[0].upper():
            return
        name, opening, closing = signature
        line = self._line(self.code.index(text[:opening + 1], head))
        self.found.append(Function(name, line, count_parameters(text[opening + 1:closing])))

    def _nesting(self, brace, close):
        """How deep control flow lies in control flow; lambdas and lists do not count."""
        deepest, ends = 0, []
        for token in re.finditer(r"{", self.code[brace + 1:close]):
            at = brace + 1 + token.start()
            ends = [end for end in ends if end > at]
            if self._is_control(at):
                ends.append(self.match.get(at, close))
                deepest = max(deepest, len(ends))
        return deepest

    def _is_control(self, brace):
        before = self.code[:brace][-400:].rstrip()
        if re.search(r"\b(else|do|try)$", before):
            return True
        if not before.endswith(")"):
            return False
        depth = 0
        for at in range(len(before) - 1, -1, -1):
            depth += (before[at] == ")") - (before[at] == "(")
            if depth == 0:
                keyword = r"\b(if|if\s+constexpr|for|while|switch|catch)$"
                return re.search(keyword, before[:at].rstrip()) is not None
        return False


def _strip(text):
    """A declaration without access labels, attributes and template heads."""
    text = text.strip()
    while True:
        label = re.match(r"(public|private|protected)\s*:(?!:)\s*|\[\[[^\]]*\]\]\s*", text)
        if label:
            text = text[label.end():]
        elif re.match(r"template\s*<", text):
            text = text[_angle_end(text, text.index("<")):].lstrip()
        else:
            return text


def _angle_end(text, start):
    depth = 0
    for at in range(start, len(text)):
        if text[at] == "<":
            depth += 1
        elif text[at] == ">" and text[at - 1] != "-":
            depth -= 1
            if depth == 0:
                return at + 1
    return len(text)


_NOT_NAMES = {"noexcept", "requires", "decltype", "alignas", "explicit", "if", "while", "for",
              "switch", "return", "sizeof", "static_assert"}


def _signature(text):
    """(name, offset of the parameters' opening bracket, of the closing one), or None."""
    operator = re.search(r"\boperator\s*(\(\s*\)|\[\s*\]|[^\s\w(]+|[\w:<>&*\s]+?)\s*(?=\()", text)
    if operator:
        opening = operator.end()
        return "operator", opening, matching(text).get(opening, len(text))
    match = matching(text)
    angle, at = 0, 0
    while at < len(text):
        sign = text[at]
        if sign == "<":
            angle += 1
        elif sign == ">" and text[at - 1:at] != "-":
            angle -= 1
        elif sign == "=" and angle == 0:
            return None
        elif sign == "(":
            name = re.search(r"([\w~]+(?:\s*::\s*[\w~]+)*)\s*$", text[:at])
            closing = match.get(at, len(text))
            if angle == 0 and name and name.group(1) not in _NOT_NAMES:
                return name.group(1), at, closing
            at = closing
        elif sign in "{[":
            at = match.get(at, at)
        at += 1
    return None


def _is_member_initialiser(text, signature):
    """True for the brace of `: a_{x}` in a constructor: a name stands before it, after a colon."""
    after = text[signature[2] + 1:]
    colon = re.search(r"(?<!:):(?!:)", after)
    return colon is not None and re.search(r"[\w>]\s*$", after[colon.end():]) is not None


def count_parameters(text):
    if text.strip() in ("", "void"):
        return 0
    depth, count = 0, 1
    for at, sign in enumerate(text):
        if sign in "([{" or sign == "<":
            depth += 1
        elif sign in ")]}" or (sign == ">" and text[at - 1] != "-"):
            depth -= 1
        elif sign == "," and depth == 0:
            count += 1
    return count
