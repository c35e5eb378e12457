#define _GNU_SOURCE
#include "CSockets.h"

#include <fcntl.h>
#include <stddef.h>
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
