#include "CCurl.h"
#include <string.h>

CURLcode contract_curl_set_number(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

CURLcode contract_curl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(handle, option, value);
}

CURLcode contract_curl_set_text(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}

CURLcode contract_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
  return curl_easy_setopt(handle, option, value);
}

CURLcode contract_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(handle, option, value);
}

CURLcode contract_curl_set_transfer(CURL *handle, CURLoption option, curl_write_callback callback) {
  return curl_easy_setopt(handle, option, callback);
}

CURLcode contract_curl_set_debug(CURL *handle, curl_debug_callback callback) {
  return curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, callback);
}

CURLcode contract_curl_set_open_socket(CURL *handle, curl_opensocket_callback callback) {
  return curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, callback);
}

CURLcode contract_curl_set_close_socket(CURL *handle, curl_closesocket_callback callback) {
  return curl_easy_setopt(handle, CURLOPT_CLOSESOCKETFUNCTION, callback);
}

CURLcode contract_curl_allow(CURL *handle, const char *protocol) {
#if LIBCURL_VERSION_NUM >= 0x075500
  CURLcode status = curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, protocol);
  if (status == CURLE_OK) status = curl_easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS_STR, protocol);
  return status;
#else
  long bits = 0;
  if (strcmp(protocol, "https") == 0) bits = CURLPROTO_HTTPS;
  if (strcmp(protocol, "http") == 0) bits = CURLPROTO_HTTP;
  if (strcmp(protocol, "smtps") == 0) bits = CURLPROTO_SMTPS;
  if (strcmp(protocol, "smtp") == 0) bits = CURLPROTO_SMTP;
  if (bits == 0) return CURLE_UNSUPPORTED_PROTOCOL;
  CURLcode status = curl_easy_setopt(handle, CURLOPT_PROTOCOLS, bits);
  if (status == CURLE_OK) status = curl_easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS, bits);
  return status;
#endif
}

CURLcode contract_curl_leave_quickly(CURL *handle) {
#if LIBCURL_VERSION_NUM >= 0x075700
  return curl_easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L);
#else
  (void)handle;
  return CURLE_OK;
#endif
}

const struct sockaddr *contract_curl_address(const struct curl_sockaddr *address) {
  return &address->addr;
}
