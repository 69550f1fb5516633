/*
 * What libgit2's transports would ask of libssh2, mbed TLS, GSSAPI and http-parser, refused.
 *
 * The release binary on Linux is one static file that only ever opens a local repository: it has no network to reach. Debian's
 * libgit2.a still refers to those libraries, so each function is answered here with a failure (-1 or a null pointer). Four are
 * asked while libgit2 initialises and must succeed, or git_libgit2_init() fails and the first pack that is read crashes.
 * Other builds link the shared library and leave this file empty.
 */
#include "CTransportStubs.h"

#ifdef GIT_CONTRACT_STATIC

#define REFUSE(name) \
  long name(void) { return -1; }
#define ACCEPT(name) \
  long name(void) { return 0; }

/* Asked by git_libgit2_init(). */
ACCEPT(libssh2_init)
ACCEPT(mbedtls_ssl_config_defaults)
/* No secret is ever made; the library's own collects entropy for a quarter of a millisecond at each start. */
ACCEPT(mbedtls_ctr_drbg_free)
ACCEPT(mbedtls_ctr_drbg_init)
REFUSE(mbedtls_ctr_drbg_random)
ACCEPT(mbedtls_ctr_drbg_seed)
ACCEPT(mbedtls_entropy_free)
REFUSE(mbedtls_entropy_func)
ACCEPT(mbedtls_entropy_init)
ACCEPT(mbedtls_x509_crt_parse_file)
ACCEPT(mbedtls_x509_crt_parse_path)
/* The list of cipher suites is walked until an id is found: zero would mean that the suite is unknown. */
long mbedtls_ssl_get_ciphersuite_id(void) { return 1; }

/* GSSAPI (Kerberos). */
void *GSS_C_NT_HOSTBASED_SERVICE = 0;
REFUSE(gss_delete_sec_context)
REFUSE(gss_display_status)
REFUSE(gss_import_name)
REFUSE(gss_indicate_mechs)
REFUSE(gss_init_sec_context)
REFUSE(gss_release_buffer)
REFUSE(gss_release_name)
REFUSE(gss_release_oid_set)

/* http-parser. */
REFUSE(http_errno_description)
REFUSE(http_parser_execute)
REFUSE(http_parser_init)
REFUSE(http_parser_parse_url)
REFUSE(http_parser_pause)
REFUSE(http_should_keep_alive)

/* libssh2. */
REFUSE(libssh2_agent_connect)
REFUSE(libssh2_agent_disconnect)
REFUSE(libssh2_agent_free)
REFUSE(libssh2_agent_get_identity)
REFUSE(libssh2_agent_init)
REFUSE(libssh2_agent_list_identities)
REFUSE(libssh2_agent_userauth)
REFUSE(libssh2_channel_close)
REFUSE(libssh2_channel_free)
REFUSE(libssh2_channel_open_ex)
REFUSE(libssh2_channel_process_startup)
REFUSE(libssh2_channel_read_ex)
REFUSE(libssh2_channel_set_blocking)
REFUSE(libssh2_channel_write_ex)
REFUSE(libssh2_exit)
REFUSE(libssh2_hostkey_hash)
REFUSE(libssh2_knownhost_checkp)
REFUSE(libssh2_knownhost_free)
REFUSE(libssh2_knownhost_init)
REFUSE(libssh2_knownhost_readfile)
REFUSE(libssh2_session_abstract)
REFUSE(libssh2_session_disconnect_ex)
REFUSE(libssh2_session_free)
REFUSE(libssh2_session_handshake)
REFUSE(libssh2_session_hostkey)
REFUSE(libssh2_session_init_ex)
REFUSE(libssh2_session_last_error)
REFUSE(libssh2_session_method_pref)
REFUSE(libssh2_session_set_blocking)
REFUSE(libssh2_userauth_authenticated)
REFUSE(libssh2_userauth_keyboard_interactive_ex)
REFUSE(libssh2_userauth_list)
REFUSE(libssh2_userauth_password_ex)
REFUSE(libssh2_userauth_publickey)
REFUSE(libssh2_userauth_publickey_fromfile_ex)
REFUSE(libssh2_userauth_publickey_frommemory)

/* mbed TLS and its X.509. */
REFUSE(mbedtls_ssl_close_notify)
REFUSE(mbedtls_ssl_conf_authmode)
REFUSE(mbedtls_ssl_conf_ca_chain)
REFUSE(mbedtls_ssl_conf_ciphersuites)
REFUSE(mbedtls_ssl_conf_min_version)
REFUSE(mbedtls_ssl_conf_rng)
REFUSE(mbedtls_ssl_config_free)
REFUSE(mbedtls_ssl_free)
REFUSE(mbedtls_ssl_get_peer_cert)
REFUSE(mbedtls_ssl_get_verify_result)
REFUSE(mbedtls_ssl_handshake)
REFUSE(mbedtls_ssl_init)
REFUSE(mbedtls_ssl_read)
REFUSE(mbedtls_ssl_set_bio)
REFUSE(mbedtls_ssl_set_hostname)
REFUSE(mbedtls_ssl_setup)
REFUSE(mbedtls_ssl_write)
REFUSE(mbedtls_x509_crt_free)
REFUSE(mbedtls_x509_crt_verify_info)

#endif
