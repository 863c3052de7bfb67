/* For programs that include <src/tls_sig_api_v2.h>, from within the official library's folder. */
#include "../tls_sig_api_v2.h"
