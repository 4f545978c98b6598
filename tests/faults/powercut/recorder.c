/* Loaded before a program with LD_PRELOAD: writes down what it does to the files of one folder, and
 * lets the N-th such operation fail. Linux with glibc only; tests/faults/conftest.py compiles it.
 *
 * FAULT_FOLDER  the folder; files elsewhere are left alone
 * FAULT_LOG     where the record goes, outside the folder; without it nothing is recorded
 * fault_arm(first, count, error, kinds)  operations first .. first+count-1 of these kinds fail;
 * fault_seen()  how many operations of these kinds there were since then
 *
 * Kinds: W write, T cut to a length, S flush, U delete, M rename, L second name, C open for
 * writing, R read.
 * A record: kind, length of the path (2 bytes), path, offset (8), length of the data (4), data.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static const char *folder;
static size_t folder_length;
static int record_to = -1;
static long first, count, seen;
static int error_number;
static char failing[16];

static int (*real_open)(const char *, int, ...);
static ssize_t (*real_write)(int, const void *, size_t);

static void start(void) {
  if (real_open) return;
  real_write = dlsym(RTLD_NEXT, "write");
  real_open = dlsym(RTLD_NEXT, "open");
  folder = getenv("FAULT_FOLDER");
  folder_length = folder ? strlen(folder) : 0;
  const char *log = getenv("FAULT_LOG");
  if (folder && log) record_to = real_open(log, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
}

static int inside(const char *path) {
  start();
  return folder && strncmp(path, folder, folder_length) == 0;
}

static int path_of(int fd, char *path, size_t room) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, room - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return inside(path);
}

static void record(char kind, const char *path, int64_t offset, const void *data, uint32_t length) {
  if (record_to < 0) return;
  uint16_t path_length = strlen(path);
  size_t whole = 15 + path_length + length;
  char *entry = malloc(whole), *at = entry;
  *at++ = kind;
  memcpy(at, &path_length, 2), at += 2;
  memcpy(at, path, path_length), at += path_length;
  memcpy(at, &offset, 8), at += 8;
  memcpy(at, &length, 4), at += 4;
  memcpy(at, data ? data : "", length);
  if (real_write(record_to, entry, whole) != (ssize_t)whole) abort();
  free(entry);
}

void fault_arm(long from, long how_many, int error, const char *kinds) {
  seen = 0, first = from, count = how_many, error_number = error;
  snprintf(failing, sizeof failing, "%s", kinds);
}

long fault_seen(void) { return seen; }

static int fails(char kind) {
  if (!strchr(failing, kind)) return 0;
  seen++;
  if (seen < first || seen >= first + count) return 0;
  errno = error_number;
  return 1;
}

#define REAL(name)                                  \
  static __typeof__(name) *real;                    \
  if (!real) real = dlsym(RTLD_NEXT, #name);        \
  char path[4096];                                  \
  start();

#define PWRITE(name, offset_type)                                          \
  ssize_t name(int fd, const void *data, size_t size, offset_type at) {    \
    REAL(name)                                                             \
    if (!path_of(fd, path, sizeof path)) return real(fd, data, size, at);  \
    if (fails('W')) return -1;                                             \
    ssize_t done = real(fd, data, size, at);                               \
    if (done > 0) record('W', path, at, data, done);                       \
    return done;                                                           \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t write(int fd, const void *data, size_t size) {
  REAL(write)
  if (fd == record_to || !path_of(fd, path, sizeof path)) return real(fd, data, size);
  if (fails('W')) return -1;
  ssize_t done = real(fd, data, size);
  if (done > 0) record('W', path, lseek(fd, 0, SEEK_CUR) - done, data, done);
  return done;
}

#define PREAD(name, offset_type)                                       \
  ssize_t name(int fd, void *data, size_t size, offset_type at) {      \
    REAL(name)                                                         \
    if (path_of(fd, path, sizeof path) && fails('R')) return -1;       \
    return real(fd, data, size, at);                                   \
  }
PREAD(pread, off_t)
PREAD(pread64, off64_t)

#define TRUNCATE(name, offset_type)                              \
  int name(int fd, offset_type size) {                           \
    REAL(name)                                                   \
    if (!path_of(fd, path, sizeof path)) return real(fd, size);  \
    if (fails('T')) return -1;                                   \
    int done = real(fd, size);                                   \
    if (done == 0) record('T', path, size, 0, 0);                \
    return done;                                                 \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define FLUSH(name)                                        \
  int name(int fd) {                                       \
    REAL(name)                                             \
    if (!path_of(fd, path, sizeof path)) return real(fd);  \
    if (fails('S')) return -1;                             \
    int done = real(fd);                                   \
    if (done == 0) record('S', path, 0, 0, 0);             \
    return done;                                           \
  }
FLUSH(fsync)
FLUSH(fdatasync)

int unlink(const char *path_given) {
  REAL(unlink)
  (void)path;
  if (!inside(path_given)) return real(path_given);
  if (fails('U')) return -1;
  int done = real(path_given);
  if (done == 0) record('U', path_given, 0, 0, 0);
  return done;
}

int rename(const char *from, const char *to) {
  REAL(rename)
  (void)path;
  if (!inside(from)) return real(from, to);
  if (fails('M')) return -1;
  int done = real(from, to);
  if (done == 0) record('M', from, 0, to, strlen(to));
  return done;
}

int link(const char *from, const char *to) {
  REAL(link)
  (void)path;
  if (!inside(from)) return real(from, to);
  if (fails('L')) return -1;
  int done = real(from, to);
  if (done == 0) record('L', from, 0, to, strlen(to));
  return done;
}

/* A new file, or one emptied: its name is on the disk only when its folder is flushed. */
#define OPEN(name)                                                             \
  int name(const char *path_given, int flags, ...) {                           \
    REAL(name)                                                                 \
    (void)path;                                                                \
    va_list more;                                                              \
    va_start(more, flags);                                                     \
    mode_t mode = va_arg(more, int);                                           \
    va_end(more);                                                              \
    int writes = (flags & O_ACCMODE) != O_RDONLY && inside(path_given);        \
    if (writes && fails('C')) return -1;                                       \
    int fresh = writes && (flags & O_CREAT) && access(path_given, F_OK) != 0;  \
    int fd = real(path_given, flags, mode);                                    \
    if (fd >= 0 && writes && (fresh || flags & O_TRUNC))                       \
      record(fresh ? 'C' : 'T', path_given, 0, 0, 0);                          \
    return fd;                                                                 \
  }
OPEN(open)
OPEN(open64)

/* Python copies files inside the kernel where it can; refused, it reads and writes. */
ssize_t sendfile(int out, int in, off_t *at, size_t size) {
  REAL(sendfile)
  if (!path_of(out, path, sizeof path)) return real(out, in, at, size);
  errno = EINVAL;
  return -1;
}

ssize_t sendfile64(int out, int in, off64_t *at, size_t size) {
  REAL(sendfile64)
  if (!path_of(out, path, sizeof path)) return real(out, in, at, size);
  errno = EINVAL;
  return -1;
}
