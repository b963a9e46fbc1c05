#!/usr/bin/python3 -B
"""A name server of its own for a network namespace, at 127.0.0.1, where the C library asks when it is told of no other.

    resolver

Goes to the background as soon as it can be asked. Names end in .test.
"""
import os
import signal
import socket
import struct

A, CNAME, PTR, AAAA = 1, 5, 12, 28
NO_SUCH_NAME, SERVER_FAILED = 3, 2
LIFETIME = 600

ZONE = {
    "one.test": [(A, "10.3.0.9"), (AAAA, "2001:db8:3::9")],
    # Sorted neither up nor down: the order of the answer must show.
    "several.test": [(A, "10.3.0.3"), (A, "10.3.0.1"), (A, "10.3.0.2")],
    "far-first.test": [(A, "192.0.2.9"), (A, "127.0.0.9"), (A, "10.3.0.9")],
    "both.test": [(A, "10.3.0.3"), (A, "10.3.0.1"), (AAAA, "2001:db8:3::3"), (AAAA, "2001:db8:3::1")],
    "six.test": [(AAAA, "2001:db8:3::6")],
    "sixes.test": [(AAAA, "2001:db8:3::7"), (AAAA, "2001:db8:3::6")],
    "alias.test": [(CNAME, "several.test")],
    "mapped.test": [(AAAA, "::ffff:10.3.0.7")],
    "nothing.test": [],
    "9.0.3.10.in-addr.arpa": [(PTR, "one.test")],
    "1.0.3.10.in-addr.arpa": [(PTR, "first.test"), (PTR, "second.test")],
    "2.0.3.10.in-addr.arpa": [(PTR, "with-capital-LETTERS.test")],
}
FAILING = {"failing.test"}


def name(text):
    return b"".join(bytes([len(label)]) + label.encode() for label in text.split(".")) + b"\0"


def data(kind, value):
    if kind == A:
        return socket.inet_pton(socket.AF_INET, value)
    if kind == AAAA:
        return socket.inet_pton(socket.AF_INET6, value)
    return name(value)


def records(asked, wanted):
    """What is known of a name, aliases followed: (name, type, value)."""
    for kind, value in ZONE.get(asked, []):
        if kind == CNAME:
            yield asked, kind, value
            yield from records(value, wanted)
        elif kind == wanted:
            yield asked, kind, value


def answer(question):
    """The answer to one question of RFC 1035."""
    labels, place = [], 12
    while length := question[place]:
        labels.append(question[place + 1:place + 1 + length].decode())
        place += 1 + length
    asked, (wanted,) = ".".join(labels).lower(), struct.unpack_from("!H", question, place + 1)
    found = list(records(asked, wanted))
    code = SERVER_FAILED if asked in FAILING else 0 if asked in ZONE else NO_SUCH_NAME
    header = question[:2] + struct.pack("!HHHHH", 0x8180 | code, 1, len(found), 0, 0)
    return header + question[12:place + 5] + b"".join(
        name(owner) + struct.pack("!HHIH", kind, 1, 60, len(data(kind, value))) + data(kind, value)
        for owner, kind, value in found)


def main():
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 53))
    if os.fork():
        return
    os.setsid()
    nowhere = os.open("/dev/null", os.O_RDWR)
    for descriptor in range(3):
        os.dup2(nowhere, descriptor)
    signal.alarm(LIFETIME)
    while True:
        question, client = server.recvfrom(512)
        server.sendto(answer(question), client)


main()
