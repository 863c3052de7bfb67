/* What tls_signature.h, tls_sig_api_v2.h and sigcheck.h share. Not an interface of its own: include one of those.
 * SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The type of the key picks the algorithm, never the ticket: text in PEM or DER form is an EC key (v1), any other text is a
 * secret (v2). */
#ifndef USERSIG_DROPIN_H
#define USERSIG_DROPIN_H

#include "usersig.h"

#include <string.h>

/* In C++ an inline function is one for the whole program, and may call no others that are not. */
#ifdef __cplusplus
#define USERSIG_DROPIN_INLINE inline
#else
#define USERSIG_DROPIN_INLINE static inline
#endif

/* The official interfaces pass the size of a C array, with its NUL, as readily as a text's length. */
USERSIG_DROPIN_INLINE size_t usersig_dropin_key_length(const char *key, size_t length) {
    while (key != NULL && length > 0 && key[length - 1] == '\0') {
        --length;
    }
    return length;
}

/* Where the interface has an unsigned expire, a negative number arrives as one beyond INT32_MAX: it is refused. */
USERSIG_DROPIN_INLINE usersig_gen_options usersig_dropin_options(int64_t expire) {
    usersig_gen_options options = USERSIG_GEN_OPTIONS_INIT;
    options.flags = USERSIG_GEN_EXPIRE;
    options.expire = expire > INT32_MAX ? -1 : expire;
    return options;
}

/* Checks a ticket with a public key or a secret. Returns 0 or a CHECK_ERR number; error->message says what was wrong.
 * `userbuf` is NULL where the ticket must carry none. Otherwise a v2 ticket must carry exactly these bytes and a v1 ticket any,
 * as in the official library. */
USERSIG_DROPIN_INLINE int usersig_dropin_check(const char *ticket, size_t ticket_length, const char *key, size_t key_length,
                                               int64_t sdkappid, const char *identifier, size_t identifier_length,
                                               const char *userbuf, size_t userbuf_length, usersig_ticket **verified,
                                               usersig_error *error) {
    usersig_verify_options options = USERSIG_VERIFY_OPTIONS_INIT;
    usersig_status status;
    if (userbuf != NULL) {
        options.userbuf_expected = USERSIG_USERBUF_EXACTLY;
        options.userbuf = (const uint8_t *)userbuf;
        options.userbuf_len = userbuf_length;
    }
    key_length = usersig_dropin_key_length(key, key_length);
    status = usersig_verify_with_secret_key(sdkappid, key, key_length, ticket, ticket_length, identifier, identifier_length,
                                            &options, verified, error);
    if (status == USERSIG_WRONG_KEY_KIND) {
        options.userbuf_expected = userbuf == NULL ? USERSIG_USERBUF_ABSENT : USERSIG_USERBUF_PRESENT;
        options.userbuf = NULL;
        options.userbuf_len = 0;
        status = usersig_verify_with_public_key(sdkappid, key, key_length, ticket, ticket_length, identifier,
                                                identifier_length, &options, verified, error);
    }
    return status == USERSIG_OK ? 0 : error->check_err;
}

USERSIG_DROPIN_INLINE uint32_t usersig_dropin_narrow(int64_t number) {
    return number > (int64_t)UINT32_MAX ? UINT32_MAX : (uint32_t)number;
}

#ifdef __cplusplus

#include <string>

/* Return codes. */
enum {
    CHECK_ERR1 = 1,   /* the ticket is empty */
    CHECK_ERR2 = 2,   /* its base64 */
    CHECK_ERR3 = 3,   /* its zlib stream, or its size */
    CHECK_ERR4 = 4,   /* its JSON, or the type of a field */
    CHECK_ERR5 = 5,   /* its JSON; this library says 4 */
    CHECK_ERR6 = 6,   /* base64 or form of the signature inside */
    CHECK_ERR7 = 7,   /* a field is missing */
    CHECK_ERR8 = 8,   /* the signature */
    CHECK_ERR9 = 9,   /* expired, or issued in the future */
    CHECK_ERR10 = 10, /* a number in it */
    CHECK_ERR11 = 11, /* appid_at_3rd is another; see tls_check_signature_ex */
    CHECK_ERR12 = 12, /* the account type is another; see tls_check_signature_ex */
    CHECK_ERR13 = 13, /* the identifier is another */
    CHECK_ERR14 = 14, /* the SDKAppID is another */
    CHECK_ERR15 = 15, /* the userbuf: unexpected, missing, another or malformed */
    CHECK_ERR16 = 16, /* wrong arguments, or an internal error */
    CHECK_ERR17 = 17, /* the key */
    CHECK_ERR_MAX,
    CHECK_ERR01 = CHECK_ERR1,
    CHECK_ERR02 = CHECK_ERR2,
    CHECK_ERR03 = CHECK_ERR3,
    CHECK_ERR04 = CHECK_ERR4,
    CHECK_ERR05 = CHECK_ERR5,
    CHECK_ERR06 = CHECK_ERR6,
    CHECK_ERR07 = CHECK_ERR7,
    CHECK_ERR08 = CHECK_ERR8,
    CHECK_ERR09 = CHECK_ERR9
};

typedef struct {
    std::string strAccountType;
    std::string strAppid3Rd;
    std::string strAppid; /* the SDKAppID in decimal */
    std::string strIdentify;
} SigInfo;

/* There is nothing to set up: every call may run on any thread. */
inline int thread_setup() { return 0; }
inline void thread_cleanup() {}

namespace usersig_dropin {

enum KeyKind { private_key, secret_key };

/* One ticket into a string. Returns 0 or a CHECK_ERR number. */
inline int gen(KeyKind kind, int64_t sdkappid, const std::string &identifier, const char *key, size_t key_length,
               const usersig_gen_options &options, std::string &ticket, std::string &message) {
    char buffer[USERSIG_TICKET_MAX + 1];
    size_t length = 0;
    usersig_error error;
    key_length = usersig_dropin_key_length(key, key_length);
    const usersig_status status = (kind == private_key ? usersig_gen_sig_with_private_key : usersig_gen_sig_with_secret_key)(
        sdkappid, key, key_length, identifier.data(), identifier.size(), &options, buffer, sizeof buffer, &length, &error);
    ticket.assign(buffer, length);
    message = error.message;
    return status == USERSIG_OK ? 0 : error.check_err;
}

inline void set_userbuf(usersig_gen_options &options, const std::string &userbuf) {
    options.flags |= USERSIG_GEN_USERBUF;
    options.userbuf = reinterpret_cast<const uint8_t *>(userbuf.data());
    options.userbuf_len = userbuf.size();
}

/* What a check found, until it goes out of scope. */
class Checked {
public:
    Checked(const std::string &ticket, const char *key, size_t key_length, int64_t sdkappid, const std::string &identifier,
            const std::string *userbuf, uint32_t &expire, uint32_t &init, std::string &message)
        : verified_(NULL), code_(0) {
        usersig_error error;
        code_ = usersig_dropin_check(ticket.data(), ticket.size(), key, key_length, sdkappid, identifier.data(),
                                     identifier.size(), userbuf == NULL ? NULL : userbuf->data(),
                                     userbuf == NULL ? 0 : userbuf->size(), &verified_, &error);
        message = error.message;
        expire = code_ == 0 ? fields().expire : 0;
        init = code_ == 0 ? usersig_dropin_narrow(fields().issued_at) : 0;
    }
    ~Checked() { usersig_ticket_free(verified_); }

    int code() const { return code_; }
    const usersig_ticket_fields &fields() const { return verified_->fields; }

private:
    Checked(const Checked &);
    Checked &operator=(const Checked &);
    usersig_ticket *verified_;
    int code_;
};

} /* namespace usersig_dropin */

#endif /* __cplusplus */

#endif /* USERSIG_DROPIN_H */
