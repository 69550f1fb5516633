#define _GNU_SOURCE
#include "CLibgit2.h"

int contract_spawn_add_directory(posix_spawn_file_actions_t *actions, const char *directory) {
  return posix_spawn_file_actions_addchdir_np(actions, directory);
}
