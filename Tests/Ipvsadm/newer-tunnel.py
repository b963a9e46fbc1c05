#!/usr/bin/python3
"""Adds a real server with a tunnel of a type that ipvsadm does not know, as a newer program might, or with another
forwarding method (<linux/ip_vs.h>, 2 is a tunnel) and flags of the tunnel, which then has port 7.

    newer-tunnel ADDRESS PORT SERVER TYPE [METHOD FLAGS]     (IPv4, TCP, the server's port is the service's)
"""
import socket
import struct
import sys

# <linux/netlink.h>, <linux/genetlink.h>, <linux/ip_vs.h>
NETLINK_GENERIC = 16
GENL_ID_CTRL, CTRL_GETFAMILY, FAMILY_ID, FAMILY_NAME = 16, 3, 1, 2
NEW_DEST, SERVICE, DEST = 5, 1, 2
REQUEST, ACK = 1, 4
TUNNEL = 2


def attribute(kind, value, nested=0):
    return struct.pack("HH", len(value) + 4, kind | nested) + value + b"\0" * (-len(value) % 4)


def nested(kind, *attributes):
    return attribute(kind, b"".join(attributes), 0x8000)


def ask(connection, kind, command, version, body):
    message = struct.pack("BBH", command, version, 0) + body
    connection.send(struct.pack("IHHII", len(message) + 16, kind, REQUEST | ACK, 1, 0) + message)
    return connection.recv(65536)


def main():
    address, port, server, tunnel = sys.argv[1:5]
    method, flags = map(int, sys.argv[5:] or (TUNNEL, 0))
    connection = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_GENERIC)
    answer = ask(connection, GENL_ID_CTRL, CTRL_GETFAMILY, 1, attribute(FAMILY_NAME, b"IPVS\0"))
    position, family = 20, None
    while family is None:
        length, kind = struct.unpack_from("HH", answer, position)
        if kind == FAMILY_ID:
            family = struct.unpack_from("H", answer, position + 4)[0]
        position += length + -length % 4
    connection.recv(65536)
    padding = b"\0" * 12
    service = nested(
        SERVICE, attribute(1, struct.pack("H", socket.AF_INET)), attribute(2, struct.pack("H", socket.IPPROTO_TCP)),
        attribute(3, socket.inet_aton(address) + padding), attribute(4, struct.pack(">H", int(port))))
    real = nested(
        DEST, attribute(1, socket.inet_aton(server) + padding), attribute(2, struct.pack(">H", int(port))),
        attribute(3, struct.pack("I", method)), attribute(4, struct.pack("i", 1)), attribute(5, struct.pack("I", 0)),
        attribute(6, struct.pack("I", 0)), attribute(11, struct.pack("H", socket.AF_INET)),
        attribute(13, struct.pack("B", int(tunnel))), attribute(14, struct.pack(">H", 7 if flags else 0)),
        attribute(15, struct.pack("H", flags)))
    answer = ask(connection, family, NEW_DEST, 1, service + real)
    sys.exit(struct.unpack_from("i", answer, 16)[0] != 0)


main()
