/* The C interface of Tencent's official C++ library, over usersig. C99 and later, C++11 and later.
 * The names are Tencent's so that programs written for its library compile as they are; none of the code is.
 * SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Every function returns 0, a CHECK_ERR number, 1 to 17, or -1, and says why in `err_msg`, which may be NULL. Texts end with a
 * NUL; keys have a length. A buffer that is too small is an error (-1), never an overrun; `err_msg` is cut to fit. */
#ifndef USERSIG_SIGCHECK_H
#define USERSIG_SIGCHECK_H

#include "usersig_dropin.h"

#include <stdio.h>

/* How the functions below are declared; libsigcheck, for programs that load it by name, exports them. */
#ifndef USERSIG_SIGCHECK_API
#define USERSIG_SIGCHECK_API USERSIG_DROPIN_INLINE
#endif

/* The length of a text up to its bound; one that is longer is refused, and read no further. (strnlen is not in C99.) */
USERSIG_DROPIN_INLINE size_t usersig_sigcheck_length(const char *text, size_t bound) {
    size_t length = 0;
    while (text != NULL && length <= bound && text[length] != '\0') {
        ++length;
    }
    return length;
}

/* Fills `err_msg`, and gives the return code for a status. */
USERSIG_DROPIN_INLINE int usersig_sigcheck_result(int code, const char *message, char *err_msg, unsigned int err_msg_buff_len) {
    if (err_msg != NULL && err_msg_buff_len > 0) {
        size_t length = strlen(message);
        if (length >= err_msg_buff_len) {
            length = err_msg_buff_len - 1;
        }
        memcpy(err_msg, message, length);
        err_msg[length] = '\0';
    }
    return code;
}

USERSIG_DROPIN_INLINE int usersig_sigcheck_gen(unsigned int sdkappid, const char *identifier,
                                               const usersig_gen_options *options, char *sig, unsigned int sig_buff_len,
                                               const char *pri_key, unsigned int pri_key_len, char *err_msg,
                                               unsigned int err_msg_buff_len) {
    usersig_error error;
    const usersig_status status =
        usersig_gen_sig_with_private_key(sdkappid, pri_key, usersig_dropin_key_length(pri_key, pri_key_len), identifier,
                           usersig_sigcheck_length(identifier, USERSIG_IDENTIFIER_MAX), options, sig, sig_buff_len, NULL, &error);
    const int failed = status == USERSIG_BUFFER_TOO_SMALL ? -1 : error.check_err;
    return usersig_sigcheck_result(status == USERSIG_OK ? 0 : failed, error.message, err_msg, err_msg_buff_len);
}

/* A v1 ticket for `expire` seconds into `sig`. 1024 bytes are enough for identifiers of the service's size. */
USERSIG_SIGCHECK_API int tls_gen_sig_ex_with_expire(unsigned int sdkappid, const char *identifier, unsigned int expire,
                                                     char *sig, unsigned int sig_buff_len, const char *pri_key,
                                                     unsigned int pri_key_len, char *err_msg, unsigned int err_msg_buff_len) {
    const usersig_gen_options options = usersig_dropin_options(expire);
    return usersig_sigcheck_gen(sdkappid, identifier, &options, sig, sig_buff_len, pri_key, pri_key_len, err_msg,
                                err_msg_buff_len);
}

/* A v1 ticket for 180 days. */
USERSIG_SIGCHECK_API int tls_gen_sig_ex(unsigned int sdkappid, const char *identifier, char *sig, unsigned int sig_buff_len,
                                         const char *pri_key, unsigned int pri_key_len, char *err_msg,
                                         unsigned int err_msg_buff_len) {
    return tls_gen_sig_ex_with_expire(sdkappid, identifier, USERSIG_DEFAULT_EXPIRE, sig, sig_buff_len, pri_key, pri_key_len,
                                      err_msg, err_msg_buff_len);
}

/* A v1 ticket with an account type and a third-party AppID, for old applications that have them. */
USERSIG_SIGCHECK_API int tls_gen_sig(unsigned int expire, const char *appid3rd, unsigned int sdkappid, const char *identifier,
                                      unsigned int acctype, char *sig, unsigned int sig_buff_len, const char *pri_key,
                                      unsigned int pri_key_len, char *err_msg, unsigned int err_msg_buff_len) {
    char account_type[16];
    usersig_gen_options options = usersig_dropin_options(expire);
    options.flags |= USERSIG_GEN_ACCOUNT_TYPE | USERSIG_GEN_APPID_AT_3RD;
    options.account_type = account_type;
    options.account_type_len = (size_t)snprintf(account_type, sizeof account_type, "%u", acctype);
    options.appid_at_3rd = appid3rd;
    options.appid_at_3rd_len = usersig_sigcheck_length(appid3rd, USERSIG_IDENTIFIER_MAX);
    return usersig_sigcheck_gen(sdkappid, identifier, &options, sig, sig_buff_len, pri_key, pri_key_len, err_msg,
                                err_msg_buff_len);
}

USERSIG_DROPIN_INLINE int usersig_sigcheck_check(const char *sig, const char *pub_key, unsigned int pub_key_len,
                                                 unsigned int sdkappid, const char *identifier, unsigned int *expire_time,
                                                 unsigned int *init_time, char *err_msg, unsigned int err_msg_buff_len) {
    usersig_ticket *verified = NULL;
    usersig_error error;
    const int code = usersig_dropin_check(sig, usersig_sigcheck_length(sig, USERSIG_TICKET_MAX), pub_key, pub_key_len, sdkappid, identifier,
                                          usersig_sigcheck_length(identifier, USERSIG_IDENTIFIER_MAX), NULL, 0, &verified, &error);
    *expire_time = code == 0 ? verified->fields.expire : 0;
    *init_time = code == 0 ? usersig_dropin_narrow(verified->fields.issued_at) : 0;
    usersig_ticket_free(verified);
    return usersig_sigcheck_result(code, error.message, err_msg, err_msg_buff_len);
}

/* Checks a ticket. `expire_time` receives its validity in seconds, `init_time` the unix time of its issue; 0 on failure.
 * They are references in C++, as in the official header, and pointers in C. */
#ifdef __cplusplus
USERSIG_SIGCHECK_API int tls_vri_sig_ex(const char *sig, const char *pub_key, unsigned int pub_key_len, unsigned int sdkappid,
                                         const char *identifier, unsigned int &expire_time, unsigned int &init_time,
                                         char *err_msg, unsigned int err_msg_buff_len) {
    return usersig_sigcheck_check(sig, pub_key, pub_key_len, sdkappid, identifier, &expire_time, &init_time, err_msg,
                                  err_msg_buff_len);
}
#else
USERSIG_SIGCHECK_API int tls_vri_sig_ex(const char *sig, const char *pub_key, unsigned int pub_key_len, unsigned int sdkappid,
                                         const char *identifier, unsigned int *expire_time, unsigned int *init_time,
                                         char *err_msg, unsigned int err_msg_buff_len) {
    unsigned int unused;
    return usersig_sigcheck_check(sig, pub_key, pub_key_len, sdkappid, identifier, expire_time == NULL ? &unused : expire_time,
                                  init_time == NULL ? &unused : init_time, err_msg, err_msg_buff_len);
}
#endif

/* Checks a ticket; like the official function it does not compare `acctype` and `appid3rd`. */
USERSIG_SIGCHECK_API int tls_vri_sig(const char *sig, const char *pub_key, unsigned int pub_key_len, unsigned int acctype,
                                      const char *appid3rd, unsigned int sdkappid, const char *identifier, char *err_msg,
                                      unsigned int err_msg_buff_len) {
    unsigned int unused;
    (void)acctype;
    (void)appid3rd;
    return usersig_sigcheck_check(sig, pub_key, pub_key_len, sdkappid, identifier, &unused, &unused, err_msg, err_msg_buff_len);
}

#endif /* USERSIG_SIGCHECK_H */
