#define _GNU_SOURCE
#include "CNetfilter.h"

#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MOAT_MAX_SLOTS 64

// Receives up to `slots` datagrams into one buffer, `slot_size` bytes apart. Blocks for the
// first only. lengths[i] is the size of the datagram before truncation. Returns the number
// received, or -1 with errno set.
int moat_recvmmsg(int fd, void *buffer, unsigned int slot_size, unsigned int slots, unsigned int *lengths) {
    struct mmsghdr messages[MOAT_MAX_SLOTS];
    struct iovec vectors[MOAT_MAX_SLOTS];
    if (slots > MOAT_MAX_SLOTS) slots = MOAT_MAX_SLOTS;
    memset(messages, 0, sizeof(struct mmsghdr) * slots);
    for (unsigned int i = 0; i < slots; i++) {
        vectors[i].iov_base = (char *)buffer + (size_t)i * slot_size;
        vectors[i].iov_len = slot_size;
        messages[i].msg_hdr.msg_iov = &vectors[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    int received = recvmmsg(fd, messages, slots, MSG_WAITFORONE, NULL);
    for (int i = 0; i < received; i++) lengths[i] = messages[i].msg_len;
    return received;
}

int moat_gettid(void) {
    return (int)syscall(SYS_gettid);
}

int moat_set_thread_nice(int nice_value) {
    return setpriority(PRIO_PROCESS, (id_t)moat_gettid(), nice_value);
}
