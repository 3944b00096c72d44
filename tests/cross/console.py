#!/usr/bin/env python3
"""Types into the program on a pseudo-terminal without looking at the screen, for a console that cannot be read back.

    console.py [--kill] ROUND PROGRAM...

Opens ROUND, adds a person, begins a talk with them and types an answer; leaves in good order, or with --kill is killed
a second after the last key. Goes on when nothing has been drawn for a while. What came of it is in the file: look there.
Prints what the terminal was sent last when the program ends too early; exit 1 then.
"""
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

QUIET = 1.5
LONGEST = 30.0
NAME, POST, SAID = "欧阳控制台", "财务股股长", "控制台里打的字，三万元以上都上会。"
# The operator; a new person; a talk with them; its first question.
BEFORE = ["\r", "n", NAME, "\t", POST, "\x13", "t", "\t", "\t", "三楼会议室", "\x13", "\r", "\x1b1", SAID]
# Broken off for today, home, the end, for sure.
AFTER = ["\x1b[24~", "q", "1"]
# After so long without a key what was typed is in the file.
SAVED = 1


def drawn(fd, seen):
    """Reads until it is quiet; False when the program has ended."""
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        ready, _, _ = select.select([fd], [], [], QUIET)
        if not ready:
            return True
        try:
            data = os.read(fd, 1 << 16)
        except OSError:
            return False
        if not data:
            return False
        seen.extend(data)
        # Who asks where the cursor is gets an answer, as from a terminal.
        if b"\x1b[6n" in data:
            os.write(fd, b"\x1b[1;2R")
        if b"\x1b[c" in data:
            os.write(fd, b"\x1b[?62;c")
    return True


def main():
    arguments = sys.argv[1:]
    kill = arguments[0] == "--kill"
    round_file, program = arguments[kill], arguments[kill + 1:]
    child, fd = pty.fork()
    if child == 0:
        os.environ["TERM"] = "xterm-256color"
        os.execvp(program[0], program + [round_file])
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    seen = bytearray()
    for keys in [""] + BEFORE + ([] if kill else AFTER):
        os.write(fd, keys.encode())
        if not drawn(fd, seen) and keys != AFTER[-1]:
            sys.stderr.write(f"ended after {keys!r}: {bytes(seen[-600:]).decode(errors='replace')!r}\n")
            return 1
    if kill:
        time.sleep(SAVED)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return 0
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return 0 if status == 0 else 1
        drawn(fd, seen)
    os.kill(child, signal.SIGKILL)
    sys.stderr.write(f"did not end: {bytes(seen[-600:]).decode(errors='replace')!r}\n")
    return 1


sys.exit(main())
