#ifndef MOAT_CNETFILTER_H
#define MOAT_CNETFILTER_H
// SOL_NETLINK, NETLINK_* and the message layouts come from the kernel's own headers.
#include <nftables/libnftables.h>
#endif
