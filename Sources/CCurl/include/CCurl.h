#ifndef GIT_CONTRACT_CCURL_H
#define GIT_CONTRACT_CCURL_H

#include <curl/curl.h>
#include <pthread.h>

#if LIBCURL_VERSION_NUM < 0x074200
#error "libcurl 7.66 or later is needed"
#endif

/* libcurl's options are set through one variadic function, which Swift cannot call: one plain function for each type of value. */
CURLcode contract_curl_set_number(CURL *handle, CURLoption option, long value);
CURLcode contract_curl_set_size(CURL *handle, CURLoption option, curl_off_t value);
CURLcode contract_curl_set_text(CURL *handle, CURLoption option, const char *value);
CURLcode contract_curl_set_pointer(CURL *handle, CURLoption option, void *value);
CURLcode contract_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value);
CURLcode contract_curl_set_transfer(CURL *handle, CURLoption option, curl_write_callback callback);
CURLcode contract_curl_set_debug(CURL *handle, curl_debug_callback callback);
CURLcode contract_curl_set_open_socket(CURL *handle, curl_opensocket_callback callback);
CURLcode contract_curl_set_close_socket(CURL *handle, curl_closesocket_callback callback);

/* Nothing but this protocol ("https", "http", "smtps", "smtp"). */
CURLcode contract_curl_allow(CURL *handle, const char *protocol);

/* A thread that still asks for a name does not hold up the end of its transfer, where libcurl knows how. */
CURLcode contract_curl_leave_quickly(CURL *handle);

/* The address of a socket that is about to be opened; it may be longer than its type says. */
const struct sockaddr *contract_curl_address(const struct curl_sockaddr *address);

/* How a transfer ended. */
struct contract_curl_end {
  CURL *handle;
  CURLcode result;
  pthread_t thread;
};

/* Carries a transfer out in a thread of its own, and writes its end to the pipe `ended`. libcurl's way to do many in one thread is none
   for mail: while it waits for the reply to a message, or to a farewell, all others wait with it. Returns 0, or an error number. */
int contract_curl_start(CURL *handle, int ended);

/* Waits for the thread of a transfer that has ended, which is about to end too: the TLS library tidies up in it. */
void contract_curl_join(struct contract_curl_end end);

#endif
