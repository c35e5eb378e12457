#ifndef MOAT_CNETFILTER_H
#define MOAT_CNETFILTER_H

// The one place where Moat meets C. The message layouts and attribute numbers come from the
// kernel's own headers; libnftables is the only library. Swift does the rest on bytes.

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <sched.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <linux/netlink.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <linux/netfilter/nfnetlink_queue.h>
#include <nftables/libnftables.h>

// recvmmsg is declared only under _GNU_SOURCE, which a Clang module cannot rely on being
// set before the first system header; so it is wrapped in a function of our own.
int moat_recvmmsg(int fd, void *buffer, unsigned int slot_size, unsigned int slots, unsigned int *lengths);

// Kernel thread id of the caller (gettid has no wrapper in older C libraries).
int moat_gettid(void);

// Nice value of one thread. Returns 0, or -1 with errno set.
int moat_set_thread_nice(int nice_value);

#endif
