"""An outside client of any service in some twenty lines: the envelope is a text header and a JSON body, two frames on a DEALER."""

import json
import pathlib

import zmq


class Client:
    def __init__(self, home, name, service, endpoint=None, timeout=5000):
        def key(file):
            return (pathlib.Path(home) / "keys" / file).read_text().split()[0].encode()

        self.socket = zmq.Context.instance().socket(zmq.DEALER)
        self.socket.linger, self.socket.sndtimeo, self.timeout, self.asked = 0, timeout, timeout, 0
        self.socket.curve_secretkey = key(f"{name}-connection.secret")
        self.socket.curve_publickey = key(f"public/{name}-connection.key")
        self.socket.curve_serverkey = key(f"public/{service}-connection.key")
        self.socket.connect(endpoint or f"ipc://{home}/run/{service}.peers")

    def ask(self, operation, request):
        self.asked += 1
        header = f"croupier/1 query\noperation {operation}\nreference {self.asked}"
        self.socket.send_multipart([header.encode(), json.dumps(request).encode()])
        while self.socket.poll(self.timeout):
            head, body = self.socket.recv_multipart()
            fields = dict(line.split(" ", 1) for line in head.decode().split("\n"))
            if fields["reference"] == str(self.asked):
                return fields, body
        raise TimeoutError(operation)
