/* For programs that include <src/sigcheck.h>, from within the official library's folder. */
#include "../sigcheck.h"
