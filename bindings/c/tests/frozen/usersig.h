/* usersig: make and check UserSig login tickets for Tencent Cloud Chat (IM) and TRTC.
 * SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Generated from the Rust sources by `USERSIG_WRITE_HEADER=1 cargo test -p usersig-c --test header`. Do not edit.
 *
 * Rules that hold for every function:
 *
 * - Inputs come first and are never changed; outputs come last.
 * - Texts and bytes are a pointer and a length, and need no NUL. Texts are UTF-8; one that is not has the
 *   status of its argument (a ticket USERSIG_MALFORMED_BASE64, an identifier USERSIG_INVALID_IDENTIFIER). NULL is allowed where the length is 0.
 *   Pointers must lead to as many readable (outputs: writable) bytes as the call says, and outputs must not overlap inputs.
 *   Other pointers must not be NULL unless the function says so; NULL gives USERSIG_NULL_POINTER, never a crash.
 * - Numbers are int64_t where a caller might have one out of range: it is refused, never cut.
 * - Option structs begin with their size. Set them to the USERSIG_..._OPTIONS_INIT of their name, then the fields and their
 *   flags. A program that was compiled with the header of an older version of 0.1 goes on working: fields and functions are
 *   added and never change, and what its structs do not have takes its default. A newer program's struct is taken while
 *   what this version does not know in it is zero. usersig_error, usersig_batch_item and usersig_status_row, which
 *   programs allocate or count in, never grow.
 * - The result is a usersig_status; details go to the usersig_error that the call was given, or nowhere where that is NULL.
 *   There is no "last error" and no other hidden state; each thread keeps some working memory until it ends: less than
 *   2 KiB after usual tickets, up to 800 KiB after the longest.
 * - On failure handles come back as NULL, lengths as 0 (except with USERSIG_BUFFER_TOO_SMALL) and buffers as "".
 * - Free every handle and ticket that you receive once, with the function of its name, at any time: nothing made from it
 *   needs it.
 *   All handles may be used by any number of threads at once; freeing must not run while another thread still uses one.
 * - No input aborts or throws. What ends the process (SIGABRT) is memory that runs out, in a batch too large for it, for example.
 * - A process may fork while other threads are in calls (but those of a usersig_source, which each process makes for itself), once its keys are read: the first of a curve makes the curve's table.
 */

#ifndef USERSIG_H
#define USERSIG_H

#include <stddef.h>
#include <stdint.h>

/** The version of this header; usersig_version() tells that of the library. */
#define USERSIG_VERSION "0.1.0"
/** The first number of it. */
#define USERSIG_VERSION_MAJOR 0
/** The second number of it. */
#define USERSIG_VERSION_MINOR 1
/** The third number of it. */
#define USERSIG_VERSION_PATCH 0


/// The validity of a ticket unless one is given, in seconds: 180 days.
#define USERSIG_DEFAULT_EXPIRE 15552000

/// The longest identifier, in UTF-8 bytes. The service itself takes at most 32.
#define USERSIG_IDENTIFIER_MAX 1024

/// The largest leeway and tolerance for the future, in seconds: one day.
#define USERSIG_LEEWAY_MAX 86400

/// The longest PEM text that is read, in bytes.
#define USERSIG_PEM_MAX 16384

/// The longest secret, in bytes.
#define USERSIG_SECRET_MAX 1024

/// The longest ticket, in bytes; a NUL at its end comes on top.
#define USERSIG_TICKET_MAX 16384

/// The latest time, in unix seconds: the end of the year 9999.
#define USERSIG_UNIX_TIME_MAX 253402300799

/// The longest userbuf, in bytes.
#define USERSIG_USERBUF_MAX 8192

/// A buffer of this size holds any PEM text that is written, with its NUL.
#define USERSIG_PEM_BUFFER 512

/// usersig_gen_options.flags: `expire` is given.
#define USERSIG_GEN_EXPIRE 1

/// usersig_gen_options.flags: `userbuf` is given, even if it is empty.
#define USERSIG_GEN_USERBUF 4

/// usersig_gen_options.flags: `issued_at` is given.
#define USERSIG_GEN_ISSUED_AT 2

/// usersig_gen_options.flags: also refuse identifiers that Tencent's packages rule out: longer than 32 bytes, or with
/// anything but A-Z, a-z, 0-9, _ and -.
#define USERSIG_GEN_STRICT_IDENTIFIER 32

/// usersig_gen_options.flags: `account_type` is given, even if it is empty.
#define USERSIG_GEN_ACCOUNT_TYPE 8

/// usersig_gen_options.flags: `appid_at_3rd` is given, even if it is empty.
#define USERSIG_GEN_APPID_AT_3RD 16

/// usersig_gen_options.compression: about as short as zlib makes it.
#define USERSIG_COMPRESSION_DEFAULT 0

/// usersig_gen_options.compression: least time.
#define USERSIG_COMPRESSION_FAST 1

/// usersig_gen_options.compression: stored, the longest ticket.
#define USERSIG_COMPRESSION_NONE 2

/// usersig_verifier_options.flags: `leeway` is given.
#define USERSIG_VERIFIER_LEEWAY 1

/// usersig_verifier_options.flags: `future_tolerance` is given.
#define USERSIG_VERIFIER_FUTURE_TOLERANCE 2

/// usersig_verify_options.flags: `now` is given.
#define USERSIG_VERIFY_NOW 1

/// usersig_verify_options.userbuf_expected: the ticket must carry no userbuf.
#define USERSIG_USERBUF_ABSENT 0

/// usersig_verify_options.userbuf_expected: the ticket must carry a userbuf, of any content.
#define USERSIG_USERBUF_PRESENT 1

/// usersig_verify_options.userbuf_expected: the ticket must carry exactly `userbuf`.
#define USERSIG_USERBUF_EXACTLY 2

/// usersig_verify_options.userbuf_expected: a userbuf may be there or not; read it from the ticket.
#define USERSIG_USERBUF_ANY 3

/// Privilege bit: create the room.
#define USERSIG_PRIVILEGE_CREATE_ROOM 1

/// Privilege bit: enter the room.
#define USERSIG_PRIVILEGE_ENTER_ROOM 2

/// Privilege bit: send audio.
#define USERSIG_PRIVILEGE_SEND_AUDIO 4

/// Privilege bit: receive audio.
#define USERSIG_PRIVILEGE_RECEIVE_AUDIO 8

/// Privilege bit: send video.
#define USERSIG_PRIVILEGE_SEND_VIDEO 16

/// Privilege bit: receive video.
#define USERSIG_PRIVILEGE_RECEIVE_VIDEO 32

/// Privilege bit: send the screen (substream).
#define USERSIG_PRIVILEGE_SEND_SCREEN 64

/// Privilege bit: receive the screen (substream).
#define USERSIG_PRIVILEGE_RECEIVE_SCREEN 128

/// All privileges.
#define USERSIG_PRIVILEGE_ALL 255

/// usersig_freshness: the ticket is not valid; it ended, or was issued in the future, because the clock was set back.
#define USERSIG_FRESHNESS_INVALID 0

/// usersig_freshness: the ticket is valid, but has too little of its life left.
#define USERSIG_FRESHNESS_STALE 1

/// usersig_freshness: the ticket is to be kept.
#define USERSIG_FRESHNESS_FRESH 2

/// The result of a call. Numbers are never reused. 1 to 99 are the table that all languages share;
/// 101 to 103 are mistakes that only C can make, and count as 1 (invalid argument) there.
enum usersig_status
#if __cplusplus >= 201103L || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // __cplusplus >= 201103L || __STDC_VERSION__ >= 202311L
 {
    /// Done; for a ticket: it is valid.
    USERSIG_OK = 0,
    /// Wrong use of the call: text that is not valid Unicode, or an option, time or leeway out of range.
    USERSIG_INVALID_ARGUMENT = 1,
    /// The SDKAppID is outside 1 to 4294967295.
    USERSIG_INVALID_SDKAPPID = 2,
    /// The identifier is empty, longer than 1024 bytes, or holds a control character.
    USERSIG_INVALID_IDENTIFIER = 3,
    /// The expiry is outside 0 to 4294967295 seconds, not in whole seconds, or past the end of time.
    USERSIG_INVALID_EXPIRE = 4,
    /// The userbuf is longer than 8192 bytes.
    USERSIG_INVALID_USERBUF = 5,
    /// The room number or room name is outside the documented range.
    USERSIG_INVALID_ROOM = 6,
    /// Not a key, or a damaged or encrypted one.
    USERSIG_INVALID_KEY = 10,
    /// An elliptic-curve key on another curve than P-256 and secp256k1.
    USERSIG_UNSUPPORTED_CURVE = 11,
    /// A key of another kind than the one that belongs here: public for private, PEM for secret, a certificate.
    USERSIG_WRONG_KEY_KIND = 12,
    /// The ticket is the empty string.
    USERSIG_EMPTY = 20,
    /// The ticket or its content is larger than the bounds.
    USERSIG_TOO_LONG = 21,
    /// The ticket is not in Tencent's base64.
    USERSIG_MALFORMED_BASE64 = 22,
    /// The ticket's zlib stream is damaged, cut or followed by something.
    USERSIG_MALFORMED_ZLIB = 23,
    /// The ticket does not hold exactly one JSON object with unique keys.
    USERSIG_MALFORMED_JSON = 24,
    /// A field of the ticket is missing, of the wrong type or not canonical; the error names it.
    USERSIG_MALFORMED_FIELD = 25,
    /// `TLS.ver` is neither absent nor "2.0".
    USERSIG_UNSUPPORTED_VERSION = 26,
    /// The verifier holds no key of the kind that this ticket's version needs.
    USERSIG_NO_KEY_FOR_VERSION = 30,
    /// None of the verifier's keys made the signature.
    USERSIG_BAD_SIGNATURE = 31,
    /// The ticket was made for another SDKAppID.
    USERSIG_SDKAPPID_MISMATCH = 32,
    /// The ticket was made for another identifier.
    USERSIG_IDENTIFIER_MISMATCH = 33,
    /// The ticket's userbuf is not the one expected.
    USERSIG_USERBUF_MISMATCH = 34,
    /// The ticket is no longer valid.
    USERSIG_EXPIRED = 35,
    /// The ticket was issued in the future, beyond the tolerance.
    USERSIG_NOT_YET_VALID = 36,
    /// A bug in usersig, or no randomness or clock from the system.
    USERSIG_INTERNAL = 99,
    /// A pointer that must not be NULL is NULL.
    USERSIG_NULL_POINTER = 101,
    /// The caller's buffer is too small; the length that the result has is reported.
    USERSIG_BUFFER_TOO_SMALL = 103
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum usersig_status usersig_status;
#else
typedef int32_t usersig_status;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/// The curve of an EC key.
enum usersig_curve
#if __cplusplus >= 201103L || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // __cplusplus >= 201103L || __STDC_VERSION__ >= 202311L
 {
    /// P-256, also called prime256v1 and secp256r1.
    USERSIG_CURVE_P256 = 1,
    /// secp256k1.
    USERSIG_CURVE_SECP256K1 = 2
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum usersig_curve usersig_curve;
#else
typedef int32_t usersig_curve;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/// What a status is about.
enum usersig_kind
#if __cplusplus >= 201103L || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // __cplusplus >= 201103L || __STDC_VERSION__ >= 202311L
 {
    /// USERSIG_OK.
    USERSIG_ABOUT_NOTHING = 0,
    /// An argument of the call: over HTTP 400 where the client chose it, otherwise 500.
    USERSIG_ABOUT_ARGUMENT = 1,
    /// A key: the server's own fault, over HTTP 500.
    USERSIG_ABOUT_KEY = 2,
    /// The ticket: over HTTP 400 for 20 to 26 (no ticket at all), and 401 for one that is not valid.
    USERSIG_ABOUT_TICKET = 3,
    /// A bug, or the system: over HTTP 500.
    USERSIG_ABOUT_INTERNAL = 4
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum usersig_kind usersig_kind;
#else
typedef int32_t usersig_kind;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/// An EC private key, which signs v1 tickets. May be used by any number of threads at once.
typedef struct usersig_private_key usersig_private_key;

/// An EC public key, which verifies v1 tickets. May be used by any number of threads at once.
typedef struct usersig_public_key usersig_public_key;

/// The console's secret, which signs and verifies v2 tickets. May be used by any number of threads at once.
typedef struct usersig_secret_key usersig_secret_key;

/// Makes tickets for one application. May be used by any number of threads at once.
typedef struct usersig_signer usersig_signer;

/// Has a valid ticket of one user at every moment, for example of the administrator whom Tencent's REST interface asks for. It
/// makes one when it is asked for one and the last one has too little of its life left, or was issued in the future, because the
/// clock was set back. One thread makes it; meanwhile the others get the last one, and wait where that is no longer valid.
typedef struct usersig_source usersig_source;

/// Checks tickets of one application. May be used by any number of threads at once.
typedef struct usersig_verifier usersig_verifier;

/// What a ticket says besides the identifier. USERSIG_GEN_OPTIONS_INIT holds the defaults: 180 days from now, no userbuf.
/// A value without its flag is refused.
typedef struct usersig_gen_options {
    /// sizeof(usersig_gen_options).
    size_t size;
    /// USERSIG_GEN_ flags.
    uint32_t flags;
    /// USERSIG_COMPRESSION_DEFAULT, _FAST or _NONE.
    uint32_t compression;
    /// How long the ticket is valid from its issue; 180 days by default. 0 to 4294967295 seconds. With 0 it expires as soon
    /// as the clock moves on.
    int64_t expire;
    /// Bytes that the ticket carries and its signature covers. At most 8192 bytes.
    const uint8_t *userbuf;
    /// The length of `userbuf`.
    size_t userbuf_len;
    /// When the ticket is issued; the present by default. 0 to 253402300799 in unix seconds.
    int64_t issued_at;
    /// TLS.account_type of a v1 ticket, "0" by default. At most 1024 bytes without control characters. Only for old
    /// applications that have one.
    const char *account_type;
    /// The length of `account_type`.
    size_t account_type_len;
    /// TLS.appid_at_3rd of a v1 ticket, "0" by default. At most 1024 bytes without control characters. Only for old
    /// applications that have one.
    const char *appid_at_3rd;
    /// The length of `appid_at_3rd`.
    size_t appid_at_3rd_len;
} usersig_gen_options;

/// One ticket of a batch, or what was wrong with its identifier.
typedef struct usersig_batch_item {
    /// The ticket, NUL-terminated; NULL where `status` is not USERSIG_OK.
    const char *ticket;
    /// The length of the ticket.
    size_t ticket_len;
    /// What was wrong, NUL-terminated; NULL where `status` is USERSIG_OK.
    const char *message;
    /// USERSIG_OK, or why there is no ticket for this identifier.
    usersig_status status;
} usersig_batch_item;

/// The results of a batch, in the order of the identifiers. Read-only; free it with usersig_batch_free.
typedef struct usersig_batch {
    /// One item per identifier.
    const struct usersig_batch_item *items;
    /// How many there are.
    size_t count;
} usersig_batch;

/// What a call says about its failure in addition to its status. Every call that can fail takes a pointer to one as its last
/// argument, or NULL. After a success `status` is USERSIG_OK and the texts are empty.
///
/// The texts hold no key, no ticket and no identifier, so that they can be logged.
typedef struct usersig_error {
    /// The status that the call returned.
    usersig_status status;
    /// Its number in the table that all languages share: `status` itself, and 1 for the statuses from 101.
    int32_t code;
    /// The CHECK_ERR number, 1 to 17, that the official C++ interface returns for this cause; 0 after a success.
    int32_t check_err;
    /// What Tencent's service most commonly reports for the same cause (see usersig_status_lookup for all), or 0.
    int32_t service_code;
    /// With USERSIG_MALFORMED_FIELD the JSON key of the field at fault, for example "TLS.sig"; otherwise empty.
    char field[32];
    /// What was wrong, what was expected and what to do: one English sentence, NUL-terminated.
    char message[256];
} usersig_error;

/// How one ticket is checked. USERSIG_VERIFY_OPTIONS_INIT holds the defaults: the present, and no userbuf. A time without
/// its flag is refused, and so are bytes without USERSIG_USERBUF_EXACTLY.
typedef struct usersig_verify_options {
    /// sizeof(usersig_verify_options).
    size_t size;
    /// USERSIG_VERIFY_ flags.
    uint32_t flags;
    /// USERSIG_USERBUF_ABSENT, _PRESENT, _EXACTLY or _ANY.
    uint32_t userbuf_expected;
    /// The time to check for in unix seconds, 0 to 253402300799; the present by default.
    int64_t now;
    /// With USERSIG_USERBUF_EXACTLY: the bytes.
    const uint8_t *userbuf;
    /// The length of `userbuf`.
    size_t userbuf_len;
} usersig_verify_options;

/// A TRTC room permission, as the userbuf of a ticket.
typedef struct usersig_private_map_key {
    /// The name of a string room, NUL-terminated; NULL for a numeric room.
    const char *room_name;
    /// The length of `room_name`.
    size_t room_name_len;
    /// The last unix second of the permission.
    int64_t expires_at;
    /// The number of a numeric room; 0 for a string room.
    uint32_t room_number;
    /// The sum of USERSIG_PRIVILEGE_ bits.
    uint32_t privileges;
} usersig_private_map_key;

/// What a ticket says.
typedef struct usersig_ticket_fields {
    /// 1 (ECDSA) or 2 (HMAC).
    uint32_t version;
    /// The application that the ticket is for.
    uint32_t sdkappid;
    /// How long the ticket is valid from `issued_at`, in seconds.
    uint32_t expire;
    /// 1 where the ticket carries a userbuf, even if it is empty; otherwise 0.
    uint32_t has_userbuf;
    /// When the ticket was made, in unix seconds.
    int64_t issued_at;
    /// The last unix second in which the ticket is valid.
    int64_t expires_at;
    /// The user that the ticket logs in, NUL-terminated UTF-8 without a NUL inside.
    const char *identifier;
    /// The length of `identifier`.
    size_t identifier_len;
    /// The bytes that the ticket carries; NULL where it carries none.
    const uint8_t *userbuf;
    /// The length of `userbuf`.
    size_t userbuf_len;
    /// TLS.account_type of a v1 ticket, usually "0", NUL-terminated; NULL for v2.
    const char *account_type;
    /// The length of `account_type`.
    size_t account_type_len;
    /// TLS.appid_at_3rd of a v1 ticket, usually "0", NUL-terminated; NULL for v2 and for very old tickets.
    const char *appid_at_3rd;
    /// The length of `appid_at_3rd`.
    size_t appid_at_3rd_len;
    /// The userbuf read as a room permission made for this ticket's identifier and SDKAppID; NULL where it is none.
    const struct usersig_private_map_key *private_map_key;
} usersig_ticket_fields;

/// A ticket whose signature, SDKAppID, userbuf and time were checked, and its identifier by usersig_verifier_verify. Made by
/// that and usersig_verifier_authenticate, read-only, freed with usersig_ticket_free.
typedef struct usersig_ticket {
    /// What the ticket says, proven.
    struct usersig_ticket_fields fields;
} usersig_ticket;

/// One row of the status table. Everything in it is static.
typedef struct usersig_status_row {
    /// The status.
    usersig_status status;
    /// Its number in the table that all languages share: `status` itself, and 1 for the statuses from 101.
    int32_t code;
    /// The CHECK_ERR number, 0 to 17, that the official C++ interface returns where no field of the ticket decides it.
    int32_t check_err;
    /// How many `service_codes` there are.
    uint32_t service_code_count;
    /// What Tencent's servers and clients report for the same cause, the most common first: positive numbers are Chat
    /// codes, negative ones TRTC codes. NULL where there are none.
    const int32_t *service_codes;
    /// The stable word, the same in all languages, for example "expired".
    const char *word;
    /// One English sentence about the status in general; usersig_error has the one about the call.
    const char *message;
} usersig_status_row;

/// A ticket that was decoded and not verified: anybody may have made it. Made by usersig_inspect, for looking at;
/// read-only, freed with usersig_untrusted_ticket_free.
typedef struct usersig_untrusted_ticket {
    /// What the ticket says, unproven.
    struct usersig_ticket_fields fields;
} usersig_untrusted_ticket;

/// How a verifier looks at the clock. USERSIG_VERIFIER_OPTIONS_INIT holds the defaults. A value without its flag is refused.
typedef struct usersig_verifier_options {
    /// sizeof(usersig_verifier_options).
    size_t size;
    /// USERSIG_VERIFIER_ flags.
    uint32_t flags;
    /// 0.
    uint32_t reserved;
    /// How long after its expiry a ticket is still accepted, 0 to 86400 seconds; 0 by default.
    int64_t leeway;
    /// How far in the future a ticket may have been issued, 0 to 86400 seconds; 300 by default.
    int64_t future_tolerance;
} usersig_verifier_options;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/// The version of the library that is running, for example "0.1.0"; the header's own is USERSIG_VERSION.
const char *usersig_version(void);

/// Overwrites `len` bytes with zeros in a way that the compiler does not leave out: for key texts that were read
/// into a buffer of the caller's. NULL is allowed.
void usersig_wipe(void *buffer, size_t len);

/// Makes one ticket per identifier, with one time of issue for all, over at most `threads` threads (0: one per core).
///
/// `identifiers` holds all identifiers one behind the other, `identifiers_len` bytes in all; `lengths` holds the length
/// of each of the `count` identifiers. `options` may be NULL. What is wrong with one identifier is in its item and
/// does not stop the others; the call itself fails only for wrong options or arguments.
usersig_status usersig_signer_gen_sig_batch(const struct usersig_signer *signer,
                                            const char *identifiers,
                                            size_t identifiers_len,
                                            const size_t *lengths,
                                            size_t count,
                                            const struct usersig_gen_options *options,
                                            uint32_t threads,
                                            struct usersig_batch **batch,
                                            struct usersig_error *error);

/// Frees a batch and its texts; NULL is allowed.
void usersig_batch_free(struct usersig_batch *batch);

/// Reads a private key from PEM text of at most 16384 bytes: PKCS#8 (the console's private_key.txt) or SEC1.
/// Fails with USERSIG_INVALID_KEY, USERSIG_UNSUPPORTED_CURVE or USERSIG_WRONG_KEY_KIND.
/// Free the key with usersig_private_key_free.
usersig_status usersig_private_key_from_pem(const char *pem,
                                            size_t pem_len,
                                            struct usersig_private_key **key,
                                            struct usersig_error *error);

/// Makes a new private key from the system's randomness. `curve` is a usersig_curve; another number is refused with
/// USERSIG_UNSUPPORTED_CURVE.
/// Free the key with usersig_private_key_free.
usersig_status usersig_private_key_generate(int32_t curve,
                                            struct usersig_private_key **key,
                                            struct usersig_error *error);

/// The public key that verifies what a private key signs. Free it with usersig_public_key_free.
usersig_status usersig_private_key_public_key(const struct usersig_private_key *key,
                                              struct usersig_public_key **public_key,
                                              struct usersig_error *error);

/// The curve of a private key, a usersig_curve; 0 for NULL.
int32_t usersig_private_key_curve(const struct usersig_private_key *key);

/// Writes a private key as PKCS#8 PEM text, the form of the console's private_key.txt; USERSIG_PEM_BUFFER bytes are
/// enough. Wipe the buffer with usersig_wipe after use.
usersig_status usersig_private_key_to_pem(const struct usersig_private_key *key,
                                          char *pem,
                                          size_t pem_capacity,
                                          size_t *pem_len,
                                          struct usersig_error *error);

/// Wipes and frees a private key; NULL is allowed. Signers made from it go on working.
void usersig_private_key_free(struct usersig_private_key *key);

/// Reads a public key from PEM text (SPKI, "PUBLIC KEY") of at most 16384 bytes.
/// Fails with USERSIG_INVALID_KEY, USERSIG_UNSUPPORTED_CURVE or USERSIG_WRONG_KEY_KIND.
/// Free the key with usersig_public_key_free.
usersig_status usersig_public_key_from_pem(const char *pem,
                                           size_t pem_len,
                                           struct usersig_public_key **key,
                                           struct usersig_error *error);

/// The curve of a public key, a usersig_curve; 0 for NULL.
int32_t usersig_public_key_curve(const struct usersig_public_key *key);

/// Writes a public key as PEM text; USERSIG_PEM_BUFFER bytes are enough.
usersig_status usersig_public_key_to_pem(const struct usersig_public_key *key,
                                         char *pem,
                                         size_t pem_capacity,
                                         size_t *pem_len,
                                         struct usersig_error *error);

/// Frees a public key; NULL is allowed. Verifiers made from it go on working.
void usersig_public_key_free(struct usersig_public_key *key);

/// Takes the v2 secret exactly as the console shows it, 1 to 1024 bytes; its 64 hex characters are not decoded.
/// Fails with USERSIG_INVALID_KEY, or USERSIG_WRONG_KEY_KIND where the text looks like a PEM or DER key.
/// Free the key with usersig_secret_key_free.
usersig_status usersig_secret_key_new(const char *secret,
                                      size_t secret_len,
                                      struct usersig_secret_key **key,
                                      struct usersig_error *error);

/// Wipes and frees a secret key; NULL is allowed. Signers and verifiers made from it go on working.
void usersig_secret_key_free(struct usersig_secret_key *key);

/// Makes a v1 ticket with a private key in PEM. As usersig_private_key_from_pem and usersig_signer_gen_sig in one; for
/// more than one ticket keep a signer instead.
usersig_status usersig_gen_sig_with_private_key(int64_t sdkappid,
                                                const char *private_key_pem,
                                                size_t private_key_pem_len,
                                                const char *identifier,
                                                size_t identifier_len,
                                                const struct usersig_gen_options *options,
                                                char *ticket,
                                                size_t ticket_capacity,
                                                size_t *ticket_len,
                                                struct usersig_error *error);

/// Makes a v2 ticket with the console's secret. As usersig_secret_key_new and usersig_signer_gen_sig in one.
usersig_status usersig_gen_sig_with_secret_key(int64_t sdkappid,
                                               const char *secret,
                                               size_t secret_len,
                                               const char *identifier,
                                               size_t identifier_len,
                                               const struct usersig_gen_options *options,
                                               char *ticket,
                                               size_t ticket_capacity,
                                               size_t *ticket_len,
                                               struct usersig_error *error);

/// Makes a PrivateMapKey with a private key in PEM. As usersig_private_key_from_pem and usersig_signer_gen_private_map_key in one.
usersig_status usersig_gen_private_map_key_with_private_key(int64_t sdkappid,
                                                            const char *private_key_pem,
                                                            size_t private_key_pem_len,
                                                            const char *identifier,
                                                            size_t identifier_len,
                                                            int64_t room_number,
                                                            const char *room_name,
                                                            size_t room_name_len,
                                                            int64_t privilege_bits,
                                                            const struct usersig_gen_options *options,
                                                            char *ticket,
                                                            size_t ticket_capacity,
                                                            size_t *ticket_len,
                                                            struct usersig_error *error);

/// Makes a PrivateMapKey with the console's secret. As usersig_secret_key_new and usersig_signer_gen_private_map_key in one.
usersig_status usersig_gen_private_map_key_with_secret_key(int64_t sdkappid,
                                                           const char *secret,
                                                           size_t secret_len,
                                                           const char *identifier,
                                                           size_t identifier_len,
                                                           int64_t room_number,
                                                           const char *room_name,
                                                           size_t room_name_len,
                                                           int64_t privilege_bits,
                                                           const struct usersig_gen_options *options,
                                                           char *ticket,
                                                           size_t ticket_capacity,
                                                           size_t *ticket_len,
                                                           struct usersig_error *error);

/// Checks a v1 ticket with a public key in PEM. As usersig_public_key_from_pem, usersig_verifier_new and
/// usersig_verifier_verify in one; a v2 ticket is refused with USERSIG_NO_KEY_FOR_VERSION.
usersig_status usersig_verify_with_public_key(int64_t sdkappid,
                                              const char *public_key_pem,
                                              size_t public_key_pem_len,
                                              const char *ticket,
                                              size_t ticket_len,
                                              const char *identifier,
                                              size_t identifier_len,
                                              const struct usersig_verify_options *options,
                                              struct usersig_ticket **verified,
                                              struct usersig_error *error);

/// Checks a v2 ticket with the console's secret. As usersig_secret_key_new, usersig_verifier_new and
/// usersig_verifier_verify in one; a v1 ticket is refused with USERSIG_NO_KEY_FOR_VERSION.
usersig_status usersig_verify_with_secret_key(int64_t sdkappid,
                                              const char *secret,
                                              size_t secret_len,
                                              const char *ticket,
                                              size_t ticket_len,
                                              const char *identifier,
                                              size_t identifier_len,
                                              const struct usersig_verify_options *options,
                                              struct usersig_ticket **verified,
                                              struct usersig_error *error);

/// Writes the userbuf of a PrivateMapKey, for programs that sign it themselves as the userbuf of a ticket;
/// usersig_signer_gen_private_map_key does both. `room_number` and `room_name` as there; `expires_at` is the last unix
/// second of the permission, at most 4294967295. 1200 bytes are always enough.
usersig_status usersig_private_map_key_userbuf(int64_t sdkappid,
                                               const char *identifier,
                                               size_t identifier_len,
                                               int64_t room_number,
                                               const char *room_name,
                                               size_t room_name_len,
                                               int64_t expires_at,
                                               int64_t privilege_bits,
                                               uint8_t *userbuf,
                                               size_t userbuf_capacity,
                                               size_t *userbuf_len,
                                               struct usersig_error *error);

/// A signer of v1 tickets (ECDSA) for the application `sdkappid`, 1 to 4294967295; otherwise USERSIG_INVALID_SDKAPPID.
/// It keeps a copy of the key. Free it with usersig_signer_free.
usersig_status usersig_signer_with_private_key(int64_t sdkappid,
                                               const struct usersig_private_key *key,
                                               struct usersig_signer **signer,
                                               struct usersig_error *error);

/// A signer of v2 tickets (HMAC-SHA256) for the application `sdkappid`, 1 to 4294967295; otherwise
/// USERSIG_INVALID_SDKAPPID. It keeps a copy of the key. Free it with usersig_signer_free.
usersig_status usersig_signer_with_secret_key(int64_t sdkappid,
                                              const struct usersig_secret_key *key,
                                              struct usersig_signer **signer,
                                              struct usersig_error *error);

/// Wipes and frees a signer; NULL is allowed.
void usersig_signer_free(struct usersig_signer *signer);

/// Makes a ticket for the user `identifier`: 1 to 1024 bytes of UTF-8 without control characters (the service itself
/// takes at most 32 bytes). `options` may be NULL: 180 days from now.
///
/// `ticket` receives the ticket and a NUL, `ticket_len` (may be NULL) its length without the NUL. 1024 bytes hold any ticket
/// for an identifier of the service's size without userbuf, account_type and appid_at_3rd; USERSIG_TICKET_MAX + 1 hold any.
/// Where the buffer is too small the result is USERSIG_BUFFER_TOO_SMALL and `ticket_len` the length needed without the NUL.
///
/// Fails with USERSIG_INVALID_IDENTIFIER, USERSIG_INVALID_EXPIRE, USERSIG_INVALID_USERBUF or USERSIG_INVALID_ARGUMENT.
usersig_status usersig_signer_gen_sig(const struct usersig_signer *signer,
                                      const char *identifier,
                                      size_t identifier_len,
                                      const struct usersig_gen_options *options,
                                      char *ticket,
                                      size_t ticket_capacity,
                                      size_t *ticket_len,
                                      struct usersig_error *error);

/// Makes a TRTC PrivateMapKey: a ticket that lets the user into one room. The room is `room_number`, 1 to 4294967294,
/// with `room_name` NULL; or it is `room_name`, 1 to 64 bytes of letters, digits, space and !#$%&()+-:;<=.>?@[]^_{}|~,
/// with `room_number` 0. `privilege_bits` is a sum of USERSIG_PRIVILEGE_ constants. `options` as in
/// usersig_signer_gen_sig, but without a userbuf; `ticket` as there: 1024 bytes hold any for an identifier of
/// the service's size.
///
/// Fails as usersig_signer_gen_sig, with USERSIG_INVALID_ROOM, and with USERSIG_INVALID_EXPIRE where the permission would
/// end after 2106-02-07, the last moment that its 32 bits can name.
usersig_status usersig_signer_gen_private_map_key(const struct usersig_signer *signer,
                                                  const char *identifier,
                                                  size_t identifier_len,
                                                  int64_t room_number,
                                                  const char *room_name,
                                                  size_t room_name_len,
                                                  int64_t privilege_bits,
                                                  const struct usersig_gen_options *options,
                                                  char *ticket,
                                                  size_t ticket_capacity,
                                                  size_t *ticket_len,
                                                  struct usersig_error *error);

/// A source of tickets for the user `identifier`, with the `options` of usersig_signer_gen_sig, but without `issued_at`. A
/// ticket has at least `min_share` of its life left, from 0 (any valid one will do) to 1 (made in this second); 0.5 is a good
/// value. It keeps a copy of the signer. Free it with usersig_source_free.
///
/// Fails as usersig_signer_gen_sig, and with USERSIG_INVALID_ARGUMENT for an `issued_at` and a `min_share` out of range.
usersig_status usersig_source_new(const struct usersig_signer *signer,
                                  const char *identifier,
                                  size_t identifier_len,
                                  const struct usersig_gen_options *options,
                                  double min_share,
                                  struct usersig_source **source,
                                  struct usersig_error *error);

/// Wipes and frees a source; NULL is allowed.
void usersig_source_free(struct usersig_source *source);

/// How many tickets the source made so far; 0 for NULL.
uint64_t usersig_source_renewals(const struct usersig_source *source);

/// A ticket that has `min_share` of its life left by the system's clock, or that is still valid while another thread is making
/// the next one. `ticket` and `ticket_len` as in usersig_signer_gen_sig.
///
/// Fails with USERSIG_INVALID_EXPIRE where the ticket would outlast the year 9999.
usersig_status usersig_source_ticket(const struct usersig_source *source,
                                     char *ticket,
                                     size_t ticket_capacity,
                                     size_t *ticket_len,
                                     struct usersig_error *error);

/// The same by a clock of the caller's: `now` is what it says, in unix seconds, and `renewals` what usersig_source_renewals
/// said before the clock was read. Where another thread made a ticket since, `now` may be older than that: then the call succeeds
/// with an empty `ticket`, and is to be made again with new numbers.
///
/// Fails as usersig_source_ticket, and with USERSIG_INVALID_ARGUMENT for a `now` that is not a valid time of issue.
usersig_status usersig_source_ticket_at(const struct usersig_source *source,
                                        int64_t now,
                                        uint64_t renewals,
                                        char *ticket,
                                        size_t ticket_capacity,
                                        size_t *ticket_len,
                                        struct usersig_error *error);

/// What a usersig_source asks about its last ticket, for programs that keep that themselves: `freshness` receives a
/// USERSIG_FRESHNESS_ constant. The ticket was issued at `issued_at`, in unix seconds, and is valid for `expire` seconds.
///
/// Fails with USERSIG_INVALID_ARGUMENT for a time and a `min_share` out of range, and with USERSIG_INVALID_EXPIRE.
usersig_status usersig_freshness(int64_t issued_at,
                                 int64_t expire,
                                 double min_share,
                                 int64_t now,
                                 uint32_t *freshness,
                                 struct usersig_error *error);

/// The whole table, in ascending order; `count` (may be NULL) receives the number of rows.
const struct usersig_status_row *usersig_status_table(size_t *count);

/// The row of one status; that of USERSIG_INTERNAL for a number that is not in the table. Never NULL.
const struct usersig_status_row *usersig_status_lookup(int32_t status);

/// What a status is about: an argument, a key or the ticket; a usersig_kind.
int32_t usersig_status_kind(int32_t status);

/// The stable word of a status, for example "expired"; static, never NULL.
const char *usersig_status_word(int32_t status);

/// One English sentence about a status; static, never NULL.
const char *usersig_status_message(int32_t status);

/// Decodes a ticket without verifying it, for looking at. `untrusted` receives its content, to be freed with
/// usersig_untrusted_ticket_free.
///
/// Fails with the statuses 20 to 26: the ticket is empty, too long, malformed or of an unknown version.
usersig_status usersig_inspect(const char *ticket,
                               size_t ticket_len,
                               struct usersig_untrusted_ticket **untrusted,
                               struct usersig_error *error);

/// Frees a verified ticket and what its fields lead to; NULL is allowed.
void usersig_ticket_free(struct usersig_ticket *ticket);

/// Frees a decoded ticket and what its fields lead to; NULL is allowed.
void usersig_untrusted_ticket_free(struct usersig_untrusted_ticket *ticket);

/// A verifier for the application `sdkappid`, 1 to 4294967295, that accepts tickets of any of the given keys: v1 tickets
/// of the public keys, v2 tickets of the secret keys. At least one key is needed; an array may be NULL where its count
/// is 0. It keeps copies of the keys. `options` may be NULL. Free it with usersig_verifier_free.
///
/// Fails with USERSIG_INVALID_SDKAPPID, or USERSIG_INVALID_ARGUMENT without a key or for a leeway above one day.
usersig_status usersig_verifier_new(int64_t sdkappid,
                                    const struct usersig_public_key *const *public_keys,
                                    size_t public_key_count,
                                    const struct usersig_secret_key *const *secret_keys,
                                    size_t secret_key_count,
                                    const struct usersig_verifier_options *options,
                                    struct usersig_verifier **verifier,
                                    struct usersig_error *error);

/// Frees a verifier; NULL is allowed. Tickets that it verified stay.
void usersig_verifier_free(struct usersig_verifier *verifier);

/// Checks that a ticket is valid for the user `identifier`: its form, signature, SDKAppID, identifier, userbuf and time,
/// in this order. The call for a login: the user is known, and the ticket must be theirs. `options` may be NULL: now, and
/// without a userbuf. `verified` receives the ticket's content, to be freed with usersig_ticket_free; it may be NULL where
/// the answer alone is wanted.
///
/// Returns USERSIG_OK for a valid ticket. For others: the statuses 20 to 26 (empty, too long, malformed or of an unknown
/// version), USERSIG_NO_KEY_FOR_VERSION, USERSIG_BAD_SIGNATURE, USERSIG_SDKAPPID_MISMATCH, USERSIG_IDENTIFIER_MISMATCH,
/// USERSIG_USERBUF_MISMATCH, USERSIG_EXPIRED, USERSIG_NOT_YET_VALID. For unusable arguments: USERSIG_INVALID_IDENTIFIER,
/// USERSIG_INVALID_ARGUMENT.
usersig_status usersig_verifier_verify(const struct usersig_verifier *verifier,
                                       const char *ticket,
                                       size_t ticket_len,
                                       const char *identifier,
                                       size_t identifier_len,
                                       const struct usersig_verify_options *options,
                                       struct usersig_ticket **verified,
                                       struct usersig_error *error);

/// Tells who sent a ticket: checks all that usersig_verifier_verify does but for whom the ticket was made, which
/// `verified` then says. The call for a service that receives the ticket as the only proof of who its caller is; where the
/// user is known, as in a login, usersig_verifier_verify is the call, for a valid ticket of another user passes here.
/// The arguments and statuses are those of usersig_verifier_verify without the identifier, and `verified` must not be NULL.
usersig_status usersig_verifier_authenticate(const struct usersig_verifier *verifier,
                                             const char *ticket,
                                             size_t ticket_len,
                                             const struct usersig_verify_options *options,
                                             struct usersig_ticket **verified,
                                             struct usersig_error *error);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

/** The defaults of usersig_gen_options: `usersig_gen_options options = USERSIG_GEN_OPTIONS_INIT;`. */
#define USERSIG_GEN_OPTIONS_INIT {sizeof(usersig_gen_options), 0, 0, 0, NULL, 0, 0, NULL, 0, NULL, 0}
/** The defaults of usersig_verifier_options: `usersig_verifier_options options = USERSIG_VERIFIER_OPTIONS_INIT;`. */
#define USERSIG_VERIFIER_OPTIONS_INIT {sizeof(usersig_verifier_options), 0, 0, 0, 0}
/** The defaults of usersig_verify_options: `usersig_verify_options options = USERSIG_VERIFY_OPTIONS_INIT;`. */
#define USERSIG_VERIFY_OPTIONS_INIT {sizeof(usersig_verify_options), 0, 0, 0, NULL, 0}

#endif  /* USERSIG_H */
