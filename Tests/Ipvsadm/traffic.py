#!/usr/bin/python3
"""Connections through IPVS for cases to look at, in the namespace it is started in.

    traffic.py ACTION...

    listen=ADDRESS:PORT         answers TCP and swallows UDP
    tcp=FROM:PORT,TO:PORT       opens a connection, says a few words, hears a few, and keeps it open
    close=FROM:PORT,TO:PORT     the same, and closes it
    half=FROM:PORT,TO:PORT      opens one that nobody answers
    mark=N,FROM:PORT,TO:PORT    opens one whose packets carry a mark
    udp=FROM:PORT,TO:PORT[,TEXT[,NUMBER]]   sends datagrams; {x*500} in the text repeats
    wait=SECONDS

It returns when everything is done; a process of its own keeps what is open.
"""
import os
import re
import socket
import sys
import threading
import time

SO_MARK = 36
kept = []


def address(text):
    host, port = text.rsplit(":", 1)
    return host.strip("[]"), int(port)


def new(kind, local):
    host, port = address(local)
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, kind)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind((host, port))
    kept.append(made)
    return made


def listen(local):
    new(socket.SOCK_DGRAM, local)
    server = new(socket.SOCK_STREAM, local)
    server.listen(64)

    def serve():
        while True:
            connection, _ = server.accept()
            kept.append(connection)
            connection.recv(100)
            connection.sendall(b"y" * 1000)
            threading.Thread(target=lambda: connection.recv(1) or connection.close(), daemon=True).start()
    threading.Thread(target=serve, daemon=True).start()


def tcp(local, remote, mark=0, answered=True):
    connection = new(socket.SOCK_STREAM, local)
    if mark:
        connection.setsockopt(socket.SOL_SOCKET, SO_MARK, mark)
    if not answered:
        connection.setblocking(False)
        connection.connect_ex(address(remote))
        return connection
    connection.settimeout(60)
    connection.connect(address(remote))
    connection.sendall(b"x" * 10)
    got = 0
    while got < 1000:
        got += len(connection.recv(1000))
    return connection


def udp(local, remote, text="x", number="1"):
    text = re.sub(r"\{(.+?)\*(\d+)\}", lambda match: match[1] * int(match[2]), text)
    sender = new(socket.SOCK_DGRAM, local)
    for _ in range(int(number)):
        sender.sendto(text.replace("|", "\r\n").encode(), address(remote))


ACTIONS = {
    "listen": listen,
    "tcp": tcp,
    "close": lambda local, remote: tcp(local, remote).close(),
    "half": lambda local, remote: tcp(local, remote, answered=False),
    "mark": lambda mark, local, remote: tcp(local, remote, int(mark)),
    "udp": udp,
    "wait": lambda seconds: time.sleep(float(seconds)),
}


def main():
    report, done = os.pipe()
    if os.fork():
        os.close(done)
        sys.exit(os.read(report, 1) != b"0")
    os.setsid()
    null = os.open("/dev/null", os.O_RDWR)
    for stream in (0, 1):
        os.dup2(null, stream)
    for argument in sys.argv[1:]:
        action, values = argument.split("=", 1)
        ACTIONS[action](*values.split(","))
    os.write(done, b"0")
    os.close(done)
    os.dup2(null, 2)
    time.sleep(1000)


main()
