// One process writes a state file: it holds a lock on `FILE-lock` beside it, as long as it lives.
//
// Not on the file itself: closing any descriptor of that would take away SQLite's own locks. The
// lock file goes when its holder ends well; one that was left behind is nobody's.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/base/alloc.h"
#include "runtime/store/database.h"

static char *name_of_lock(const char *path) {
    size_t size = strlen(path) + sizeof "-lock";
    char *name = w_alloc(size);
    snprintf(name, size, "%s-lock", path);
    return name;
}

static int refuse(WStoreProblem *problem, WStoreStatus status, const char *path, const char *why) {
    problem->status = status;
    snprintf(problem->text, sizeof problem->text, "%s: %s", path, why);
    return -1;
}

static int refuse_busy(int lock, WStoreProblem *problem, const char *path) {
    char holder[32] = "";
    ssize_t size = pread(lock, holder, sizeof holder - 1, 0);
    holder[size > 0 ? size : 0] = '\0';
    char why[80];
    long number = strtol(holder, NULL, 10);
    snprintf(why, sizeof why, "it is being written by another process%s%.0ld",
             number > 0 ? ", number " : "", number);
    close(lock);
    return refuse(problem, W_STORE_BUSY, path, why);
}

// Was the file we have locked taken away between our opening and locking it?
static bool is_still_there(int lock, const char *name) {
    struct stat held, found;
    return fstat(lock, &held) == 0 && stat(name, &found) == 0 && held.st_ino == found.st_ino &&
           held.st_dev == found.st_dev;
}

static int take(const char *name, const char *path, WStoreProblem *problem) {
    for (;;) {
        int lock = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        if (lock < 0) {
            char why[120];
            snprintf(why, sizeof why, "its folder cannot be written: %s", strerror(errno));
            return refuse(problem, W_STORE_FAILED, path, why);
        }
        if (flock(lock, LOCK_EX | LOCK_NB) != 0) return refuse_busy(lock, problem, path);
        if (is_still_there(lock, name)) return lock;
        close(lock);
    }
}

// Says who we are, for the message that the next process gives; it does without when the disk is
// full.
static void sign(int lock) {
    char number[32];
    int size = snprintf(number, sizeof number, "%ld\n", (long)getpid());
    if (ftruncate(lock, 0) == 0 && pwrite(lock, number, (size_t)size, 0) < 0) return;
}

int w_lock_take(const char *path, WStoreProblem *problem) {
    char *name = name_of_lock(path);
    int lock = take(name, path, problem);
    w_free(name);
    if (lock >= 0) sign(lock);
    return lock;
}

void w_lock_give(const char *path, int lock) {
    if (lock < 0) return;
    char *name = name_of_lock(path);
    unlink(name); // before the lock goes, so that nobody can hold it under this name
    w_free(name);
    close(lock);
}
