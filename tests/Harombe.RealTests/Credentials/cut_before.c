/* Preloaded with LD_PRELOAD: kills the process right before the $CUT_AT-th step that it takes with files whose path holds $CUT_PATH.
   Steps are writes, flushes, truncations, renames and removals. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int steps;

static void step(const char *path) {
    const char *part = getenv("CUT_PATH"), *at = getenv("CUT_AT");
    if (!part || !at || !path || !strstr(path, part)) return;
    if (__atomic_add_fetch(&steps, 1, __ATOMIC_SEQ_CST) < atoi(at)) return;
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

static void step_with(int fd) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n <= 0) return;
    path[n] = 0;
    step(path);
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *data, size_t count) { REAL(write); if (fd > 2) step_with(fd); return real(fd, data, count); }
ssize_t pwrite64(int fd, const void *data, size_t count, off_t at) { REAL(pwrite64); step_with(fd); return real(fd, data, count, at); }
ssize_t pwrite(int fd, const void *data, size_t count, off_t at) { REAL(pwrite); step_with(fd); return real(fd, data, count, at); }
int fsync(int fd) { REAL(fsync); step_with(fd); return real(fd); }
int ftruncate64(int fd, off_t size) { REAL(ftruncate64); step_with(fd); return real(fd, size); }
int ftruncate(int fd, off_t size) { REAL(ftruncate); step_with(fd); return real(fd, size); }
int rename(const char *from, const char *to) { REAL(rename); step(from); return real(from, to); }
int unlink(const char *path) { REAL(unlink); step(path); return real(path); }
