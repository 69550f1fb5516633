#include "CCurl.h"
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

struct errand {
  CURL *handle;
  int ended;
};

static void *perform(void *argument) {
  struct errand errand = *(struct errand *)argument;
  free(argument);
  struct contract_curl_end end = {.handle = errand.handle, .result = curl_easy_perform(errand.handle), .thread = pthread_self()};
  /* Less than what a pipe takes as a whole. */
  while (write(errand.ended, &end, sizeof end) < 0 && errno == EINTR) continue;
  return NULL;
}

int contract_curl_start(CURL *handle, int ended) {
  struct errand *errand = malloc(sizeof *errand);
  if (errand == NULL) return ENOMEM;
  *errand = (struct errand){.handle = handle, .ended = ended};
  pthread_t thread;
  int status = pthread_create(&thread, NULL, perform, errand);
  if (status != 0) free(errand);
  return status;
}

void contract_curl_join(struct contract_curl_end end) {
  pthread_join(end.thread, NULL);
}
