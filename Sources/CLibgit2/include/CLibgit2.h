#ifndef GIT_CONTRACT_CLIBGIT2_H
#define GIT_CONTRACT_CLIBGIT2_H

#include <git2.h>
#include <git2/sys/repository.h>

/* libgit2's options are set through one variadic function, which Swift cannot call: one plain function for each that we set. */
int contract_git_set_strict_hash_verification(int enabled);
int contract_git_set_caching(int enabled);
int contract_git_set_owner_validation(int enabled);
int contract_git_set_extensions(const char **extensions, size_t count);

#endif
