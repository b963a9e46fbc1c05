// What the Swift runtime does before main and lvsctl has no use for, replaced.
//
// The definitions are weak and stand in for files of libswiftCore.a (stdlib/public: CommandLine.cpp,
// Backtrace.cpp), which are then not linked. Should another Swift want more of such a file than is
// here, it is linked after all, its own definitions win, and lvsctl only starts more slowly: Tests/Guest/startup
// fails then. Without this file `lvsctl --version` takes 1.96 instead of 1.71 million instructions (kernel and program,
// stock 6.1), `add-service` 2.69 instead of 2.47.

#include "CStart.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

static int argument_count;
static char *_Nullable *_Nullable arguments;

/// The C library hands these to every constructor.
__attribute__((constructor)) static void keep_arguments(int count, char *_Nullable *_Nonnull values)
{
    argument_count = count;
    arguments = values;
}

/// The arguments, which the runtime else searches for in /proc/self/maps.
__attribute__((weak)) char *_Nullable *_Nullable _swift_stdlib_getUnsafeArgvArgc(int *_Nonnull count)
{
    *count = argument_count;
    return arguments;
}

#ifdef LVSCTL_RELEASE

/// Backtraces of crashes, off.
///
/// They take another program, swift-backtrace, that the runtime looks for in ten places on each start,
/// and that is not where a static program is used. The runtime's structure is smaller.
__attribute__((weak)) unsigned char _swift_backtraceSettings[256];

/// Asked for by backtraces only.
__attribute__((weak)) bool _swift_backtrace_isThunkFunction(const char *_Nullable name)
{
    (void)name;
    return false;
}

/// C++ exceptions, none.
///
/// Nobody catches one, so that each would end the program anyway; but for the last of them, that the memory is
/// full, libstdc++ (eh_alloc.cc) sets 72 KB aside on each start.
__attribute__((weak)) void *_Nonnull __cxa_allocate_exception(size_t size)
{
    (void)size;
    abort();
}

/// Never called, since there is none to free.
__attribute__((weak)) void __cxa_free_exception(void *_Nullable exception)
{
    (void)exception;
}

#endif
