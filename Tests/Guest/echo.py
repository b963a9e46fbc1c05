"""An echo server, and a client that counts what a load balancer spoils.

echo.py server PORT
echo.py client STOPFILE ADDRESS:PORT...

For each address the client keeps one connection and talks on it all the time, and opens one new connection after the
other. When STOPFILE appears it prints, on one line: exchanges on old connections, on new ones, resets, refusals and
silences.
"""
import os
import socket
import sys
import threading
import time


def serve(port):
    def answer(connection):
        try:
            while data := connection.recv(4096):
                connection.sendall(data)
        except OSError:
            # The client counts what broke.
            pass
        connection.close()

    listener = socket.create_server(("", port), backlog=256)
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=answer, args=(connection,), daemon=True).start()


class Count:
    def __init__(self):
        self.lock = threading.Lock()
        self.values = dict.fromkeys(("old", "new", "reset", "refused", "silent"), 0)

    def add(self, name):
        with self.lock:
            self.values[name] += 1


def exchange(connection):
    connection.sendall(b"x" * 64)
    got = 0
    while got < 64:
        data = connection.recv(64)
        if not data:
            raise ConnectionResetError
        got += len(data)


def attempt(count, name, action):
    try:
        action()
        count.add(name)
        return True
    except ConnectionRefusedError:
        count.add("refused")
    except TimeoutError:
        count.add("silent")
    except OSError:
        count.add("reset")
    return False


def talk(count, address, stop):
    """One long connection, opened again when it breaks."""
    connection = None
    while not os.path.exists(stop):
        if connection is None:
            try:
                connection = socket.create_connection(address, timeout=3)
            except OSError:
                count.add("refused")
                time.sleep(0.1)
                continue
        if not attempt(count, "old", lambda: exchange(connection)):
            connection.close()
            connection = None
        time.sleep(0.01)


def call(count, address, stop):
    """One short connection after the other."""
    def once():
        with socket.create_connection(address, timeout=3) as connection:
            exchange(connection)

    while not os.path.exists(stop):
        attempt(count, "new", once)
        time.sleep(0.01)


def main():
    if sys.argv[1] == "server":
        serve(int(sys.argv[2]))
    stop, count, threads = sys.argv[2], Count(), []
    for text in sys.argv[3:]:
        host, port = text.rsplit(":", 1)
        for action in (talk, call):
            threads.append(threading.Thread(target=action, args=(count, (host, int(port)), stop)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(" ".join(f"{name}={value}" for name, value in count.values.items()))


main()
