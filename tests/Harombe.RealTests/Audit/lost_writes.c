/* A power cut for one process, preloaded with LD_PRELOAD: what was written to files below $LOST_WRITES_FOLDER and not yet fsynced can be taken back.
   Every write is remembered with what stood there before. fsync and fdatasync forget the writes of their file. When the file
   $LOST_WRITES_FOLDER/cut appears, the next write, fsync or fdatasync undoes what is remembered, newest first, and ends the process at once.
   $LOST_WRITES_SUFFIX names the files by the end of their path instead; the switches stay in the folder.
   ENOSPC and EIO: while $LOST_WRITES_FOLDER/enospc or .../eio exists, writes (and syncs) below the folder fail with that error. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

struct change { struct change *before; dev_t device; ino_t inode; char path[PATH_MAX]; off_t at, old_size; size_t length; char old[]; };
static struct change *changes;
static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_write)(int, const void *, size_t);
static int (*real_fsync)(int), (*real_fdatasync)(int), (*real_ftruncate)(int, off_t);

__attribute__((constructor)) static void begin(void) {
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_write = dlsym(RTLD_NEXT, "write");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
}

static int ours(int fd, char *path) {
    const char *folder = getenv("LOST_WRITES_FOLDER");
    char link[64];
    if (!folder) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, PATH_MAX - 1);
    if (n <= 0) return 0;
    path[n] = 0;
    size_t length = strlen(path);
    const char *suffix = getenv("LOST_WRITES_SUFFIX");
    if (suffix) return length > strlen(suffix) && strcmp(path + length - strlen(suffix), suffix) == 0;
    /* The shared memory of SQLite is no file to it: it is rebuilt. */
    return strncmp(path, folder, strlen(folder)) == 0 && !(length > 4 && strcmp(path + length - 4, "-shm") == 0);
}

static int asked(const char *what) {
    char name[PATH_MAX];
    snprintf(name, sizeof name, "%s/%s", getenv("LOST_WRITES_FOLDER"), what);
    return access(name, F_OK) == 0;
}

static int failing(void) {
    if (asked("enospc")) { errno = ENOSPC; return 1; }
    if (asked("eio")) { errno = EIO; return 1; }
    return 0;
}

static void cut(void) {
    for (struct change *c = changes; c; c = c->before) {
        int fd = open(c->path, O_WRONLY | O_CLOEXEC);
        if (fd < 0) continue;
        if (c->length) real_pwrite(fd, c->old, c->length, c->at);
        real_ftruncate(fd, c->old_size);
        close(fd);
    }
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

static void remember(int fd, const char *path, size_t count, off_t at) {
    struct stat now;
    if (fstat(fd, &now)) return;
    size_t old = at >= now.st_size ? 0 : (size_t)(now.st_size - at) < count ? (size_t)(now.st_size - at) : count;
    struct change *c = malloc(sizeof *c + old);
    if (!c) abort();
    int reading = open(path, O_RDONLY | O_CLOEXEC);
    if (old && pread(reading, c->old, old, at) != (ssize_t)old) abort();
    close(reading);
    strcpy(c->path, path);
    c->device = now.st_dev, c->inode = now.st_ino, c->at = at, c->old_size = now.st_size, c->length = old, c->before = changes;
    changes = c;
}

static void forget(int fd) {
    struct stat now;
    if (fstat(fd, &now)) return;
    for (struct change **at = &changes; *at;) {
        struct change *c = *at;
        if (c->device == now.st_dev && c->inode == now.st_ino) { *at = c->before; free(c); }
        else at = &c->before;
    }
}

ssize_t pwrite64(int fd, const void *data, size_t count, off_t at) {
    char path[PATH_MAX];
    if (!ours(fd, path)) return real_pwrite(fd, data, count, at);
    pthread_mutex_lock(&one);
    if (asked("cut")) cut();
    if (failing()) { pthread_mutex_unlock(&one); return -1; }
    remember(fd, path, count, at);
    ssize_t n = real_pwrite(fd, data, count, at);
    pthread_mutex_unlock(&one);
    return n;
}
ssize_t pwrite(int fd, const void *data, size_t count, off_t at) { return pwrite64(fd, data, count, at); }

ssize_t write(int fd, const void *data, size_t count) {
    char path[PATH_MAX];
    if (fd < 3 || !ours(fd, path)) return real_write(fd, data, count);
    pthread_mutex_lock(&one);
    if (asked("cut")) cut();
    if (failing()) { pthread_mutex_unlock(&one); return -1; }
    remember(fd, path, count, lseek(fd, 0, SEEK_CUR));
    ssize_t n = real_write(fd, data, count);
    pthread_mutex_unlock(&one);
    return n;
}

int ftruncate64(int fd, off_t size) {
    char path[PATH_MAX];
    if (ours(fd, path)) {
        struct stat now;
        pthread_mutex_lock(&one);
        if (asked("cut")) cut();
        if (!fstat(fd, &now) && now.st_size > size) remember(fd, path, (size_t)(now.st_size - size), size);
        int n = real_ftruncate(fd, size);
        pthread_mutex_unlock(&one);
        return n;
    }
    return real_ftruncate(fd, size);
}
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int sync_with(int (*real)(int), int fd) {
    char path[PATH_MAX];
    if (!ours(fd, path)) return real(fd);
    pthread_mutex_lock(&one);
    if (asked("cut")) cut();
    if (asked("eio")) { pthread_mutex_unlock(&one); errno = EIO; return -1; }
    int n = real(fd);
    if (n == 0) forget(fd);
    pthread_mutex_unlock(&one);
    return n;
}
int fsync(int fd) { return sync_with(real_fsync, fd); }
int fdatasync(int fd) { return sync_with(real_fdatasync, fd); }
