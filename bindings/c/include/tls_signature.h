// The interface of Tencent's official C++ library for v1 tickets (and its v2 functions), over usersig. C++98 and later.
// The names are Tencent's so that programs written for its library compile as they are; none of the code is.
// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Existing programs compile unchanged and link with -lusersig alone. Every function returns 0 or one of CHECK_ERR1 to
// CHECK_ERR17, and says why in its last argument. New code is better off with usersig.hpp.
#ifndef USERSIG_TLS_SIGNATURE_H
#define USERSIG_TLS_SIGNATURE_H

#include "usersig_dropin.h"

#include <stdint.h>
#include <stdio.h>
#include <string>

#ifndef API_VERSION
#define API_VERSION "201803230000"
#endif

/// A v1 ticket for 180 days. `priKey` is the text of the private key, not the name of its file.
inline int gen_sig(uint32_t sdkappid, const std::string &identifier, const std::string &priKey, std::string &sig) {
    std::string message;
    return usersig_dropin::gen(usersig_dropin::private_key, sdkappid, identifier, priKey.data(), priKey.size(),
                               usersig_dropin_options(USERSIG_DEFAULT_EXPIRE), sig, message);
}

/// A v1 ticket for `dwExpire` seconds.
inline int tls_gen_signature_ex2_with_expire(uint32_t dwSdkAppid, const std::string &strIdentifier, uint32_t dwExpire,
                                             std::string &strSig, const std::string &strPriKey, std::string &strErrMsg) {
    return usersig_dropin::gen(usersig_dropin::private_key, dwSdkAppid, strIdentifier, strPriKey.data(), strPriKey.size(),
                               usersig_dropin_options(dwExpire), strSig, strErrMsg);
}

/// A v1 ticket for 180 days.
inline int tls_gen_signature_ex2(uint32_t dwSdkAppid, const std::string &strIdentifier, std::string &strSig,
                                 const std::string &strPriKey, std::string &strErrMsg) {
    return tls_gen_signature_ex2_with_expire(dwSdkAppid, strIdentifier, USERSIG_DEFAULT_EXPIRE, strSig, strPriKey, strErrMsg);
}

/// A v1 ticket with an account type and a third-party AppID, for old applications that have them.
inline int tls_gen_signature_ex(uint32_t dwExpire, const std::string &strAppid3Rd, uint32_t dwSdkAppid,
                                const std::string &strIdentifier, uint32_t dwAccountType, std::string &strSig,
                                const char *pPriKey, uint32_t uPriKeyLen, std::string &strErrMsg) {
    char account_type[11];
    usersig_gen_options options = usersig_dropin_options(dwExpire);
    options.flags |= USERSIG_GEN_ACCOUNT_TYPE | USERSIG_GEN_APPID_AT_3RD;
    options.account_type = account_type;
    options.account_type_len = static_cast<size_t>(sprintf(account_type, "%lu", static_cast<unsigned long>(dwAccountType)));
    options.appid_at_3rd = strAppid3Rd.data();
    options.appid_at_3rd_len = strAppid3Rd.size();
    return usersig_dropin::gen(usersig_dropin::private_key, dwSdkAppid, strIdentifier, pPriKey, uPriKeyLen, options, strSig,
                               strErrMsg);
}

/// A v1 ticket that carries `strUserbuf`, at most 8192 bytes.
inline int tls_gen_userbuf_ticket(uint32_t dwSdkAppid, const std::string &strIdentifier, uint32_t dwExpire,
                                  const std::string &strPriKey, const std::string &strUserbuf, std::string &strTicket,
                                  std::string &strErrMsg) {
    usersig_gen_options options = usersig_dropin_options(dwExpire);
    usersig_dropin::set_userbuf(options, strUserbuf);
    return usersig_dropin::gen(usersig_dropin::private_key, dwSdkAppid, strIdentifier, strPriKey.data(), strPriKey.size(),
                               options, strTicket, strErrMsg);
}

/// Checks a ticket that carries no userbuf. `strPubKey` is a public key in PEM, for v1 tickets, or a secret, for v2 tickets.
/// `dwExpireTime` receives its validity in seconds, `dwInitTime` the unix time of its issue; both 0 on failure.
inline int tls_check_signature_ex2(const std::string &strSig, const std::string &strPubKey, uint32_t dwSdkAppid,
                                   const std::string &strIdentifier, uint32_t &dwExpireTime, uint32_t &dwInitTime,
                                   std::string &strErrMsg) {
    return usersig_dropin::Checked(strSig, strPubKey.data(), strPubKey.size(), dwSdkAppid, strIdentifier, NULL, dwExpireTime,
                                   dwInitTime, strErrMsg)
        .code();
}

/// As tls_check_signature_ex2. Like the official function it does not compare `strAccountType` and `strAppid3Rd`, unless
/// the program defines USERSIG_CHECK_SIGINFO before it includes this header: then others give CHECK_ERR12 and CHECK_ERR11.
// `static`, since the macro may differ between the files of a program.
static inline int tls_check_signature_ex(const std::string &strSig, const char *pPubKey, uint32_t uPubKeyLen,
                                         const SigInfo &stSigInfo, uint32_t &dwExpireTime, uint32_t &dwInitTime,
                                         std::string &strErrMsg) {
    // Blanks around it are let be, as officially.
    const std::string::size_type first = stSigInfo.strAppid.find_first_not_of(" \t\r\n");
    const std::string appid =
        first == std::string::npos
            ? std::string()
            : stSigInfo.strAppid.substr(first, stSigInfo.strAppid.find_last_not_of(" \t\r\n") + 1 - first);
    int64_t sdkappid = 0;
    bool decimal = !appid.empty() && appid.size() <= 10;
    for (std::string::size_type i = 0; decimal && i < appid.size(); ++i) {
        const char digit = appid[i];
        decimal = digit >= '0' && digit <= '9';
        sdkappid = sdkappid * 10 + (digit - '0');
    }
    if (!decimal) {
        dwExpireTime = dwInitTime = 0;
        strErrMsg = "strAppid is not an SDKAppID in decimal";
        return CHECK_ERR14;
    }
    const usersig_dropin::Checked checked(strSig, pPubKey, uPubKeyLen, sdkappid, stSigInfo.strIdentify, NULL, dwExpireTime,
                                          dwInitTime, strErrMsg);
#ifdef USERSIG_CHECK_SIGINFO
    if (checked.code() == 0) {
        const usersig_ticket_fields &fields = checked.fields();
        if (fields.appid_at_3rd != NULL && stSigInfo.strAppid3Rd != fields.appid_at_3rd) {
            strErrMsg = "the ticket was made for another appid_at_3rd";
            return CHECK_ERR11;
        }
        if (fields.account_type != NULL && stSigInfo.strAccountType != fields.account_type) {
            strErrMsg = "the ticket was made for another account type";
            return CHECK_ERR12;
        }
    }
#endif
    return checked.code();
}

/// Checks a ticket that must carry a userbuf. With a public key (v1) `strUserbuf` receives it; with a secret (v2) it must be
/// `strUserbuf`, otherwise CHECK_ERR15. A failed call leaves `strUserbuf` as it was.
inline int tls_check_userbuf_ticket(const std::string &strTicket, const std::string &strPubKey, uint32_t dwSdkAppid,
                                    const std::string &strIdentifier, uint32_t &dwExpireTime, uint32_t &dwInitTime,
                                    std::string &strUserbuf, std::string &strErrMsg) {
    const usersig_dropin::Checked checked(strTicket, strPubKey.data(), strPubKey.size(), dwSdkAppid, strIdentifier,
                                          &strUserbuf, dwExpireTime, dwInitTime, strErrMsg);
    if (checked.code() == 0 && checked.fields().version == 1) {
        strUserbuf.assign(reinterpret_cast<const char *>(checked.fields().userbuf), checked.fields().userbuf_len);
    }
    return checked.code();
}

/// A v2 ticket with the console's secret.
inline int gen_sig_v2(uint32_t sdkappid, const std::string &identifier, const std::string &key, int expire, std::string &sig,
                      std::string &errMsg) {
    return usersig_dropin::gen(usersig_dropin::secret_key, sdkappid, identifier, key.data(), key.size(),
                               usersig_dropin_options(expire), sig, errMsg);
}

/// A v2 ticket that carries `userBuf`.
inline int gen_sig_v2_with_userbuf(uint32_t sdkappid, const std::string &identifier, const std::string &key, int expire,
                                   const std::string &userBuf, std::string &sig, std::string &errMsg) {
    usersig_gen_options options = usersig_dropin_options(expire);
    usersig_dropin::set_userbuf(options, userBuf);
    return usersig_dropin::gen(usersig_dropin::secret_key, sdkappid, identifier, key.data(), key.size(), options, sig, errMsg);
}

#endif // USERSIG_TLS_SIGNATURE_H
