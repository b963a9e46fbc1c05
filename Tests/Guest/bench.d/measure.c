// Runs a program and tells what it cost: microseconds from start to exit, kilobytes of memory at most, page faults.
//
//   measure INPUT OUTPUT PROGRAM [ARGUMENT...]
//
// Prints the three numbers and ends with the program's status.

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static long long microseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

int main(int count, char **arguments)
{
    posix_spawn_file_actions_t actions;
    struct rusage usage;
    pid_t child;
    int status;

    if (count < 4) {
        fprintf(stderr, "usage: measure INPUT OUTPUT PROGRAM [ARGUMENT...]\n");
        return 125;
    }
    int input = open(arguments[1], O_RDONLY | O_CLOEXEC);
    int output = open(arguments[2], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (input < 0 || output < 0) {
        fprintf(stderr, "measure: %s\n", strerror(errno));
        return 125;
    }
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, 0);
    posix_spawn_file_actions_adddup2(&actions, output, 1);
    long long begin = microseconds();
    int failure = posix_spawnp(&child, arguments[3], &actions, NULL, arguments + 3, environ);
    if (failure != 0) {
        fprintf(stderr, "measure: %s: %s\n", arguments[3], strerror(failure));
        return 125;
    }
    while (wait4(child, &status, 0, &usage) < 0)
        continue;
    printf("%lld %ld %ld\n", microseconds() - begin, usage.ru_maxrss, usage.ru_minflt);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
