// The interface of Tencent's official C++ library for v2 tickets, over usersig. C++98 and later.
// The names are Tencent's so that programs written for its library compile as they are; none of the code is.
// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Existing programs compile unchanged and link with -lusersig alone. Every function returns 0 or one of CHECK_ERR1 to
// CHECK_ERR17, and says why in its last argument. New code is better off with usersig.hpp.
#ifndef USERSIG_TLS_SIG_API_V2_H
#define USERSIG_TLS_SIG_API_V2_H

#include "usersig_dropin.h"

#include <stdint.h>
#include <string>
#include <time.h>

/// A ticket for `expire` seconds; with the bytes `userbuf`, at most 8192, unless those are empty.
inline int genSig(uint32_t sdkappid, const std::string &userid, const std::string &key, const std::string &userbuf, int expire,
                  std::string &usersig, std::string &errmsg) {
    usersig_gen_options options = usersig_dropin_options(expire);
    if (!userbuf.empty()) {
        usersig_dropin::set_userbuf(options, userbuf);
    }
    return usersig_dropin::gen(usersig_dropin::secret_key, sdkappid, userid, key.data(), key.size(), options, usersig, errmsg);
}

/// A ticket for `expire` seconds.
inline int genUserSig(uint32_t sdkappid, const std::string &userid, const std::string &key, int expire, std::string &usersig,
                      std::string &errmsg) {
    return genSig(sdkappid, userid, key, std::string(), expire, usersig, errmsg);
}

namespace usersig_dropin {

inline int gen_private_map_key(uint32_t sdkappid, const std::string &userid, const std::string &key, uint32_t room_number,
                               const char *room_name, size_t room_name_length, int expire, int privileges, std::string &ticket,
                               std::string &message) {
    const usersig_gen_options options = usersig_dropin_options(expire);
    char buffer[USERSIG_TICKET_MAX + 1];
    size_t length = 0;
    usersig_error error;
    const usersig_status status = usersig_gen_private_map_key_with_secret_key(
        sdkappid, key.data(), usersig_dropin_key_length(key.data(), key.size()), userid.data(), userid.size(), room_number,
        room_name, room_name_length, privileges, &options, buffer, sizeof buffer, &length, &error);
    ticket.assign(buffer, length);
    message = error.message;
    return status == USERSIG_OK ? 0 : error.check_err;
}

} // namespace usersig_dropin

/// A PrivateMapKey for the numeric room `roomid`, 1 to 4294967294.
inline int genPrivateMapKey(uint32_t sdkappid, const std::string &userid, const std::string &key, uint32_t roomid, int expire,
                            int privilegeMap, std::string &usersig, std::string &errmsg) {
    return usersig_dropin::gen_private_map_key(sdkappid, userid, key, roomid, NULL, 0, expire, privilegeMap, usersig, errmsg);
}

/// A PrivateMapKey for the string room `roomstr`, 1 to 64 bytes.
inline int genPrivateMapKeyWithStringRoomID(uint32_t sdkappid, const std::string &userid, const std::string &key,
                                            const std::string &roomstr, int expire, int privilegeMap, std::string &usersig,
                                            std::string &errmsg) {
    return usersig_dropin::gen_private_map_key(sdkappid, userid, key, 0, roomstr.data(), roomstr.size(), expire, privilegeMap,
                                               usersig, errmsg);
}

/// The userbuf of a PrivateMapKey that ends `dwExpTime` seconds from now: for the room `roomStr` where that is not empty,
/// otherwise for the room `dwAuthID`. Empty where an argument is out of its range (`dwAccountType` must be 0),
/// a negative `dwExpTime` included.
inline std::string gen_userbuf(const std::string &account, uint32_t dwSdkappid, uint32_t dwAuthID, uint32_t dwExpTime,
                               uint32_t dwPrivilegeMap, uint32_t dwAccountType, const std::string &roomStr) {
    uint8_t userbuf[1200];
    size_t length = 0;
    if (dwAccountType != 0 || dwExpTime > static_cast<uint32_t>(INT32_MAX)) {
        return std::string();
    }
    usersig_private_map_key_userbuf(
        dwSdkappid, account.data(), account.size(), dwAuthID, roomStr.empty() ? NULL : roomStr.data(), roomStr.size(),
        static_cast<int64_t>(time(NULL)) + dwExpTime, dwPrivilegeMap, userbuf, sizeof userbuf, &length, NULL);
    return std::string(reinterpret_cast<const char *>(userbuf), length);
}

/// The name of genUserSig in the first versions of the official library.
inline int gen_sig(uint32_t sdkappid, const std::string &identifier, const std::string &key, int expire, std::string &sig,
                   std::string &errMsg) {
    return genUserSig(sdkappid, identifier, key, expire, sig, errMsg);
}

/// A ticket that carries `userBuf`, as in the first versions of the official library.
inline int gen_sig_with_userbuf(uint32_t sdkappid, const std::string &identifier, const std::string &key, int expire,
                                const std::string &userBuf, std::string &sig, std::string &errMsg) {
    usersig_gen_options options = usersig_dropin_options(expire);
    usersig_dropin::set_userbuf(options, userBuf);
    return usersig_dropin::gen(usersig_dropin::secret_key, sdkappid, identifier, key.data(), key.size(), options, sig, errMsg);
}

#endif // USERSIG_TLS_SIG_API_V2_H
