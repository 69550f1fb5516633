#ifndef GIT_CONTRACT_CYAML_H
#define GIT_CONTRACT_CYAML_H

#include <yaml.h>

#endif
