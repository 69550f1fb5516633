#ifndef GIT_CONTRACT_CTRANSPORTSTUBS_H
#define GIT_CONTRACT_CTRANSPORTSTUBS_H

/* Nothing to call: in the static build this target answers what libgit2's network transports ask of ssh, TLS, Kerberos and HTTP. */

#endif
