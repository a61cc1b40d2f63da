"""Runs one conversion engine inside limits it cannot leave.

engine.py office <LibreOffice's program folder> <work folder> <memory limit, MB>
    LibreOffice as a library in this process. Reads a line "<address of the file> TAB <address of the PDF> TAB <filter options>" after another
    from standard input and answers each with a line: "done", or "unreadable" with LibreOffice's words, or "large".
engine.py browser <work folder> <memory limit, MB> <Chromium> <its arguments ...>
    Becomes Chromium, which speaks the DevTools protocol over this process's standard input and output.

Whoever started it holds the other end of standard input. When that end closes, whatever the reason, the engine ends.
"""
import ctypes
import errno
import os
import platform
import resource
import select
import struct
import sys
import threading

libc = ctypes.CDLL(None, use_errno=True)
MEGABYTE = 1024 * 1024


def limit(memory):
    # A session of its own: one signal ends everything the engine started.
    os.setsid()
    os.nice(5)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Only the last resort: who grows steadily is seen earlier, by watch().
    resource.setrlimit(resource.RLIMIT_DATA, (2 * memory * MEGABYTE,) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (512 * MEGABYTE,) * 2)
    with open("/proc/self/oom_score_adj", "w", encoding="ascii") as score:
        score.write("1000")


def confine_calls(engine):
    """No network for either engine, whatever a file asks for; LibreOffice starts no program and signals nobody either (seccomp)."""
    machine = platform.machine()
    if machine == "x86_64":
        arch, socket, clone, ring = 0xC000003E, 41, 56, 425
        # fork, vfork, execve, execveat, ptrace, kill, process_vm_readv, process_vm_writev
        refused = [57, 58, 59, 322, 101, 62, 310, 311]
    elif machine == "aarch64":
        arch, socket, clone, ring = 0xC00000B7, 198, 220, 425
        refused = [221, 281, 117, 129, 270, 271]
    else:
        return

    def step(code, k, yes=0, no=0):
        return struct.pack("=HBBI", code, yes, no, k)

    load, equal, at_least, any_bit, answer = 0x20, 0x15, 0x35, 0x45, 0x06
    allow, refuse = 0x7FFF0000, 0x00050000
    number, architecture, first = 0, 4, 16
    program = [
        step(load, architecture), step(equal, arch, 1, 0), step(answer, refuse | errno.EPERM),
        step(load, number), step(at_least, 0x40000000, 0, 1), step(answer, refuse | errno.EPERM),
        step(equal, ring, 0, 1), step(answer, refuse | errno.ENOSYS),
    ]
    if engine == "office":
        program += [step(equal, socket, 0, 1), step(answer, refuse | errno.EACCES)]
        # clone3 hides its flags from a filter; the C library falls back to clone, which may make threads and no processes.
        program += [step(equal, 435, 0, 1), step(answer, refuse | errno.ENOSYS)]
        program += [step(equal, clone, 0, 4), step(load, first), step(any_bit, 0x10000, 0, 1), step(answer, allow), step(answer, refuse | errno.EPERM)]
        for call in refused:
            program += [step(equal, call, 0, 1), step(answer, refuse | errno.EPERM)]
    else:
        program += [step(equal, socket, 0, 4), step(load, first), step(equal, 1, 0, 1), step(answer, allow), step(answer, refuse | errno.EACCES)]
    program.append(step(answer, allow))

    steps = ctypes.create_string_buffer(b"".join(program))
    filter_ = ctypes.create_string_buffer(struct.pack("@HP", len(program), ctypes.addressof(steps)))
    no_new_privileges, set_seccomp, by_filter = 38, 22, 2
    if libc.prctl(no_new_privileges, 1, 0, 0, 0) != 0 or libc.prctl(set_seccomp, by_filter, filter_, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "The kernel took no filter for system calls.")


def confine_files(readable, writable):
    """Programs, fonts and the engine's own folder; nothing else of the disk. Landlock, where the kernel has it: files from Linux 5.13 on, from 6.7 on no
    network either, from 6.12 on no signal to a process outside."""
    create, add, restrict = 444, 445, 446
    version = libc.syscall(create, None, ctypes.c_size_t(0), 1)
    if version < 1:
        return

    rights = (1 << 13) - 1
    if version >= 2:
        rights |= 1 << 13
    if version >= 3:
        rights |= 1 << 14
    network = 0b11 if version >= 4 else 0
    scopes = 0b11 if version >= 6 else 0
    attributes = ctypes.create_string_buffer(struct.pack("=QQQ", rights, network, scopes))
    rules = libc.syscall(create, attributes, ctypes.c_size_t(24 if version >= 6 else 16 if version >= 4 else 8), 0)
    if rules < 0:
        raise OSError(ctypes.get_errno(), "The kernel made no rules for files.")
    read, of_files = 0b1101, 0b111 | (rights & 1 << 14)
    for paths, granted in ((readable, read), (writable, rights)):
        for path in paths:
            try:
                place = os.open(path, os.O_PATH | os.O_CLOEXEC)
            except FileNotFoundError:
                continue
            allowed = granted if os.path.isdir(path) else granted & of_files
            rule = ctypes.create_string_buffer(struct.pack("=Qi", allowed, place))
            if libc.syscall(add, rules, 1, rule, 0) != 0:
                raise OSError(ctypes.get_errno(), "The kernel took no rule for " + path)
            os.close(place)
    if libc.prctl(38, 1, 0, 0, 0) != 0 or libc.syscall(restrict, rules, 0) != 0:
        raise OSError(ctypes.get_errno(), "The kernel did not confine the engine to its files.")
    os.close(rules)


PROGRAMS = ["/usr", "/bin", "/lib", "/lib64", "/opt", "/etc/ld.so.cache", "/etc/fonts", "/etc/localtime", "/var/cache/fontconfig"]
DEVICES = ["/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"]


class Kit(ctypes.Structure):
    """LibreOfficeKit's objects begin with a pointer to their table of functions (LibreOfficeKit.h, stable since 5.0)."""
    _fields_ = [("table", ctypes.POINTER(ctypes.c_void_p))]

    def call(self, index, result, *arguments):
        kinds = [ctypes.c_char_p if argument is None or isinstance(argument, bytes) else ctypes.c_void_p for argument in arguments]
        function = ctypes.CFUNCTYPE(result, ctypes.c_void_p, *kinds)(self.table[index])
        return function(ctypes.addressof(self), *arguments)


def watch(requests, answers, size, working, memory):
    """Ends this process when nobody listens any more, or when the document at hand wants too much; LibreOffice may be deep in a loop then."""
    listener = select.poll()
    listener.register(requests, 0)
    page = os.sysconf("SC_PAGE_SIZE")

    def loop():
        while not listener.poll(50 if working.is_set() else 1000):
            if working.is_set() and int(os.pread(size, 100, 0).split()[1]) * page > memory * MEGABYTE:
                os.write(answers, b"large\n")
                break
        os._exit(0)

    threading.Thread(target=loop, daemon=True).start()


def office(program, folder, memory):
    limit(memory)
    # LibreOffice may print; answers go where only this script knows.
    requests, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(nothing, stream)

    size = os.open("/proc/self/statm", os.O_RDONLY)
    working = threading.Event()
    confine_files(PROGRAMS + ["/etc/libreoffice", "/etc/passwd", "/etc/nsswitch.conf", "/var/lib/libreoffice", "/var/spool/libreoffice"], DEVICES + [folder])
    confine_calls("office")
    watch(requests, answers, size, working, memory)

    library = "libmergedlo.so" if os.path.exists(program + "/libmergedlo.so") else "libsofficeapp.so"
    start = ctypes.CDLL(program + "/" + library).libreofficekit_hook_2
    start.restype = ctypes.POINTER(Kit)
    start.argtypes = [ctypes.c_char_p, ctypes.c_char_p]
    kit = start(program.encode(), ("file://" + folder + "/profile").encode())
    if not kit:
        raise RuntimeError("LibreOffice does not start.")
    kit = kit.contents

    os.write(answers, b"ready\n")
    for line in os.fdopen(requests, "rb", closefd=False):
        source, target, options = line.rstrip(b"\n").split(b"\t")
        working.set()
        document = kit.call(4, ctypes.POINTER(Kit), source, b"Batch=true,MacroSecurityLevel=3,EnableMacrosExecution=false")
        saved = 0
        if document:
            saved = document.contents.call(2, ctypes.c_int, target, b"pdf", options)
            document.contents.call(1, None)
        working.clear()
        if saved:
            os.write(answers, b"done\n")
        else:
            said = kit.call(3, ctypes.c_char_p) or b""
            os.write(answers, b"unreadable " + said.replace(b"\n", b" ")[:200] + b"\n")
    os._exit(0)


def browser(folder, memory, command):
    limit(memory)
    # Chromium's --remote-debugging-pipe reads from 3 and writes to 4; it ends when 3 does.
    os.dup2(0, 3)
    os.dup2(1, 4)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(nothing, stream)
    confine_files(PROGRAMS + ["/etc", "/proc", "/sys"], ["/dev", folder])
    confine_calls("browser")
    os.execv(command[0], command)


if sys.argv[1] == "office":
    office(sys.argv[2], sys.argv[3], int(sys.argv[4]))
else:
    browser(sys.argv[2], int(sys.argv[3]), sys.argv[4:])
