#include "CSockets.h"

#include <stddef.h>
#include <unistd.h>

ssize_t sockets_splice(int from, int to, size_t length, unsigned int flags) {
    return splice(from, NULL, to, NULL, length, flags);
}

int sockets_pipe2(int descriptors[2], int flags) { return pipe2(descriptors, flags); }

int sockets_accept4(int socket, struct sockaddr *address, socklen_t *length, int flags) {
    return accept4(socket, address, length, flags);
}

int sockets_recvmmsg(int socket, struct mmsghdr *messages, unsigned int count, int flags) {
    return recvmmsg(socket, messages, count, flags, NULL);
}

int sockets_sendmmsg(int socket, struct mmsghdr *messages, unsigned int count, int flags) {
    return sendmmsg(socket, messages, count, flags);
}
