#ifndef MOAT_CNETFILTER_H
#define MOAT_CNETFILTER_H

// The one place where Moat meets C. The message layouts and attribute numbers come from the
// kernel's own headers; libnftables is the only library. Swift does the rest on bytes.

#include <stdint.h>
#include <linux/netlink.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <linux/netfilter/nfnetlink_log.h>
#include <linux/netfilter/nfnetlink_queue.h>
#include <nftables/libnftables.h>

// System headers whose contents depend on _GNU_SOURCE stay out of this file: the module
// would differ from Glibc's. Calls that need them are wrapped in functions of our own.
int moat_recvmmsg(int fd, void *buffer, unsigned int slot_size, unsigned int slots, unsigned int *lengths);

// Kernel thread id of the caller (gettid has no wrapper in older C libraries).
int moat_gettid(void);

// Nice value of one thread. Returns 0, or -1 with errno set.
int moat_set_thread_nice(int nice_value);

#endif
