#ifndef MOAT_CNAMESPACES_H
#define MOAT_CNAMESPACES_H

#include <spawn.h>

// glibc declares these only with _GNU_SOURCE, which Swift's Glibc module is built
// without, so they are wrapped here. Each function returns 0, or the errno value of the
// failure.

/// setns(2): moves the calling thread, and no other, into the network namespace that
/// `descriptor` is open on.
int moat_enter_network_namespace(int descriptor);

/// unshare(2): gives the calling thread an empty network namespace of its own, which goes
/// away with the thread.
int moat_unshare_network(void);

/// unshare(2), mount(2): gives the calling thread a view of the file system of its own,
/// which goes away with the thread and what it started. What it mounts is seen nowhere
/// else.
int moat_unshare_mounts(void);

/// mount(2), MS_BIND: `source`, a file or a folder, is seen at `target` too.
int moat_bind(const char *source, const char *target);

/// posix_spawn_file_actions_addclosefrom_np(3): the child keeps no descriptor at or above
/// `first`.
int moat_spawn_close_from(posix_spawn_file_actions_t *actions, int first);

/// posix_spawn_file_actions_addchdir_np(3): the child begins in the folder.
int moat_spawn_change_directory(posix_spawn_file_actions_t *actions, const char *path);

/// POSIX_SPAWN_SETSID: the child leads a session of its own.
extern const short moat_spawn_new_session;

#endif
