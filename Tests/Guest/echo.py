"""An echo server, and a client that counts what a load balancer spoils.

echo.py server PORT     (goes to the background when it listens)
echo.py client STARTED STOP ADDRESS:PORT...

For each address the client keeps one connection and talks on it all the time, and opens one new connection after the
other. When both have been done for each it makes the file STARTED. When somebody makes the file STOP, and each has been
done 40 times, it prints, on one line: exchanges on old connections, on new ones, resets, refusals and silences.
"""
import os
import socket
import sys
import threading
import time

# After so many seconds an answer is taken for lost.
TIME_LIMIT = 10


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
    if os.fork():
        return
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=answer, args=(connection,), daemon=True).start()


class Count:
    def __init__(self, started, stop, threads):
        self.lock = threading.Lock()
        self.values = dict.fromkeys(("old", "new", "reset", "refused", "silent"), 0)
        self.started, self.stop = started, stop
        self.waiting = threads

    def add(self, name):
        with self.lock:
            self.values[name] += 1

    def turns(self):
        """The turns of one thread."""
        done = 0
        while done < 40 or not os.path.exists(self.stop):
            yield
            done += 1
            if done == 1:
                with self.lock:
                    self.waiting -= 1
                    if self.waiting == 0:
                        open(self.started, "w").close()
            time.sleep(0.01)


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


def talk(count, address):
    """One long connection, opened again when it breaks."""
    connection = None
    for _ in count.turns():
        if connection is None:
            try:
                connection = socket.create_connection(address, timeout=TIME_LIMIT)
            except OSError:
                count.add("refused")
                time.sleep(0.1)
                continue
        if not attempt(count, "old", lambda: exchange(connection)):
            connection.close()
            connection = None


def call(count, address):
    """One short connection after the other."""
    def once():
        with socket.create_connection(address, timeout=TIME_LIMIT) as connection:
            exchange(connection)

    for _ in count.turns():
        attempt(count, "new", once)


def main():
    if sys.argv[1] == "server":
        return serve(int(sys.argv[2]))
    started, stop, *addresses = sys.argv[2:]
    count, threads = Count(started, stop, 2 * len(addresses)), []
    for text in addresses:
        host, port = text.rsplit(":", 1)
        for action in (talk, call):
            threads.append(threading.Thread(target=action, args=(count, (host, int(port)))))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(" ".join(f"{name}={value}" for name, value in count.values.items()))


main()
