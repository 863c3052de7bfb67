/* For programs that include <src/tls_signature.h>, from within the official library's folder. */
#include "../tls_signature.h"
