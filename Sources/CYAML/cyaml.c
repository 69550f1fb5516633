/* CYAML holds no code of its own: it hands libyaml to Swift (see include/CYAML.h). */
#include "CYAML.h"
