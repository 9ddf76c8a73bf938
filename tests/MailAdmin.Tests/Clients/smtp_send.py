"""Sends files as they are with smtplib. Reads one JSON object from standard input:
host, port, mode (none, starttls, ssl), ca, user, password, sender, recipient, files."""
import json
import smtplib
import ssl
import sys

job = json.load(sys.stdin)
context = ssl.create_default_context(cafile=job["ca"])
if job["mode"] == "ssl":
    server = smtplib.SMTP_SSL(job["host"], job["port"], context=context, timeout=60)
else:
    server = smtplib.SMTP(job["host"], job["port"], timeout=60)
with server:
    server.ehlo()
    if job["mode"] == "starttls":
        server.starttls(context=context)
        server.ehlo()
    if job.get("user"):
        server.login(job["user"], job["password"])
    for name in job["files"]:
        with open(name, "rb") as file:
            content = file.read()
        options = ["BODY=8BITMIME"] if server.has_extn("8bitmime") else []
        server.sendmail(job["sender"], [job["recipient"]], content, options)
print("sent", len(job["files"]))
