// Runs a program and tells what it cost: nanoseconds from start to exit, which are instructions where the clock counts
// those (Tests/Guest/icount), and kilobytes of memory at most.
//
//   measure PROGRAM [ARGUMENT...] 3>RESULT
//
// Writes the two numbers to descriptor 3, which the program does not get, and ends with the program's status.

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static long long nanoseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

int main(int count, char **arguments)
{
    struct rusage usage;
    pid_t child;
    int status;

    if (count < 2 || fcntl(3, F_SETFD, FD_CLOEXEC) != 0) {
        fprintf(stderr, "usage: measure PROGRAM [ARGUMENT...] 3>RESULT\n");
        return 125;
    }
    long long begin = nanoseconds();
    int failure = posix_spawnp(&child, arguments[1], NULL, NULL, arguments + 1, environ);
    if (failure != 0) {
        fprintf(stderr, "measure: %s: %s\n", arguments[1], strerror(failure));
        return 125;
    }
    while (wait4(child, &status, 0, &usage) < 0)
        continue;
    dprintf(3, "%lld %ld\n", nanoseconds() - begin, usage.ru_maxrss);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
