#ifndef C_SOCKETS_H
#define C_SOCKETS_H

// What the egress and the DNS proxy need of sockets that Swift cannot reach: functions that
// the Glibc module hides behind _GNU_SOURCE, and macros.

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/types.h>

/// splice(2).
ssize_t sockets_splice(int from, int to, size_t length, unsigned int flags);
/// pipe2(2).
int sockets_pipe2(int descriptors[2], int flags);
/// accept4(2).
int sockets_accept4(int socket, struct sockaddr *address, socklen_t *length, int flags);
/// recvmmsg(2) and sendmmsg(2), without a time limit.
int sockets_recvmmsg(int socket, struct mmsghdr *messages, unsigned int count, int flags);
int sockets_sendmmsg(int socket, struct mmsghdr *messages, unsigned int count, int flags);

#endif
