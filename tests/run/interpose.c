// Preloaded into a run: counts what it does to files, and at the Nth time kills the process or
// says that the disk is full. FAULT_AT is N, FAULT is `kill` or `full`.
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static long seen;

static int is_hit(int file) {
    const char *at = getenv("FAULT_AT");
    if (!at || file <= STDERR_FILENO || ++seen < atol(at)) return 0;
    const char *fault = getenv("FAULT");
    if (seen == atol(at) && fault && strcmp(fault, "kill") == 0) kill(getpid(), SIGKILL);
    errno = ENOSPC;
    return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int file, const void *bytes, size_t size) {
    return is_hit(file) ? -1 : REAL(write)(file, bytes, size);
}

ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t at) {
    return is_hit(file) ? -1 : REAL(pwrite64)(file, bytes, size, at);
}

ssize_t pwrite(int file, const void *bytes, size_t size, off_t at) {
    return is_hit(file) ? -1 : REAL(pwrite)(file, bytes, size, at);
}

int fsync(int file) {
    return is_hit(file) ? -1 : REAL(fsync)(file);
}

int fdatasync(int file) {
    return is_hit(file) ? -1 : REAL(fdatasync)(file);
}

int ftruncate64(int file, off64_t size) {
    return is_hit(file) ? -1 : REAL(ftruncate64)(file, size);
}

int ftruncate(int file, off_t size) {
    return is_hit(file) ? -1 : REAL(ftruncate)(file, size);
}
