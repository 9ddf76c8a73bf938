"""Appends files to a folder and fetches every message of it with imaplib, as 1.eml, 2.eml, ... Reads one JSON object from
standard input: host, port, mode (starttls, ssl), ca, user, password, mailbox, files (to append), folder."""
import imaplib
import json
import os
import ssl
import sys

job = json.load(sys.stdin)
context = ssl.create_default_context(cafile=job["ca"])
if job["mode"] == "ssl":
    server = imaplib.IMAP4_SSL(job["host"], job["port"], ssl_context=context, timeout=60)
else:
    server = imaplib.IMAP4(job["host"], job["port"], timeout=60)
    server.starttls(ssl_context=context)
server.login(job["user"], job["password"])


def require(answer):
    status, data = answer
    assert status == "OK", (status, data)
    return data


if job["files"]:
    require(server.create(job["mailbox"]))
for name in job["files"]:
    with open(name, "rb") as file:
        content = file.read()
    # imaplib turns every lone CR and LF into CRLF on its own; give it what it leaves alone.
    require(server.append(job["mailbox"], "(\\Flagged)", None, content))
count = int(require(server.select(job["mailbox"], readonly=True))[0])
uids = require(server.uid("SEARCH", "ALL"))[0].split()
assert len(uids) == count, (uids, count)
for number, uid in enumerate(uids, 1):
    data = require(server.uid("FETCH", uid.decode(), "(RFC822.SIZE FLAGS BODY.PEEK[])"))
    item, content = data[0]
    size = int(item.split(b"RFC822.SIZE ")[1].split()[0].rstrip(b")"))
    assert size == len(content), (size, len(content))
    if job["files"]:
        assert b"\\Flagged" in item + data[1], item
    with open(os.path.join(job["folder"], f"{number}.eml"), "wb") as file:
        file.write(content)
server.logout()
print("fetched", count)
