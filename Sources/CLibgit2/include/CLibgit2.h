#ifndef GIT_CONTRACT_CLIBGIT2_H
#define GIT_CONTRACT_CLIBGIT2_H

#include <git2.h>
#include <git2/sys/filter.h>
#include <git2/sys/repository.h>
#include <spawn.h>

/* libgit2's options are set through one variadic function, which Swift cannot call: one plain function for each that we set. */
int contract_git_set_strict_hash_verification(int enabled);
int contract_git_set_caching(int enabled);
int contract_git_set_owner_validation(int enabled);
int contract_git_set_extensions(const char **extensions, size_t count);
/* No settings from the places that the environment of the process names: the caller reads them from an environment of its own. */
int contract_git_clear_search_paths(void);

/* A child starts in `directory`. The C library hides the call for it from Swift. */
int contract_spawn_add_directory(posix_spawn_file_actions_t *actions, const char *directory);

#endif
