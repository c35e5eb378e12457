#ifndef C_SOCKETS_H
#define C_SOCKETS_H

// What the egress and the DNS proxy need of sockets that Swift cannot reach: functions that
// the Glibc module hides behind _GNU_SOURCE. The header itself must not define that, or its
// types would differ from Glibc's.

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/types.h>

/// splice(2) with SPLICE_F_MOVE and SPLICE_F_NONBLOCK.
ssize_t sockets_splice(int from, int to, size_t length);
/// pipe2(2).
int sockets_pipe2(int descriptors[2], int flags);
/// F_SETPIPE_SZ (fcntl(2)); the size that the pipe has then, or -1.
int sockets_set_pipe_size(int pipe, int size);
/// accept4(2).
int sockets_accept4(int socket, struct sockaddr *address, socklen_t *length, int flags);

/// struct mmsghdr, which Glibc's module hides too.
struct sockets_message {
    struct msghdr header;
    unsigned int length;
};

/// recvmmsg(2) and sendmmsg(2), without waiting.
int sockets_receive(int socket, struct sockets_message *messages, unsigned int count);
int sockets_send(int socket, struct sockets_message *messages, unsigned int count);

/// Asks the scheduler to let the calling thread run soon after it wakes, for a short time each:
/// a request of 0.1 ms (sched_setattr(2); Linux 6.12 and later, before it nothing changes). Its
/// share of the processor stays what it is.
void sockets_prefer_short_slices(void);

#endif
