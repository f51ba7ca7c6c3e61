"""Runs a program in a terminal of its own: in_pty.py ROWS COLUMNS PROGRAM [ARG...].

Standard input is lines of JSON: {"keys": TEXT} types, {"size": [ROWS, COLUMNS]} resizes the window, {"signal": NUMBER} signals the
program, {"hang-up": true} takes the terminal away. Standard output is what the terminal is sent, byte by byte; the exit code is the program's, 128 and the number for a signal.
A last line on standard error says whether the terminal was left in line mode.
"""

import fcntl
import json
import os
import pty
import select
import struct
import sys
import termios

rows, columns, program, *args = sys.argv[1:]


def resize(terminal, rows, columns):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", int(rows), int(columns), 0, 0))


# This side keeps the program's end open as well, so that its mode can be looked at when the program has ended.
terminal, end = pty.openpty()
resize(terminal, rows, columns)
pid = os.fork()
if pid == 0:
    os.setsid()
    fcntl.ioctl(end, termios.TIOCSCTTY, 0)
    for stream in (0, 1, 2):
        os.dup2(end, stream)
    os.closerange(3, 64)
    os.execvp(program, [program, *args])

pending = b""
status = None
inputs = [terminal, 0]
while True:
    done, exited = os.waitpid(pid, os.WNOHANG) if status is None else (0, 0)
    if done:
        status = exited
    readable, _, _ = select.select(inputs, [], [], 0 if status is not None else 0.02)
    if terminal in readable:
        os.write(1, os.read(terminal, 65536))
        continue
    if status is not None:
        break
    if 0 in readable:
        data = os.read(0, 65536)
        if not data:
            inputs.remove(0)
        pending += data
        *lines, pending = pending.split(b"\n")
        for line in lines:
            told = json.loads(line)
            if "keys" in told:
                os.write(terminal, told["keys"].encode())
            if "size" in told:
                resize(terminal, *told["size"])
            if "signal" in told:
                os.kill(pid, told["signal"])
            if "hang-up" in told:
                os.close(terminal)
                os.close(end)
                code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
                sys.exit(code if code >= 0 else 128 - code)

local = termios.tcgetattr(end)[3]
sys.stderr.write("line mode\n" if local & termios.ICANON and local & termios.ECHO else "raw mode\n")
code = os.waitstatus_to_exitcode(status)
sys.exit(code if code >= 0 else 128 - code)
