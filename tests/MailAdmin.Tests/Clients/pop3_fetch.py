"""Fetches every message with poplib into a folder, as 1.eml, 2.eml, ... Reads one JSON object from standard input:
host, port, mode (starttls, ssl), ca, user, password, folder."""
import json
import os
import poplib
import ssl
import sys

# poplib gives up at lines over 2,048 octets, which real messages have.
poplib._MAXLINE = 1 << 20

job = json.load(sys.stdin)
context = ssl.create_default_context(cafile=job["ca"])
if job["mode"] == "ssl":
    server = poplib.POP3_SSL(job["host"], job["port"], context=context, timeout=60)
else:
    server = poplib.POP3(job["host"], job["port"], timeout=60)
    server.stls(context=context)
server.user(job["user"])
server.pass_(job["password"])
count, total = server.stat()
unique = {line.split()[1] for line in server.uidl()[1]}
assert len(unique) == count, "UIDL is not unique"
octets = 0
for number in range(1, count + 1):
    content = b"".join(line + b"\r\n" for line in server.retr(number)[1])
    octets += len(content)
    with open(os.path.join(job["folder"], f"{number}.eml"), "wb") as file:
        file.write(content)
assert octets == total, f"STAT said {total}, RETR gave {octets}"
server.top(1, 0)
server.quit()
print("fetched", count)
