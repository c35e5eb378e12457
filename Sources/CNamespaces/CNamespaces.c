#define _GNU_SOURCE
#include "CNamespaces.h"

#include <errno.h>
#include <sched.h>
#include <stddef.h>
#include <sys/mount.h>

int moat_enter_network_namespace(int descriptor) {
    return setns(descriptor, CLONE_NEWNET) == 0 ? 0 : errno;
}

int moat_unshare_network(void) {
    return unshare(CLONE_NEWNET) == 0 ? 0 : errno;
}

int moat_unshare_mounts(void) {
    if (unshare(CLONE_NEWNS) != 0) return errno;
    return mount(NULL, "/", NULL, MS_SLAVE | MS_REC, NULL) == 0 ? 0 : errno;
}

int moat_bind(const char *source, const char *target) {
    return mount(source, target, NULL, MS_BIND, NULL) == 0 ? 0 : errno;
}

int moat_spawn_close_from(posix_spawn_file_actions_t *actions, int first) {
    return posix_spawn_file_actions_addclosefrom_np(actions, first);
}

int moat_spawn_change_directory(posix_spawn_file_actions_t *actions, const char *path) {
    return posix_spawn_file_actions_addchdir_np(actions, path);
}

const short moat_spawn_new_session = POSIX_SPAWN_SETSID;
