"""
AWS CLI v2, loaded once: `python3 warm-aws.py FOLDER` makes a program `aws` in the folder. Each call of that runs in a
copy of this process, with the words, the environment, the working folder and the files of the caller, as a call of the
real program would; it only need not load it, which is most of what a call takes. Says `ready` when calls may come, and
ends with its standard input.
"""

import json
import os
import signal
import socket
import sys
import threading
import time

import awscli.clidriver

# Where it finds its models: it notes that in its environment when it is loaded.
data_path = os.environ["AWS_DATA_PATH"]
folder = sys.argv[1]
address = os.path.join(folder, "socket")

PROGRAM = """#!{python} -IS
import json, os, socket, sys
server = socket.socket(socket.AF_UNIX)
server.connect({address!r})
socket.send_fds(server, [b" "], [0, 1, 2])
call = {{"words": sys.argv[1:], "environment": dict(os.environ), "folder": os.getcwd()}}
server.sendall(json.dumps(call).encode())
server.shutdown(socket.SHUT_WR)
os._exit(int(server.makefile().read() or 1))
"""


def run(call, files):
    """In the copy. Returns the exit code."""
    for number, file in enumerate(files):
        os.dup2(file, number)
    os.environ.clear()
    os.environ.update(call["environment"], AWS_DATA_PATH=data_path)
    time.tzset()
    os.chdir(call["folder"])
    sys.argv = ["aws", *call["words"]]
    try:
        return awscli.clidriver.main()
    except SystemExit as end:
        return end.code
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


def answer(caller):
    _, files, _, _ = socket.recv_fds(caller, 1, 3)
    received = b"".join(iter(lambda: caller.recv(65536), b""))
    if os.fork() == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        code = 1
        try:
            code = run(json.loads(received), files) or 0
        finally:
            caller.sendall(str(code).encode())
            os._exit(0)
    for file in files:
        os.close(file)
    caller.close()


# Whatever the first call would load.
awscli.clidriver.create_clidriver()
# Copies that have ended are not waited for.
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
server = socket.socket(socket.AF_UNIX)
server.bind(address)
server.listen()
program = os.path.join(folder, "aws")
with open(program, "w") as file:
    file.write(PROGRAM.format(python=sys.executable, address=address))
os.chmod(program, 0o755)
print("ready", flush=True)
threading.Thread(target=lambda: (os.read(0, 1), os._exit(0)), daemon=True).start()
while True:
    answer(server.accept()[0])
