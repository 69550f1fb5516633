#include "CTemplateGuard.h"
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static char words[256];
static size_t length;
/* Where there is no stack left, the handler needs one of its own. */
static char stack[65536];

static void end(int signal) {
  (void)signal;
  if (write(2, words, length) < 0) _exit(1);
  _exit(1);
}

static int limit(int what, rlim_t least) {
  struct rlimit now;
  if (getrlimit(what, &now) != 0) return -1;
  if (now.rlim_max != RLIM_INFINITY && now.rlim_max < least) return 0;
  now.rlim_cur = least;
  return setrlimit(what, &now);
}

int contract_guard_begin(unsigned seconds, unsigned long long bytes, const char *complaint) {
  length = strnlen(complaint, sizeof words);
  memcpy(words, complaint, length);
  stack_t alternative = {.ss_sp = stack, .ss_size = sizeof stack};
  if (sigaltstack(&alternative, NULL) != 0) return -1;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = end;
  action.sa_flags = SA_ONSTACK | SA_RESETHAND;
  const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGXCPU};
  for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
    if (sigaction(signals[i], &action, NULL) != 0) return -1;
  if (limit(RLIMIT_CPU, seconds) != 0) return -1;
#ifdef __linux__
  /* macOS has no bound on memory that it keeps; there time is the bound. */
  if (limit(RLIMIT_AS, bytes) != 0) return -1;
#else
  (void)bytes;
#endif
  return 0;
}
