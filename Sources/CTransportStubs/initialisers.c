/*
 * The two structures of mbed TLS that libgit2 allocates while it initialises: it frees what they point at, so they must be empty, not
 * what the heap held before.
 */
#include "CTransportStubs.h"

#ifdef GIT_CONTRACT_STATIC

#include <mbedtls/ssl.h>
#include <mbedtls/x509_crt.h>
#include <string.h>

void mbedtls_ssl_config_init(mbedtls_ssl_config *configuration) { memset(configuration, 0, sizeof *configuration); }

void mbedtls_x509_crt_init(mbedtls_x509_crt *certificate) { memset(certificate, 0, sizeof *certificate); }

#endif
