// A preloaded ptrace() that lets linux.uml run on processors with AMX.
//
// A host kernel takes a process's extended registers from PTRACE_SETREGSET only whole, and AMX makes
// them 11 KB. linux.uml 6.1 keeps the first 2696 bytes, so there its first context switch fails with
// EFAULT and the guest dies. Guest programs cannot have AMX state of their own (nobody asked the host
// for permission to use it), so what UML does not know is always at rest and may stay as the host has it.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <elf.h>
#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/uio.h>

typedef long (*ptrace_function)(enum __ptrace_request request, ...);

// Not on the stack: UML calls from guest kernel stacks, which are no larger than this.
static unsigned char registers[65536];

// All of a process's extended registers; its length is known after the first refusal.
static struct iovec whole = { registers, 0 };

long ptrace(enum __ptrace_request request, ...)
{
    static ptrace_function next;
    va_list arguments;
    va_start(arguments, request);
    void *pid = va_arg(arguments, void *);
    void *address = va_arg(arguments, void *);
    void *data = va_arg(arguments, void *);
    va_end(arguments);

    if (!next)
        next = (ptrace_function)dlsym(RTLD_NEXT, "ptrace");
    if (request != PTRACE_SETREGSET || address != (void *)NT_X86_XSTATE)
        return next(request, pid, address, data);

    if (!whole.iov_len) {
        long result = next(request, pid, address, data);
        if (result == 0 || errno != EFAULT)
            return result;
        whole.iov_len = sizeof registers;
        result = next(PTRACE_GETREGSET, pid, address, &whole);
        if (result != 0) {
            whole.iov_len = 0;
            return result;
        }
    }
    const struct iovec *known = data;
    memcpy(registers, known->iov_base, known->iov_len);
    return next(request, pid, address, &whole);
}
