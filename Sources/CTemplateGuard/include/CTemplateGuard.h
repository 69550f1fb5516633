#ifndef GIT_CONTRACT_CTEMPLATEGUARD_H
#define GIT_CONTRACT_CTEMPLATEGUARD_H

/* From here on this process ends with status 1, and `complaint` on standard error, when it has computed for so many seconds, wants more
   than so many bytes of memory, has no stack left, or runs into what the template library takes for impossible. There is no way back.
   Returns 0, or -1 where a bound cannot be set. */
int contract_guard_begin(unsigned seconds, unsigned long long bytes, const char *complaint);

#endif
