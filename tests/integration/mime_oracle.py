"""Reads every mail of mime_samples with Python's own parser and compares what it says.

Usage: mime_oracle.py PATH-TO-MIME_SAMPLES
"""

import email
import email.header
import email.policy
import email.utils
import json
import pathlib
import subprocess
import sys
import tempfile


def compare(problems, what, seen, wanted):
    if seen != wanted:
        problems.append(f"{what}: {seen!r} instead of {wanted!r}")


def check_lines(problems, raw):
    if b"\n" in raw.replace(b"\r\n", b"") or b"\r" in raw.replace(b"\r\n", b""):
        problems.append("a line end that is not CRLF")
    head = raw.split(b"\r\n\r\n", 1)[0]
    if max(map(len, raw.split(b"\r\n"))) > 998:
        problems.append("a line above 998 bytes")
    if any(len(line) > 78 for line in head.split(b"\r\n")):
        problems.append("a header line above 78 bytes")
    if not raw.isascii():
        problems.append("a byte beyond ASCII")


def check_mailbox(problems, message, header, wanted):
    addresses = message[header].addresses
    compare(problems, f"{header} count", len(addresses), 1)
    compare(problems, f"{header} address", addresses[0].addr_spec, wanted["address"])
    # The structured parser of older Pythons puts spaces between adjacent encoded words; the plain
    # decoder does not.
    folded = dict(message.raw_items())[header]
    name = email.utils.parseaddr("".join(folded.splitlines()))[0]
    decoded = str(email.header.make_header(email.header.decode_header(name)))
    compare(problems, f"{header} name", decoded, wanted["name"])


def check_parts(problems, message, wanted):
    body = message.get_body(("plain",))
    compare(problems, "text", body.get_content().replace("\r\n", "\n"), wanted["text"])
    attachments = list(message.iter_attachments())
    compare(problems, "attachments", len(attachments), 1 if wanted["calendar"] else 0)
    if not attachments:
        return
    part = attachments[0]
    compare(problems, "file name", part.get_filename(), "keste.ics")
    compare(problems, "type", part.get_content_type(), "text/calendar")
    compare(problems, "method", part.get_param("method"), wanted["calendar_method"])
    compare(problems, "method inside", f"METHOD:{wanted['calendar_method']}" in
            wanted["calendar"].splitlines(), True)
    compare(problems, "calendar", part.get_payload(decode=True).decode(), wanted["calendar"])


def check(raw, wanted):
    problems = []
    check_lines(problems, raw)
    message = email.message_from_bytes(raw, policy=email.policy.default)
    for part in message.walk():
        problems.extend(f"defect: {defect!r}" for defect in part.defects)
    for name in ("Date", "From", "To", "Message-ID", "Subject", "MIME-Version"):
        compare(problems, f"{name} headers", len(message.get_all(name, [])), 1)
    for header, key in (("From", "from"), ("To", "to"), ("Reply-To", "reply_to")):
        if key in wanted:
            check_mailbox(problems, message, header, wanted[key])
    compare(problems, "Reply-To", "Reply-To" in message, "reply_to" in wanted)
    compare(problems, "Message-ID", message["Message-ID"], wanted["message_id"])
    compare(problems, "Date", message["Date"], wanted["date"])
    compare(problems, "Subject", message["Subject"], wanted["subject"])
    compare(problems, "Content-Language", message["Content-Language"], wanted["language"])
    compare(problems, "Auto-Submitted", message["Auto-Submitted"], "auto-generated")
    for name, value in wanted["headers"].items():
        compare(problems, name, message[name], value)
    check_parts(problems, message, wanted)
    return problems


def main():
    failures = count = 0
    with tempfile.TemporaryDirectory(prefix="keste-mime-") as directory:
        subprocess.run([sys.argv[1], directory], check=True, timeout=60)
        for path in sorted(pathlib.Path(directory).glob("*.eml"), key=lambda p: int(p.stem)):
            count += 1
            wanted = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
            for problem in check(path.read_bytes(), wanted):
                failures += 1
                print(f"{path.name}: {problem}")
    print(f"{count} mails read, {failures} differences")
    return 1 if failures or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
