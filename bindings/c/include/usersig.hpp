// usersig for C++17 and later: RAII over usersig.h, header only, needs nothing but the library.
// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Texts are UTF-8 std::string_views, which need to live until the call returns; options, sets of keys and what is read from a
// temporary ticket are copies. Bytes are usersig::Bytes. Durations and times are std::chrono.
// Every failure throws usersig::Error. All objects may be used by any number of threads at once through const.
#ifndef USERSIG_HPP
#define USERSIG_HPP

#if !(__cplusplus >= 201703L || (defined(_MSVC_LANG) && _MSVC_LANG >= 201703L))
#error "usersig.hpp needs C++17 (-std=c++17); older programs use the C interface, usersig.h"
#elif !(defined(__cpp_exceptions) || defined(_CPPUNWIND))
#error "usersig.hpp reports failures by exceptions; programs compiled without them use the C interface, usersig.h"
#else

#include "usersig.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace usersig {

/// A moment in whole seconds.
using UnixTime = std::chrono::time_point<std::chrono::system_clock, std::chrono::seconds>;

/// Bytes that a ticket carries.
using Bytes = std::vector<std::uint8_t>;

/// The bytes of a text.
[[nodiscard]] inline Bytes to_bytes(std::string_view text) { return Bytes(text.begin(), text.end()); }

/// A moment from a unix time in seconds. std::chrono::floor<std::chrono::seconds> makes one of any finer time.
[[nodiscard]] constexpr UnixTime unix_time(std::int64_t seconds) noexcept { return UnixTime(std::chrono::seconds(seconds)); }

/// The cause of an Error: the table that all languages share.
enum class ErrorCode : std::int32_t {
    // vocabulary: codes
    invalid_argument = USERSIG_INVALID_ARGUMENT,
    invalid_sdkappid = USERSIG_INVALID_SDKAPPID,
    invalid_identifier = USERSIG_INVALID_IDENTIFIER,
    invalid_expire = USERSIG_INVALID_EXPIRE,
    invalid_userbuf = USERSIG_INVALID_USERBUF,
    invalid_room = USERSIG_INVALID_ROOM,
    invalid_key = USERSIG_INVALID_KEY,
    unsupported_curve = USERSIG_UNSUPPORTED_CURVE,
    wrong_key_kind = USERSIG_WRONG_KEY_KIND,
    empty = USERSIG_EMPTY,
    too_long = USERSIG_TOO_LONG,
    malformed_base64 = USERSIG_MALFORMED_BASE64,
    malformed_zlib = USERSIG_MALFORMED_ZLIB,
    malformed_json = USERSIG_MALFORMED_JSON,
    malformed_field = USERSIG_MALFORMED_FIELD,
    unsupported_version = USERSIG_UNSUPPORTED_VERSION,
    no_key_for_version = USERSIG_NO_KEY_FOR_VERSION,
    bad_signature = USERSIG_BAD_SIGNATURE,
    sdkappid_mismatch = USERSIG_SDKAPPID_MISMATCH,
    identifier_mismatch = USERSIG_IDENTIFIER_MISMATCH,
    userbuf_mismatch = USERSIG_USERBUF_MISMATCH,
    expired = USERSIG_EXPIRED,
    not_yet_valid = USERSIG_NOT_YET_VALID,
    internal = USERSIG_INTERNAL,
    // vocabulary: end
};

/// What an Error is about; see ArgumentError, KeyError and TicketError.
enum class ErrorKind : std::int32_t {
    argument = USERSIG_ABOUT_ARGUMENT,
    key = USERSIG_ABOUT_KEY,
    ticket = USERSIG_ABOUT_TICKET,
    internal = USERSIG_ABOUT_INTERNAL,
};

/// Why a call failed. what() says what was wrong, what was expected and what to do; no text here holds a key, a ticket
/// or an identifier. Calls throw one of the classes below where the error is about an argument, a key or the ticket.
class Error : public std::runtime_error {
public:
    /// What a call of the C interface reported.
    explicit Error(const usersig_error &error)
        : std::runtime_error(error.message), code_(static_cast<ErrorCode>(error.code)), check_err_(error.check_err),
          service_code_(error.service_code), field_{} {
        std::copy(std::begin(error.field), std::end(error.field), std::begin(field_));
    }

    /// An error of which only the status and the sentence are known, as in a batch.
    Error(usersig_status status, const char *message) : Error(*usersig_status_lookup(status), message) {}

    /// The cause.
    [[nodiscard]] ErrorCode code() const noexcept { return code_; }
    /// What the error is about.
    [[nodiscard]] ErrorKind kind() const noexcept {
        return static_cast<ErrorKind>(usersig_status_kind(static_cast<std::int32_t>(code_)));
    }
    /// The cause as its stable word, for example "expired".
    [[nodiscard]] std::string_view word() const noexcept { return usersig_status_word(static_cast<std::int32_t>(code_)); }
    /// The CHECK_ERR number, 1 to 17, of the official C++ interface for this cause.
    [[nodiscard]] int check_err() const noexcept { return check_err_; }
    /// What Tencent's service most commonly reports for the same cause, or 0.
    [[nodiscard]] int service_code() const noexcept { return service_code_; }
    /// With ErrorCode::malformed_field the JSON key of the field at fault, for example "TLS.sig"; otherwise empty. It lives as
    /// long as the error.
    [[nodiscard]] std::string_view field() const noexcept { return field_; }

private:
    Error(const usersig_status_row &row, const char *message)
        : std::runtime_error(message), code_(static_cast<ErrorCode>(row.code)), check_err_(row.check_err),
          service_code_(row.service_code_count == 0 ? 0 : row.service_codes[0]), field_{} {}

    ErrorCode code_;
    int check_err_;
    int service_code_;
    // No std::string: copying an exception must not throw.
    char field_[sizeof(usersig_error::field)];
};

/// Wrong use of a call: over HTTP 400 where the client chose the value, otherwise 500.
class ArgumentError : public Error {
    using Error::Error;
};
/// A key that is none, or of the wrong kind: the server's own fault, over HTTP 500.
class KeyError : public Error {
    using Error::Error;
};
/// A ticket that is none (codes 20 to 26; over HTTP 400), or one that is not valid here (over HTTP 401).
class TicketError : public Error {
    using Error::Error;
};

namespace detail {

inline void check(usersig_status status, const usersig_error &error) {
    switch (usersig_status_kind(status)) {
    case USERSIG_ABOUT_NOTHING: return;
    case USERSIG_ABOUT_ARGUMENT: throw ArgumentError(error);
    case USERSIG_ABOUT_KEY: throw KeyError(error);
    case USERSIG_ABOUT_TICKET: throw TicketError(error);
    default: throw Error(error);
    }
}

/// The handle that `call(arguments…, handle, error)` makes.
template <class Handle, class Call, class... Arguments> Handle *made(Call call, Arguments... arguments) {
    Handle *handle = nullptr;
    usersig_error error;
    check(call(arguments..., &handle, &error), error);
    return handle;
}

/// The text of a key; getenv gives null for a variable that is not set.
inline std::string_view key_text(const char *text) {
    if (text == nullptr) {
        throw ArgumentError(USERSIG_NULL_POINTER, "the text of the key is null; is the environment variable that should hold it set?");
    }
    return text;
}

template <auto Free> struct Freed {
    template <class T> void operator()(T *handle) const noexcept { Free(handle); }
};

template <class T, auto Free> using Owned = std::unique_ptr<T, Freed<Free>>;

/// The text that `call(buffer, capacity, length, error)` writes. The buffer is not initialised and only touched as far
/// as the text goes.
template <std::size_t Capacity, class Call> std::string text(Call call) {
    char buffer[Capacity];
    std::size_t length = 0;
    usersig_error error;
    check(call(buffer, Capacity, &length, &error), error);
    return std::string(buffer, length);
}

/// The bytes that lead to a userbuf: not NULL, even where there are none.
inline const std::uint8_t *data(const Bytes &bytes) noexcept {
    static const std::uint8_t none = 0;
    return bytes.empty() ? &none : bytes.data();
}

inline std::optional<std::string_view> view(const char *text, std::size_t length) {
    return text == nullptr ? std::nullopt : std::optional(std::string_view(text, length));
}

inline std::optional<std::string> copy(std::optional<std::string_view> text) {
    return text ? std::optional(std::string(*text)) : std::nullopt;
}

} // namespace detail

/// The version of the running library; USERSIG_VERSION is the header's.
[[nodiscard]] inline std::string_view version() noexcept { return usersig_version(); }

/// The curve of an EC key.
enum class Curve : std::int32_t {
    /// P-256, also called prime256v1 and secp256r1.
    p256 = USERSIG_CURVE_P256,
    secp256k1 = USERSIG_CURVE_SECP256K1,
};

/// An EC public key, which verifies v1 tickets. Copies share one key.
class PublicKey {
public:
    /// Reads PEM text (SPKI) of at most 16384 bytes.
    /// Throws invalid_key, unsupported_curve or wrong_key_kind.
    [[nodiscard]] static PublicKey from_pem(std::string_view pem) {
        return PublicKey(detail::made<usersig_public_key>(usersig_public_key_from_pem, pem.data(), pem.size()));
    }

    /// The same; throws invalid_argument for null.
    [[nodiscard]] static PublicKey from_pem(const char *pem) { return from_pem(detail::key_text(pem)); }

    /// The curve of the key.
    [[nodiscard]] Curve curve() const noexcept { return static_cast<Curve>(usersig_public_key_curve(handle())); }

    /// The key as SPKI PEM text.
    [[nodiscard]] std::string to_pem() const {
        return detail::text<USERSIG_PEM_BUFFER>(
            [this](char *pem, std::size_t capacity, std::size_t *length, usersig_error *error) {
                return usersig_public_key_to_pem(handle(), pem, capacity, length, error);
            });
    }

    /// The handle of the C interface, which this object keeps.
    [[nodiscard]] usersig_public_key *handle() const noexcept { return key_.get(); }

private:
    friend class PrivateKey;
    explicit PublicKey(usersig_public_key *key) : key_(key, usersig_public_key_free) {}
    std::shared_ptr<usersig_public_key> key_;
};

/// An EC private key, which signs v1 tickets. Copies share one key, which is wiped with the last of them.
class PrivateKey {
public:
    /// Reads PEM text of at most 16384 bytes: PKCS#8 (the console's private_key.txt) or SEC1.
    /// Throws invalid_key, unsupported_curve or wrong_key_kind.
    [[nodiscard]] static PrivateKey from_pem(std::string_view pem) {
        return PrivateKey(detail::made<usersig_private_key>(usersig_private_key_from_pem, pem.data(), pem.size()));
    }

    /// The same; throws invalid_argument for null.
    [[nodiscard]] static PrivateKey from_pem(const char *pem) { return from_pem(detail::key_text(pem)); }

    /// Makes a new key from the system's randomness.
    [[nodiscard]] static PrivateKey generate(Curve curve = Curve::p256) {
        return PrivateKey(
            detail::made<usersig_private_key>(usersig_private_key_generate, static_cast<std::int32_t>(curve)));
    }

    /// The public key that verifies what this key signs.
    [[nodiscard]] PublicKey public_key() const {
        return PublicKey(detail::made<usersig_public_key>(usersig_private_key_public_key, handle()));
    }

    /// The curve of the key.
    [[nodiscard]] Curve curve() const noexcept { return static_cast<Curve>(usersig_private_key_curve(handle())); }

    /// The key as PKCS#8 PEM text. Anyone who has it can make tickets: wipe the string with usersig_wipe after use.
    [[nodiscard]] std::string to_pem() const {
        std::string pem(USERSIG_PEM_BUFFER, '\0');
        std::size_t length = 0;
        usersig_error error;
        // Written in place, so that no copy stays on the stack.
        detail::check(usersig_private_key_to_pem(handle(), &pem[0], pem.size(), &length, &error), error);
        pem.resize(length);
        return pem;
    }

    /// The handle of the C interface, which this object keeps.
    [[nodiscard]] usersig_private_key *handle() const noexcept { return key_.get(); }

private:
    explicit PrivateKey(usersig_private_key *key) : key_(key, usersig_private_key_free) {}
    std::shared_ptr<usersig_private_key> key_;
};

/// The console's secret, which signs and verifies v2 tickets. Copies share one key, which is wiped with the last of them.
class SecretKey {
public:
    /// Takes the secret exactly as the console shows it, 1 to 1024 bytes; its hex characters are not decoded.
    /// Throws invalid_key, or wrong_key_kind for a PEM or DER key.
    explicit SecretKey(std::string_view secret)
        : key_(detail::made<usersig_secret_key>(usersig_secret_key_new, secret.data(), secret.size()),
               usersig_secret_key_free) {}

    /// The same; throws invalid_argument for null.
    explicit SecretKey(const char *secret) : SecretKey(detail::key_text(secret)) {}

    /// The handle of the C interface, which this object keeps.
    [[nodiscard]] usersig_secret_key *handle() const noexcept { return key_.get(); }

private:
    std::shared_ptr<usersig_secret_key> key_;
};

/// What a user may do in a TRTC room; combine with |.
enum class Privileges : std::uint32_t {
    none = 0,
    // vocabulary: privilege_names
    create_room = USERSIG_PRIVILEGE_CREATE_ROOM,
    enter_room = USERSIG_PRIVILEGE_ENTER_ROOM,
    send_audio = USERSIG_PRIVILEGE_SEND_AUDIO,
    receive_audio = USERSIG_PRIVILEGE_RECEIVE_AUDIO,
    send_video = USERSIG_PRIVILEGE_SEND_VIDEO,
    receive_video = USERSIG_PRIVILEGE_RECEIVE_VIDEO,
    send_screen = USERSIG_PRIVILEGE_SEND_SCREEN,
    receive_screen = USERSIG_PRIVILEGE_RECEIVE_SCREEN,
    // vocabulary: end
    all = USERSIG_PRIVILEGE_ALL,
};

/// The privileges of both.
[[nodiscard]] constexpr Privileges operator|(Privileges one, Privileges other) noexcept {
    return static_cast<Privileges>(static_cast<std::uint32_t>(one) | static_cast<std::uint32_t>(other));
}

/// The privileges that both have.
[[nodiscard]] constexpr Privileges operator&(Privileges one, Privileges other) noexcept {
    return static_cast<Privileges>(static_cast<std::uint32_t>(one) & static_cast<std::uint32_t>(other));
}

/// The room that a PrivateMapKey opens: a numeric room, or a string room.
class Room {
public:
    /// A numeric room, 1 to 4294967294.
    [[nodiscard]] static Room numbered(std::int64_t number) { return Room(number, std::nullopt); }
    /// A string room: 1 to 64 bytes of letters, digits, space and `!#$%&()+-:;<=.>?@[]^_{}|~,`
    [[nodiscard]] static Room named(std::string name) { return Room(0, std::move(name)); }

    /// The number; 0 for a string room.
    [[nodiscard]] std::int64_t number() const noexcept { return number_; }
    /// The name; nothing for a numeric room.
    [[nodiscard]] const std::optional<std::string> &name() const noexcept { return name_; }

    /// Whether both are the same room.
    [[nodiscard]] friend bool operator==(const Room &one, const Room &other) {
        return one.number_ == other.number_ && one.name_ == other.name_;
    }
    /// Whether they are different rooms.
    [[nodiscard]] friend bool operator!=(const Room &one, const Room &other) { return !(one == other); }

private:
    Room(std::int64_t number, std::optional<std::string> name) : number_(number), name_(std::move(name)) {}
    std::int64_t number_;
    std::optional<std::string> name_;
};

/// How hard a ticket is compressed. Every verifier reads every level.
enum class Compression : std::uint32_t {
    standard = USERSIG_COMPRESSION_DEFAULT,
    fast = USERSIG_COMPRESSION_FAST,
    none = USERSIG_COMPRESSION_NONE,
};

/// What a ticket says besides the identifier.
struct GenOptions {
    // vocabulary: gen_struct
    /// How long the ticket is valid from its issue; 180 days by default. 0 to 4294967295 seconds. With 0 it expires as soon
    /// as the clock moves on.
    std::optional<std::chrono::seconds> expire = std::nullopt;
    /// Bytes that the ticket carries and its signature covers. At most 8192 bytes; to_bytes makes them of a text.
    std::optional<Bytes> userbuf = std::nullopt;
    /// When the ticket is issued; the present by default. From 1970 to 9999.
    std::optional<UnixTime> issued_at = std::nullopt;
    /// Also refuse identifiers that Tencent's packages rule out: longer than 32 bytes, or with anything but A-Z, a-z, 0-9,
    /// _ and -.
    bool strict_identifier = false;
    /// TLS.account_type of a v1 ticket, "0" by default. At most 1024 bytes without control characters. Only for old
    /// applications that have one.
    std::optional<std::string> account_type = std::nullopt;
    /// TLS.appid_at_3rd of a v1 ticket, "0" by default. At most 1024 bytes without control characters. Only for old
    /// applications that have one.
    std::optional<std::string> appid_at_3rd = std::nullopt;
    /// How hard to compress.
    Compression compression = Compression::standard;
    // vocabulary: end
};

namespace detail {

inline usersig_gen_options c_options(const GenOptions &given) noexcept {
    usersig_gen_options options = USERSIG_GEN_OPTIONS_INIT;
    options.compression = static_cast<std::uint32_t>(given.compression);
    // vocabulary: gen_given
    if (given.expire) {
        options.flags |= USERSIG_GEN_EXPIRE;
        options.expire = given.expire->count();
    }
    if (given.userbuf) {
        options.flags |= USERSIG_GEN_USERBUF;
        options.userbuf = data(*given.userbuf);
        options.userbuf_len = given.userbuf->size();
    }
    if (given.issued_at) {
        options.flags |= USERSIG_GEN_ISSUED_AT;
        options.issued_at = given.issued_at->time_since_epoch().count();
    }
    if (given.strict_identifier) {
        options.flags |= USERSIG_GEN_STRICT_IDENTIFIER;
    }
    if (given.account_type) {
        options.flags |= USERSIG_GEN_ACCOUNT_TYPE;
        options.account_type = given.account_type->data();
        options.account_type_len = given.account_type->size();
    }
    if (given.appid_at_3rd) {
        options.flags |= USERSIG_GEN_APPID_AT_3RD;
        options.appid_at_3rd = given.appid_at_3rd->data();
        options.appid_at_3rd_len = given.appid_at_3rd->size();
    }
    // vocabulary: end
    return options;
}

} // namespace detail

/// One result of a batch: a ticket, or why there is none.
struct BatchResult {
    /// The ticket; empty where there is an error.
    std::string ticket;
    /// Why there is no ticket; nothing where there is one.
    std::optional<Error> error;
};

/// Makes tickets for one application. Made once, shared by any number of threads.
class Signer {
public:
    /// A signer of v1 tickets (ECDSA) for the application `sdkappid`, 1 to 4294967295; throws invalid_sdkappid.
    Signer(std::int64_t sdkappid, const PrivateKey &key)
        : signer_(detail::made<usersig_signer>(usersig_signer_with_private_key, sdkappid, key.handle())) {}

    /// A signer of v2 tickets (HMAC-SHA256) for the application `sdkappid`, 1 to 4294967295; throws invalid_sdkappid.
    Signer(std::int64_t sdkappid, const SecretKey &key)
        : signer_(detail::made<usersig_signer>(usersig_signer_with_secret_key, sdkappid, key.handle())) {}

    /// A ticket for the user `identifier`: 1 to 1024 bytes of UTF-8 without control characters.
    /// Throws invalid_identifier, invalid_expire, invalid_userbuf or invalid_argument.
    [[nodiscard]] std::string gen_sig(std::string_view identifier, const GenOptions &given = {}) const {
        const usersig_gen_options options = detail::c_options(given);
        return detail::text<USERSIG_TICKET_MAX + 1>(
            [&](char *ticket, std::size_t capacity, std::size_t *length, usersig_error *error) {
                return usersig_signer_gen_sig(handle(), identifier.data(), identifier.size(), &options, ticket, capacity,
                                              length, error);
            });
    }

    /// A TRTC PrivateMapKey: a ticket that lets the user into one room.
    /// Throws as gen_sig, and invalid_room; invalid_expire where it would end after 2106-02-07.
    [[nodiscard]] std::string gen_private_map_key(std::string_view identifier, const Room &room, Privileges privileges,
                                                  const GenOptions &given = {}) const {
        const usersig_gen_options options = detail::c_options(given);
        const char *name = room.name() ? room.name()->data() : nullptr;
        const std::size_t name_length = room.name() ? room.name()->size() : 0;
        return detail::text<USERSIG_TICKET_MAX + 1>(
            [&](char *ticket, std::size_t capacity, std::size_t *length, usersig_error *error) {
                return usersig_signer_gen_private_map_key(handle(), identifier.data(), identifier.size(), room.number(), name,
                                                          name_length, static_cast<std::int64_t>(privileges), &options, ticket,
                                                          capacity, length, error);
            });
    }

    /// One ticket, or one error, per identifier of a range of texts, in order and with one time of issue for all, over at
    /// most `threads` threads (0: one per core). Throws only for what is wrong with all of them.
    template <class Identifiers>
    [[nodiscard]] std::vector<BatchResult> gen_sig_batch(const Identifiers &identifiers, const GenOptions &given = {},
                                                         std::uint32_t threads = 0) const {
        std::string joined;
        std::vector<std::size_t> lengths;
        for (const auto &identifier : identifiers) {
            const std::string_view text = identifier;
            // One byte too many stands for any number.
            const std::size_t length = std::min<std::size_t>(text.size(), USERSIG_IDENTIFIER_MAX + 1);
            length == text.size() ? joined.append(text) : joined.append(length, 'x');
            lengths.push_back(length);
        }
        const usersig_gen_options options = detail::c_options(given);
        usersig_batch *made = nullptr;
        usersig_error error;
        detail::check(usersig_signer_gen_sig_batch(handle(), joined.data(), joined.size(), lengths.data(), lengths.size(),
                                                   &options, threads, &made, &error),
                      error);
        const detail::Owned<usersig_batch, usersig_batch_free> batch(made);
        std::vector<BatchResult> results;
        results.reserve(batch->count);
        for (std::size_t index = 0; index < batch->count; ++index) {
            const usersig_batch_item &item = batch->items[index];
            if (item.status == USERSIG_OK) {
                results.push_back({std::string(item.ticket, item.ticket_len), std::nullopt});
            } else {
                results.push_back({std::string(), Error(item.status, item.message)});
            }
        }
        return results;
    }

    /// The handle of the C interface, which this object keeps.
    [[nodiscard]] usersig_signer *handle() const noexcept { return signer_.get(); }

private:
    detail::Owned<usersig_signer, usersig_signer_free> signer_;
};

/// Has a valid ticket of one user at every moment, for example of the administrator whom Tencent's REST interface asks for. A
/// ticket is made when one is asked for and the last one has less than `min_share` of its life left (0 to 1), or was issued in the
/// future, because the clock was set back. Any number of threads may ask: one makes it, the others get the last one meanwhile, and
/// wait where that is no longer valid.
class UserSigSource {
public:
    /// What tells the time, the system's clock unless given.
    using Clock = std::function<UnixTime()>;

    /// Tickets for the user `identifier`, with the options of Signer::gen_sig but `issued_at`. Keeps a copy of the signer.
    /// Throws as gen_sig; invalid_argument for a time of issue and for a share outside its range.
    UserSigSource(const Signer &signer, std::string_view identifier, const GenOptions &given = {}, double min_share = 0.5,
                  Clock clock = nullptr)
        : source_(make(signer, identifier, detail::c_options(given), min_share)), clock_(std::move(clock)) {}

    /// A ticket with that share of its life left, or one that another thread is just replacing and that is still valid.
    /// Throws invalid_argument for what the clock says, where that is not a valid time of issue; invalid_expire beyond the year 9999;
    /// and what the clock throws.
    [[nodiscard]] std::string ticket() const {
        for (;;) {
            const std::uint64_t before = renewals();
            const std::int64_t now = clock_ ? clock_().time_since_epoch().count() : 0;
            std::string ticket = detail::text<USERSIG_TICKET_MAX + 1>(
                [&](char *out, std::size_t capacity, std::size_t *length, usersig_error *error) {
                    return clock_ ? usersig_source_ticket_at(source_.get(), now, before, out, capacity, length, error)
                                  : usersig_source_ticket(source_.get(), out, capacity, length, error);
                });
            // Empty where another thread made one since the clock was read.
            if (!ticket.empty()) {
                return ticket;
            }
        }
    }

    /// How many tickets were made so far.
    [[nodiscard]] std::uint64_t renewals() const noexcept { return usersig_source_renewals(source_.get()); }

private:
    static usersig_source *make(const Signer &signer, std::string_view identifier, const usersig_gen_options &options,
                                double min_share) {
        return detail::made<usersig_source>(usersig_source_new, signer.handle(), identifier.data(), identifier.size(), &options,
                                            min_share);
    }

    detail::Owned<usersig_source, usersig_source_free> source_;
    Clock clock_;
};

/// The version of a ticket.
enum class Version { v1 = 1, v2 = 2 };

/// A TRTC room permission.
struct PrivateMapKey {
    /// The room that the user may enter.
    Room room;
    /// What the user may do there.
    Privileges privileges;
    /// The last second of the permission.
    UnixTime expires_at;
};

namespace detail {

/// What a ticket says. The views live as long as the ticket; what is read from a temporary one is a copy.
template <class Handle, auto Free> class Content {
public:
    [[nodiscard]] Version version() const noexcept { return static_cast<Version>(fields().version); }
    [[nodiscard]] std::uint32_t sdkappid() const noexcept { return fields().sdkappid; }
    [[nodiscard]] std::string_view identifier() const & noexcept { return {fields().identifier, fields().identifier_len}; }
    [[nodiscard]] std::string identifier() && { return std::string(identifier()); }
    [[nodiscard]] UnixTime issued_at() const noexcept { return unix_time(fields().issued_at); }
    /// How long the ticket is valid from its time of issue.
    [[nodiscard]] std::chrono::seconds expire() const noexcept { return std::chrono::seconds(fields().expire); }
    /// The last second in which the ticket is valid.
    [[nodiscard]] UnixTime expires_at() const noexcept { return unix_time(fields().expires_at); }
    /// A copy of the bytes that the ticket carries, where it carries any.
    [[nodiscard]] std::optional<Bytes> userbuf() const {
        const std::uint8_t *start = fields().userbuf;
        return start == nullptr ? std::nullopt : std::optional(Bytes(start, start + fields().userbuf_len));
    }
    /// TLS.account_type of a v1 ticket, usually "0".
    [[nodiscard]] std::optional<std::string_view> account_type() const & noexcept {
        return view(fields().account_type, fields().account_type_len);
    }
    [[nodiscard]] std::optional<std::string> account_type() && { return copy(account_type()); }
    /// TLS.appid_at_3rd of a v1 ticket, usually "0".
    [[nodiscard]] std::optional<std::string_view> appid_at_3rd() const & noexcept {
        return view(fields().appid_at_3rd, fields().appid_at_3rd_len);
    }
    [[nodiscard]] std::optional<std::string> appid_at_3rd() && { return copy(appid_at_3rd()); }
    /// The userbuf read as a room permission made for this ticket's identifier and SDKAppID; nothing where it is none.
    [[nodiscard]] std::optional<PrivateMapKey> private_map_key() const {
        const usersig_private_map_key *key = fields().private_map_key;
        if (key == nullptr) {
            return std::nullopt;
        }
        Room room = key->room_name == nullptr ? Room::numbered(key->room_number)
                                              : Room::named(std::string(key->room_name, key->room_name_len));
        return PrivateMapKey{std::move(room), static_cast<Privileges>(key->privileges), unix_time(key->expires_at)};
    }

protected:
    explicit Content(Handle *handle) noexcept : handle_(handle) {}

private:
    [[nodiscard]] const usersig_ticket_fields &fields() const noexcept { return handle_->fields; }
    Owned<Handle, Free> handle_;
};

} // namespace detail

/// A ticket whose signature, SDKAppID, userbuf and time were checked, and its identifier by Verifier::verify. Made by that and
/// Verifier::authenticate alone.
class Ticket : public detail::Content<usersig_ticket, usersig_ticket_free> {
    friend class Verifier;
    using Content::Content;
};

/// A ticket that was only decoded: anybody may have made it. Made by inspect, for looking at.
class UntrustedTicket : public detail::Content<usersig_untrusted_ticket, usersig_untrusted_ticket_free> {
    friend UntrustedTicket inspect(std::string_view ticket);
    using Content::Content;
};

/// Decodes a ticket without verifying it. Throws the codes 20 to 26.
[[nodiscard]] inline UntrustedTicket inspect(std::string_view ticket) {
    return UntrustedTicket(detail::made<usersig_untrusted_ticket>(usersig_inspect, ticket.data(), ticket.size()));
}

/// What the ticket's userbuf must be.
class ExpectedUserbuf {
public:
    /// There must be none.
    [[nodiscard]] static ExpectedUserbuf absent() { return {USERSIG_USERBUF_ABSENT, {}}; }
    /// There must be one, of any content.
    [[nodiscard]] static ExpectedUserbuf present() { return {USERSIG_USERBUF_PRESENT, {}}; }
    /// There must be one of exactly these bytes.
    [[nodiscard]] static ExpectedUserbuf exactly(const Bytes &bytes) {
        // No ticket carries more than the most: one byte beyond it is kept of any longer one, which is refused all the same.
        const std::size_t length = std::min<std::size_t>(bytes.size(), USERSIG_USERBUF_MAX + 1);
        return {USERSIG_USERBUF_EXACTLY, Bytes(bytes.data(), bytes.data() + length)};
    }
    /// Anything, none included; read it from the Ticket.
    [[nodiscard]] static ExpectedUserbuf any() { return {USERSIG_USERBUF_ANY, {}}; }

private:
    friend class Verifier;
    ExpectedUserbuf(std::uint32_t kind, Bytes bytes) : kind_(kind), bytes_(std::move(bytes)) {}
    std::uint32_t kind_;
    Bytes bytes_;
};

/// How one ticket is checked.
struct VerifyOptions {
    /// The time to check for, in tests for example; the present by default.
    std::optional<UnixTime> now = std::nullopt;
    /// What the ticket's userbuf must be.
    ExpectedUserbuf userbuf = ExpectedUserbuf::absent();
};

/// How a verifier looks at the clock.
struct VerifierOptions {
    /// How long after its expiry a ticket is still accepted, 0 to 86400 s; 0 by default.
    std::optional<std::chrono::seconds> leeway = std::nullopt;
    /// How far in the future a ticket may have been issued, 0 to 86400 s; 300 by default.
    std::optional<std::chrono::seconds> future_tolerance = std::nullopt;
};

/// The keys that a verifier accepts: one, or several of both kinds for applications that rotate keys or move from v1 to v2.
class VerifyingKeys {
public:
    /// A key for v1 tickets.
    VerifyingKeys(const PublicKey &key) : public_keys_{key}, secret_keys_() {} // NOLINT: a key is a set of one
    /// A key for v2 tickets.
    VerifyingKeys(const SecretKey &key) : public_keys_(), secret_keys_{key} {} // NOLINT

    /// Adds a key for v1 tickets.
    VerifyingKeys &add(const PublicKey &key) {
        public_keys_.push_back(key);
        return *this;
    }
    /// Adds a key for v2 tickets.
    VerifyingKeys &add(const SecretKey &key) {
        secret_keys_.push_back(key);
        return *this;
    }

private:
    friend class Verifier;
    std::vector<PublicKey> public_keys_;
    std::vector<SecretKey> secret_keys_;
};

/// Checks tickets of one application. Made once, shared by any number of threads.
class Verifier {
public:
    /// A verifier for the application `sdkappid`, 1 to 4294967295.
    /// Throws invalid_sdkappid, or invalid_argument for a leeway or tolerance above one day.
    Verifier(std::int64_t sdkappid, const VerifyingKeys &keys, const VerifierOptions &given = {})
        : verifier_(make(sdkappid, keys, given)) {}

    /// Checks that a ticket is valid for the user `identifier`; by default now and without a userbuf. The call for a login: the
    /// user is known, and the ticket must be theirs.
    /// Throws the codes 20 to 36 for a ticket that is not, invalid_identifier and invalid_argument for unusable arguments.
    Ticket verify(std::string_view ticket, std::string_view identifier, const VerifyOptions &given = {}) const {
        const usersig_verify_options options = c_options(given);
        return Ticket(detail::made<usersig_ticket>(usersig_verifier_verify, handle(), ticket.data(), ticket.size(),
                                                   identifier.data(), identifier.size(), &options));
    }

    /// Tells who sent a ticket: checks all that verify does but for whom it was made, which the Ticket says. The call for a
    /// service that receives the ticket as the only proof of who its caller is; a valid ticket of any user passes.
    /// Throws as verify.
    [[nodiscard]] Ticket authenticate(std::string_view ticket, const VerifyOptions &given = {}) const {
        const usersig_verify_options options = c_options(given);
        return Ticket(detail::made<usersig_ticket>(usersig_verifier_authenticate, handle(), ticket.data(), ticket.size(),
                                                   &options));
    }

    /// The handle of the C interface, which this object keeps.
    [[nodiscard]] usersig_verifier *handle() const noexcept { return verifier_.get(); }

private:
    static usersig_verifier *make(std::int64_t sdkappid, const VerifyingKeys &keys, const VerifierOptions &given) {
        usersig_verifier_options options = USERSIG_VERIFIER_OPTIONS_INIT;
        if (given.leeway) {
            options.flags |= USERSIG_VERIFIER_LEEWAY;
            options.leeway = given.leeway->count();
        }
        if (given.future_tolerance) {
            options.flags |= USERSIG_VERIFIER_FUTURE_TOLERANCE;
            options.future_tolerance = given.future_tolerance->count();
        }
        std::vector<const usersig_public_key *> public_keys;
        for (const PublicKey &key : keys.public_keys_) {
            public_keys.push_back(key.handle());
        }
        std::vector<const usersig_secret_key *> secret_keys;
        for (const SecretKey &key : keys.secret_keys_) {
            secret_keys.push_back(key.handle());
        }
        return detail::made<usersig_verifier>(usersig_verifier_new, sdkappid, public_keys.data(), public_keys.size(),
                                              secret_keys.data(), secret_keys.size(), &options);
    }

    static usersig_verify_options c_options(const VerifyOptions &given) noexcept {
        usersig_verify_options options = USERSIG_VERIFY_OPTIONS_INIT;
        options.userbuf_expected = given.userbuf.kind_;
        if (given.userbuf.kind_ == USERSIG_USERBUF_EXACTLY) {
            options.userbuf = detail::data(given.userbuf.bytes_);
            options.userbuf_len = given.userbuf.bytes_.size();
        }
        if (given.now) {
            options.flags |= USERSIG_VERIFY_NOW;
            options.now = given.now->time_since_epoch().count();
        }
        return options;
    }

    detail::Owned<usersig_verifier, usersig_verifier_free> verifier_;
};

/// One v1 ticket with a private key, without a signer of its own; for more than one keep a Signer.
[[nodiscard]] inline std::string gen_sig(std::int64_t sdkappid, const PrivateKey &key, std::string_view identifier,
                                         const GenOptions &options = {}) {
    return Signer(sdkappid, key).gen_sig(identifier, options);
}

/// One v2 ticket with a secret, without a signer of its own.
[[nodiscard]] inline std::string gen_sig(std::int64_t sdkappid, const SecretKey &key, std::string_view identifier,
                                         const GenOptions &options = {}) {
    return Signer(sdkappid, key).gen_sig(identifier, options);
}

} // namespace usersig

#endif // C++17 with exceptions

#endif // USERSIG_HPP
