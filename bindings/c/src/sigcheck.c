/* libsigcheck: the functions of sigcheck.h as symbols, for programs that load the official library by its name. */
#ifdef _WIN32
#define USERSIG_SIGCHECK_API __declspec(dllexport)
#else
#define USERSIG_SIGCHECK_API __attribute__((visibility("default")))
#endif
#include <sigcheck.h>
