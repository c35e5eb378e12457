#define _GNU_SOURCE
#include "CSockets.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

ssize_t sockets_splice(int from, int to, size_t length) {
    return splice(from, NULL, to, NULL, length, SPLICE_F_MOVE | SPLICE_F_NONBLOCK);
}

int sockets_pipe2(int descriptors[2], int flags) { return pipe2(descriptors, flags); }

int sockets_set_pipe_size(int pipe, int size) { return fcntl(pipe, F_SETPIPE_SZ, size); }

int sockets_accept4(int socket, struct sockaddr *address, socklen_t *length, int flags) {
    return accept4(socket, address, length, flags);
}

_Static_assert(sizeof(struct sockets_message) == sizeof(struct mmsghdr), "struct mmsghdr is another");

int sockets_receive(int socket, struct sockets_message *messages, unsigned int count) {
    return recvmmsg(socket, (struct mmsghdr *)messages, count, MSG_DONTWAIT, NULL);
}

int sockets_send(int socket, struct sockets_message *messages, unsigned int count) {
    return sendmmsg(socket, (struct mmsghdr *)messages, count, MSG_DONTWAIT);
}

// struct sched_attr of linux/sched/types.h, which older headers do not have.
struct scheduling {
    uint32_t size;
    uint32_t policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime;
    uint64_t deadline;
    uint64_t period;
};

void sockets_prefer_short_slices(void) {
    int before = errno;
    errno = 0;
    // -1 is a nice value too: only errno tells an error.
    int nice = getpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid));
    struct scheduling wanted = {
        .size = sizeof wanted, .policy = SCHED_OTHER, .nice = errno == 0 ? nice : 0, .runtime = 100000};
    syscall(SYS_sched_setattr, 0, &wanted, 0);
    errno = before;
}
