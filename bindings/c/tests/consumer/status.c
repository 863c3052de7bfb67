/* usersig.h from C99: statuses by calls that return them, every pointer as NULL, every buffer size, 8 threads. */
#include <usersig.h>

#include <stddef.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SDKAPPID INT64_C(1400000000)
#define T(text) (text), strlen(text)

static int failures = 0;
static char seen[128];

static void expect(int condition, const char *what, int line) {
    if (!condition) {
        fprintf(stderr, "status.c:%d: %s\n", line, what);
        ++failures;
    }
}
#define EXPECT(condition) expect(condition, #condition, __LINE__)

/* A call with the details in `error`; both must agree with the table. */
static void expect_status(usersig_status expected, usersig_status got, const usersig_error *error, const char *what, int line) {
    const usersig_status_row *row = usersig_status_lookup(got);
    if (got != expected) {
        fprintf(stderr, "status.c:%d: %s gave %d (%s), expected %d\n", line, what, (int)got, error->message, (int)expected);
        ++failures;
    }
    expect(error->status == got, "error.status", line);
    expect(row->status == got && error->code == row->code, "error.code", line);
    expect((error->message[0] != '\0') == (got != USERSIG_OK), "error.message", line);
    expect((error->field[0] != '\0') == (got == USERSIG_MALFORMED_FIELD), "error.field", line);
    expect(got == USERSIG_MALFORMED_FIELD || error->check_err == row->check_err, "error.check_err", line);
    expect(error->service_code == (row->service_code_count == 0 ? 0 : row->service_codes[0]), "error.service_code", line);
    if (got >= 0 && got < (int)sizeof seen) {
        seen[got] = 1;
    }
}
#define STATUS(expected, call)                                                                                                 \
    do {                                                                                                                       \
        memset(&error, 'x', sizeof error);                                                                                     \
        expect_status(expected, (call), &error, #call, __LINE__);                                                              \
        expect(memchr(error.message, '\0', sizeof error.message) != NULL, "message ends", __LINE__);                           \
    } while (0)

static char *read_file(const char *path) {
    static char texts[8][1024];
    static int used = 0;
    char *text = texts[used++];
    FILE *file = fopen(path, "rb");
    size_t length;
    if (file == NULL) {
        perror(path);
        exit(2);
    }
    length = fread(text, 1, sizeof texts[0] - 1, file);
    fclose(file);
    text[length] = '\0';
    return text;
}

static usersig_error error;
static char *private_pem, *public_pem, *secret;
static usersig_private_key *private_key;
static usersig_public_key *public_key;
static usersig_secret_key *secret_key;
static usersig_signer *signer_v1, *signer_v2;
static usersig_verifier *verifier;
#define PUBLIC_KEY ((const usersig_public_key *const[]){public_key})
#define SECRET_KEY ((const usersig_secret_key *const[]){secret_key})

static const usersig_gen_options GEN = USERSIG_GEN_OPTIONS_INIT;
static const usersig_verify_options VERIFY = USERSIG_VERIFY_OPTIONS_INIT;
static const usersig_verifier_options VERIFIER = USERSIG_VERIFIER_OPTIONS_INIT;

static void keys(void) {
    usersig_private_key *key = (usersig_private_key *)&key;
    usersig_public_key *other = NULL;
    usersig_secret_key *no_secret = (usersig_secret_key *)&no_secret;
    char pem[USERSIG_PEM_BUFFER], again[USERSIG_PEM_BUFFER];
    size_t length = 0, size;
    const char *p384 = "-----BEGIN PUBLIC KEY-----\n"
                       "MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEWq2l1e7SC74pztUfY3shwVWHY3QDik5g\n"
                       "ekZnrFpAw58f1TL7PWjxvOCodYLBoabIz3ORZbLMGpBhs1ZnTGs9ORQyyTiWAvTz\n"
                       "vC7zS8OoNPdxYJ8WA0WzewwzNJeAJXeM\n-----END PUBLIC KEY-----\n";

    STATUS(USERSIG_OK, usersig_private_key_from_pem(T(private_pem), &private_key, &error));
    STATUS(USERSIG_OK, usersig_public_key_from_pem(T(public_pem), &public_key, &error));
    STATUS(USERSIG_OK, usersig_secret_key_new(T(secret), &secret_key, &error));
    EXPECT(usersig_private_key_curve(private_key) == USERSIG_CURVE_P256);
    EXPECT(usersig_public_key_curve(public_key) == USERSIG_CURVE_P256);
    EXPECT(usersig_private_key_curve(NULL) == 0 && usersig_public_key_curve(NULL) == 0);

    STATUS(USERSIG_INVALID_KEY, usersig_private_key_from_pem(T("-----BEGIN PRIVATE KEY-----\n"), &key, &error));
    EXPECT(key == NULL);
    STATUS(USERSIG_INVALID_KEY, usersig_private_key_from_pem(NULL, 0, &key, &error));
    STATUS(USERSIG_INVALID_KEY, usersig_secret_key_new(T("with a line break\n"), &no_secret, &error));
    EXPECT(no_secret == NULL);
    STATUS(USERSIG_UNSUPPORTED_CURVE, usersig_public_key_from_pem(T(p384), &other, &error));
    STATUS(USERSIG_WRONG_KEY_KIND, usersig_private_key_from_pem(T(public_pem), &key, &error));
    STATUS(USERSIG_WRONG_KEY_KIND, usersig_public_key_from_pem(T(private_pem), &other, &error));
    STATUS(USERSIG_NULL_POINTER, usersig_private_key_from_pem(NULL, 1, &key, &error));
    STATUS(USERSIG_NULL_POINTER, usersig_private_key_from_pem(T(private_pem), NULL, &error));
    STATUS(USERSIG_NULL_POINTER, usersig_public_key_from_pem(NULL, 1, &other, &error));
    STATUS(USERSIG_NULL_POINTER, usersig_public_key_from_pem(T(public_pem), NULL, &error));
    STATUS(USERSIG_NULL_POINTER, usersig_secret_key_new(NULL, 1, &no_secret, &error));
    STATUS(USERSIG_NULL_POINTER, usersig_secret_key_new(T(secret), NULL, &error));
    STATUS(USERSIG_INVALID_KEY, usersig_private_key_from_pem(T("\xff"), &key, &error));
    STATUS(USERSIG_INVALID_KEY, usersig_public_key_from_pem(T("\xff"), &other, &error));
    STATUS(USERSIG_INVALID_KEY, usersig_secret_key_new(T("\xff"), &no_secret, &error));
    STATUS(USERSIG_INVALID_KEY, usersig_private_key_from_pem("x", (size_t)-1, &key, &error));

    STATUS(USERSIG_UNSUPPORTED_CURVE, usersig_private_key_generate(0, &key, &error));
    STATUS(USERSIG_UNSUPPORTED_CURVE, usersig_private_key_generate(3, &key, &error));
    STATUS(USERSIG_NULL_POINTER, usersig_private_key_generate(USERSIG_CURVE_P256, NULL, &error));
    STATUS(USERSIG_OK, usersig_private_key_generate(USERSIG_CURVE_SECP256K1, &key, &error));
    EXPECT(usersig_private_key_curve(key) == USERSIG_CURVE_SECP256K1);
    STATUS(USERSIG_OK, usersig_private_key_to_pem(key, pem, sizeof pem, &length, &error));
    EXPECT(length == strlen(pem) && strncmp(pem, "-----BEGIN PRIVATE KEY-----\n", 28) == 0);
    usersig_private_key_free(key);
    STATUS(USERSIG_OK, usersig_private_key_from_pem(pem, length, &key, &error));
    STATUS(USERSIG_OK, usersig_private_key_public_key(key, &other, &error));
    EXPECT(usersig_public_key_curve(other) == USERSIG_CURVE_SECP256K1);
    usersig_public_key_free(other);
    STATUS(USERSIG_NULL_POINTER, usersig_private_key_public_key(NULL, &other, &error));
    EXPECT(other == NULL);
    STATUS(USERSIG_NULL_POINTER, usersig_private_key_public_key(key, NULL, &error));
    usersig_private_key_free(key);

    STATUS(USERSIG_OK, usersig_public_key_to_pem(public_key, pem, sizeof pem, &length, &error));
    EXPECT(strcmp(pem, public_pem) == 0);
    for (size = 0; size <= length + 1; ++size) {
        size_t reported = 0;
        memset(again, 'x', sizeof again);
        STATUS(size <= length ? USERSIG_BUFFER_TOO_SMALL : USERSIG_OK,
               usersig_public_key_to_pem(public_key, again, size, &reported, &error));
        EXPECT(reported == length && again[size] == 'x');
        EXPECT(size == 0 || (size <= length ? again[0] == '\0' : strcmp(again, pem) == 0));
    }
    STATUS(USERSIG_NULL_POINTER, usersig_public_key_to_pem(NULL, pem, sizeof pem, &length, &error));
    EXPECT(length == 0 && pem[0] == '\0');
    STATUS(USERSIG_NULL_POINTER, usersig_public_key_to_pem(public_key, NULL, 1, &length, &error));
    STATUS(USERSIG_BUFFER_TOO_SMALL, usersig_public_key_to_pem(public_key, NULL, 0, &length, &error));
    STATUS(USERSIG_NULL_POINTER, usersig_private_key_to_pem(NULL, pem, sizeof pem, NULL, &error));
    STATUS(USERSIG_OK, usersig_private_key_to_pem(private_key, pem, sizeof pem, NULL, &error));
    usersig_wipe(pem, sizeof pem);
    for (size = 0; size < sizeof pem; ++size) {
        EXPECT(pem[size] == '\0');
    }
    usersig_wipe(NULL, 5);
}

static void makers(void) {
    usersig_signer *signer = (usersig_signer *)&signer;
    usersig_verifier *made = (usersig_verifier *)&made;
    usersig_verifier_options options = VERIFIER;
    const usersig_public_key *publics[2];
    const usersig_secret_key *secrets[2];

    STATUS(USERSIG_OK, usersig_signer_with_private_key(SDKAPPID, private_key, &signer_v1, &error));
    STATUS(USERSIG_OK, usersig_signer_with_secret_key(SDKAPPID, secret_key, &signer_v2, &error));
    STATUS(USERSIG_INVALID_SDKAPPID, usersig_signer_with_private_key(0, private_key, &signer, &error));
    EXPECT(signer == NULL);
    STATUS(USERSIG_INVALID_SDKAPPID, usersig_signer_with_private_key(-1, private_key, &signer, &error));
    STATUS(USERSIG_INVALID_SDKAPPID, usersig_signer_with_secret_key(INT64_C(4294967296), secret_key, &signer, &error));
    STATUS(USERSIG_NULL_POINTER, usersig_signer_with_private_key(SDKAPPID, NULL, &signer, &error));
    STATUS(USERSIG_NULL_POINTER, usersig_signer_with_private_key(SDKAPPID, private_key, NULL, &error));
    STATUS(USERSIG_NULL_POINTER, usersig_signer_with_secret_key(SDKAPPID, NULL, &signer, &error));
    STATUS(USERSIG_NULL_POINTER, usersig_signer_with_secret_key(SDKAPPID, secret_key, NULL, &error));

    publics[0] = public_key;
    publics[1] = NULL;
    secrets[0] = secret_key;
    secrets[1] = NULL;
    STATUS(USERSIG_OK, usersig_verifier_new(SDKAPPID, publics, 1, secrets, 1, NULL, &verifier, &error));
    STATUS(USERSIG_INVALID_ARGUMENT, usersig_verifier_new(SDKAPPID, NULL, 0, NULL, 0, NULL, &made, &error));
    EXPECT(made == NULL);
    STATUS(USERSIG_NULL_POINTER, usersig_verifier_new(SDKAPPID, publics, 2, NULL, 0, NULL, &made, &error));
    STATUS(USERSIG_NULL_POINTER, usersig_verifier_new(SDKAPPID, NULL, 0, secrets, 2, NULL, &made, &error));
    STATUS(USERSIG_NULL_POINTER, usersig_verifier_new(SDKAPPID, NULL, 1, NULL, 0, NULL, &made, &error));
    STATUS(USERSIG_NULL_POINTER, usersig_verifier_new(SDKAPPID, NULL, 0, NULL, 1, NULL, &made, &error));
    STATUS(USERSIG_NULL_POINTER, usersig_verifier_new(SDKAPPID, publics, 1, NULL, 0, NULL, NULL, &error));
    STATUS(USERSIG_INVALID_SDKAPPID, usersig_verifier_new(INT64_MIN, publics, 1, NULL, 0, NULL, &made, &error));
    options.flags = USERSIG_VERIFIER_LEEWAY | USERSIG_VERIFIER_FUTURE_TOLERANCE;
    options.leeway = options.future_tolerance = USERSIG_LEEWAY_MAX;
    STATUS(USERSIG_OK, usersig_verifier_new(SDKAPPID, publics, 1, NULL, 0, &options, &made, &error));
    usersig_verifier_free(made);
    ++options.leeway;
    STATUS(USERSIG_INVALID_ARGUMENT, usersig_verifier_new(SDKAPPID, publics, 1, NULL, 0, &options, &made, &error));
    options = VERIFIER;
    options.flags = 4;
    STATUS(USERSIG_INVALID_ARGUMENT, usersig_verifier_new(SDKAPPID, publics, 1, NULL, 0, &options, &made, &error));
    options = VERIFIER;
    options.reserved = 1;
    STATUS(USERSIG_INVALID_ARGUMENT, usersig_verifier_new(SDKAPPID, publics, 1, NULL, 0, &options, &made, &error));
    options = VERIFIER;
    options.size = 0;
    STATUS(USERSIG_INVALID_ARGUMENT, usersig_verifier_new(SDKAPPID, publics, 1, NULL, 0, &options, &made, &error));
}

static void generating(void) {
    static char ticket[USERSIG_TICKET_MAX + 1], again[USERSIG_TICKET_MAX + 2], identifier[USERSIG_IDENTIFIER_MAX + 1];
    static uint8_t userbuf[USERSIG_USERBUF_MAX + 1];
    usersig_gen_options options = GEN;
    usersig_batch *batch = NULL;
    const size_t lengths[3] = {7, 0, 1};
    size_t length = 0, size;
#define GEN_SIG(signer, text, text_len)                                                                                        \
    usersig_signer_gen_sig(signer, text, text_len, &options, ticket, sizeof ticket, &length, &error)

    options.flags = USERSIG_GEN_ISSUED_AT;
    options.issued_at = 1600000000;
    STATUS(USERSIG_OK, usersig_signer_gen_sig(signer_v2, T("xiaojun"), &options, ticket, sizeof ticket, &length, &error));
    EXPECT(length == strlen(ticket) && length > 100);
    for (size = 0; size <= length + 1; ++size) {
        size_t reported = 0;
        memset(again, 'x', sizeof again);
        STATUS(size <= length ? USERSIG_BUFFER_TOO_SMALL : USERSIG_OK,
               usersig_signer_gen_sig(signer_v2, T("xiaojun"), &options, again, size, &reported, &error));
        EXPECT(reported == length && again[size] == 'x');
        EXPECT(size == 0 || (size <= length ? again[0] == '\0' : strcmp(again, ticket) == 0));
    }
    STATUS(USERSIG_NULL_POINTER, usersig_signer_gen_sig(NULL, T("xiaojun"), NULL, ticket, sizeof ticket, &length, &error));
    EXPECT(length == 0 && ticket[0] == '\0');
    STATUS(USERSIG_NULL_POINTER, usersig_signer_gen_sig(signer_v1, NULL, 1, NULL, ticket, sizeof ticket, NULL, &error));
    STATUS(USERSIG_NULL_POINTER, usersig_signer_gen_sig(signer_v1, T("xiaojun"), NULL, NULL, 1, NULL, &error));
    EXPECT(usersig_signer_gen_sig(signer_v1, T("xiaojun"), NULL, ticket, sizeof ticket, NULL, NULL) == USERSIG_OK);
    EXPECT(usersig_signer_gen_sig(signer_v1, NULL, 0, NULL, ticket, sizeof ticket, NULL, NULL) == USERSIG_INVALID_IDENTIFIER);

    memset(identifier, 'i', sizeof identifier);
    STATUS(USERSIG_OK, GEN_SIG(signer_v1, identifier, USERSIG_IDENTIFIER_MAX));
    STATUS(USERSIG_INVALID_IDENTIFIER, GEN_SIG(signer_v1, identifier, USERSIG_IDENTIFIER_MAX + 1));
    STATUS(USERSIG_INVALID_IDENTIFIER, GEN_SIG(signer_v1, "a\0b", 3));
    STATUS(USERSIG_INVALID_IDENTIFIER, GEN_SIG(signer_v1, "\xc0\x80", 2));
    options.flags |= USERSIG_GEN_STRICT_IDENTIFIER;
    STATUS(USERSIG_INVALID_IDENTIFIER, GEN_SIG(signer_v1, "a.b", 3));
    options = GEN;
    options.flags = USERSIG_GEN_EXPIRE;
    options.expire = UINT32_MAX;
    STATUS(USERSIG_OK, GEN_SIG(signer_v1, "x", 1));
    ++options.expire;
    STATUS(USERSIG_INVALID_EXPIRE, GEN_SIG(signer_v1, "x", 1));
    options.expire = -1;
    STATUS(USERSIG_INVALID_EXPIRE, GEN_SIG(signer_v1, "x", 1));
    options = GEN;
    options.flags = USERSIG_GEN_ISSUED_AT;
    options.issued_at = -1;
    STATUS(USERSIG_INVALID_ARGUMENT, GEN_SIG(signer_v1, "x", 1));
    options.issued_at = USERSIG_UNIX_TIME_MAX + 1;
    STATUS(USERSIG_INVALID_ARGUMENT, GEN_SIG(signer_v1, "x", 1));
    options = GEN;
    options.flags = USERSIG_GEN_USERBUF;
    options.userbuf = userbuf;
    options.userbuf_len = USERSIG_USERBUF_MAX;
    STATUS(USERSIG_OK, GEN_SIG(signer_v1, "x", 1));
    ++options.userbuf_len;
    STATUS(USERSIG_INVALID_USERBUF, GEN_SIG(signer_v1, "x", 1));
    options.userbuf = NULL;
    STATUS(USERSIG_NULL_POINTER, GEN_SIG(signer_v1, "x", 1));
    options.userbuf_len = 0;
    STATUS(USERSIG_OK, GEN_SIG(signer_v1, "x", 1));
    options = GEN;
    options.flags = USERSIG_GEN_ACCOUNT_TYPE | USERSIG_GEN_APPID_AT_3RD;
    options.account_type = options.appid_at_3rd = "\xff";
    options.account_type_len = options.appid_at_3rd_len = 1;
    STATUS(USERSIG_INVALID_ARGUMENT, GEN_SIG(signer_v1, "x", 1));
    options.account_type = "7";
    STATUS(USERSIG_INVALID_ARGUMENT, GEN_SIG(signer_v1, "x", 1));
    options.appid_at_3rd = NULL;
    STATUS(USERSIG_NULL_POINTER, GEN_SIG(signer_v1, "x", 1));
    options.appid_at_3rd = "8";
    STATUS(USERSIG_OK, GEN_SIG(signer_v1, "x", 1));
    STATUS(USERSIG_INVALID_ARGUMENT, GEN_SIG(signer_v2, "x", 1));
    options = GEN;
    options.compression = 3;
    STATUS(USERSIG_INVALID_ARGUMENT, GEN_SIG(signer_v1, "x", 1));
    options = GEN;
    options.flags = 1u << 31;
    STATUS(USERSIG_INVALID_ARGUMENT, GEN_SIG(signer_v1, "x", 1));
    options = GEN;

#define MAP_KEY(signer, number, name, name_len, bits)                                                                          \
    usersig_signer_gen_private_map_key(signer, "x", 1, number, name, name_len, bits, NULL, ticket, sizeof ticket, &length,     \
                                       &error)
    STATUS(USERSIG_OK, MAP_KEY(signer_v2, 1, NULL, 0, 255));
    STATUS(USERSIG_OK, MAP_KEY(signer_v2, 0, "room", 4, 255));
    STATUS(USERSIG_INVALID_ROOM, MAP_KEY(signer_v2, 0, NULL, 0, 255));
    STATUS(USERSIG_INVALID_ROOM, MAP_KEY(signer_v2, 0, "", 0, 255));
    STATUS(USERSIG_INVALID_ROOM, MAP_KEY(signer_v2, INT64_C(4294967295), NULL, 0, 255));
    STATUS(USERSIG_INVALID_ARGUMENT, MAP_KEY(signer_v2, 1, "room", 4, 255));
    STATUS(USERSIG_NULL_POINTER, MAP_KEY(signer_v2, 0, NULL, 4, 255));
    STATUS(USERSIG_INVALID_ROOM, MAP_KEY(signer_v2, 0, "\xff", 1, 255));
    STATUS(USERSIG_INVALID_ARGUMENT, MAP_KEY(signer_v2, 1, NULL, 0, -1));
    STATUS(USERSIG_OK, MAP_KEY(signer_v1, 1, NULL, 0, 255));
    STATUS(USERSIG_NULL_POINTER, MAP_KEY(NULL, 1, NULL, 0, 255));
    STATUS(USERSIG_OK, usersig_private_map_key_userbuf(SDKAPPID, T("xiaojun"), 10000, NULL, 0, 1615552000, 255, userbuf, 30,
                                                       &length, &error));
    EXPECT(length == 30 && memcmp(userbuf + 18, "\x60\x4b\x5e\0\0\0\0\xff\0\0\0\0", 12) == 0);
    STATUS(USERSIG_BUFFER_TOO_SMALL, usersig_private_map_key_userbuf(SDKAPPID, T("xiaojun"), 10000, NULL, 0, 1615552000, 255,
                                                                     userbuf, 29, &length, &error));
    EXPECT(length == 30);
    STATUS(USERSIG_INVALID_EXPIRE, usersig_private_map_key_userbuf(SDKAPPID, T("xiaojun"), 10000, NULL, 0, -1, 255, userbuf,
                                                                   sizeof userbuf, NULL, &error));

    STATUS(USERSIG_OK, usersig_signer_gen_sig_batch(signer_v2, "xiaojun\xff", 8, lengths, 3, NULL, 2, &batch, &error));
    EXPECT(batch->count == 3);
    EXPECT(batch->items[0].status == USERSIG_OK && strlen(batch->items[0].ticket) == batch->items[0].ticket_len);
    EXPECT(batch->items[0].message == NULL);
    EXPECT(batch->items[1].status == USERSIG_INVALID_IDENTIFIER && batch->items[1].ticket == NULL);
    EXPECT(batch->items[2].status == USERSIG_INVALID_IDENTIFIER && batch->items[2].message[0] != '\0');
    usersig_batch_free(batch);
    STATUS(USERSIG_OK, usersig_signer_gen_sig_batch(signer_v2, NULL, 0, NULL, 0, NULL, 0, &batch, &error));
    EXPECT(batch->count == 0);
    usersig_batch_free(batch);
    STATUS(USERSIG_INVALID_ARGUMENT,
           usersig_signer_gen_sig_batch(signer_v2, "xiaojun", 7, lengths, 3, NULL, 0, &batch, &error));
    EXPECT(batch == NULL);
    STATUS(USERSIG_INVALID_ARGUMENT,
           usersig_signer_gen_sig_batch(signer_v2, "xiaojunxx", 9, lengths, 3, NULL, 0, &batch, &error));
    STATUS(USERSIG_INVALID_ARGUMENT,
           usersig_signer_gen_sig_batch(signer_v2, "x", 1, lengths, (size_t)-1 / 4, NULL, 0, &batch, &error));
    STATUS(USERSIG_NULL_POINTER, usersig_signer_gen_sig_batch(signer_v2, "xiaojunx", 8, NULL, 3, NULL, 0, &batch, &error));
    STATUS(USERSIG_NULL_POINTER, usersig_signer_gen_sig_batch(signer_v2, NULL, 8, lengths, 3, NULL, 0, &batch, &error));
    STATUS(USERSIG_NULL_POINTER, usersig_signer_gen_sig_batch(NULL, "xiaojunx", 8, lengths, 3, NULL, 0, &batch, &error));
    STATUS(USERSIG_NULL_POINTER, usersig_signer_gen_sig_batch(signer_v2, "xiaojunx", 8, lengths, 3, NULL, 0, NULL, &error));
}

/* A value without its flag would be ignored: it is refused, and named. */
static void values_without_flags(void) {
    char ticket[1024];
    usersig_gen_options made;
    usersig_verifier_options looks;
    usersig_verify_options checked;
    usersig_batch *batch = NULL;
    usersig_verifier *with = NULL;
    const size_t length = 1;
#define UNFLAGGED(options, defaults, member, value, named, other_flags, call)                                                  \
    do {                                                                                                                       \
        options = defaults;                                                                                                    \
        options.member = value;                                                                                                \
        STATUS(USERSIG_INVALID_ARGUMENT, call);                                                                                \
        EXPECT(strstr(error.message, "options->" named " ") != NULL);                                                          \
        options.flags = other_flags;                                                                                           \
        STATUS(USERSIG_INVALID_ARGUMENT, call);                                                                                \
        EXPECT(strstr(error.message, "options->" named " ") != NULL);                                                          \
    } while (0)
#define GEN_UNFLAGGED(member, value, named, flag)                                                                              \
    UNFLAGGED(made, GEN, member, value, named, 31 & ~(flag),                                                                   \
              usersig_signer_gen_sig(signer_v1, "x", 1, &made, ticket, sizeof ticket, NULL, &error))
    GEN_UNFLAGGED(expire, 60, "expire", USERSIG_GEN_EXPIRE);
    GEN_UNFLAGGED(expire, -1, "expire", USERSIG_GEN_EXPIRE);
    GEN_UNFLAGGED(issued_at, 1600000000, "issued_at", USERSIG_GEN_ISSUED_AT);
    GEN_UNFLAGGED(userbuf, (const uint8_t *)"", "userbuf", USERSIG_GEN_USERBUF);
    GEN_UNFLAGGED(userbuf_len, 1, "userbuf", USERSIG_GEN_USERBUF);
    GEN_UNFLAGGED(account_type, "", "account_type", USERSIG_GEN_ACCOUNT_TYPE);
    GEN_UNFLAGGED(account_type_len, 1, "account_type", USERSIG_GEN_ACCOUNT_TYPE);
    GEN_UNFLAGGED(appid_at_3rd, "", "appid_at_3rd", USERSIG_GEN_APPID_AT_3RD);
    GEN_UNFLAGGED(appid_at_3rd_len, 1, "appid_at_3rd", USERSIG_GEN_APPID_AT_3RD);
    made = GEN;
    made.expire = 60;
    STATUS(USERSIG_INVALID_ARGUMENT, usersig_signer_gen_sig_batch(signer_v2, "x", 1, &length, 1, &made, 0, &batch, &error));
    STATUS(USERSIG_INVALID_ARGUMENT, usersig_signer_gen_private_map_key(signer_v2, "x", 1, 1, NULL, 0, 255, &made, ticket,
                                                                        sizeof ticket, NULL, &error));
    made.flags = USERSIG_GEN_EXPIRE;
    STATUS(USERSIG_OK, usersig_signer_gen_sig(signer_v1, "x", 1, &made, ticket, sizeof ticket, NULL, &error));

#define VERIFIER_UNFLAGGED(member, flag)                                                                                       \
    UNFLAGGED(looks, VERIFIER, member, 1, #member, 3 & ~(flag),                                                                \
              usersig_verifier_new(SDKAPPID, PUBLIC_KEY, 1, NULL, 0, &looks, &with, &error))
    VERIFIER_UNFLAGGED(leeway, USERSIG_VERIFIER_LEEWAY);
    VERIFIER_UNFLAGGED(future_tolerance, USERSIG_VERIFIER_FUTURE_TOLERANCE);

#define VERIFY_UNFLAGGED(member, value)                                                                                        \
    UNFLAGGED(checked, VERIFY, member, value, #member, 0,                                                                      \
              usersig_verifier_verify(verifier, ticket, strlen(ticket), "x", 1, &checked, NULL, &error))
    VERIFY_UNFLAGGED(now, 1600000000);
    for (checked = VERIFY; checked.userbuf_expected <= USERSIG_USERBUF_ANY; ++checked.userbuf_expected) {
        const uint32_t expected = checked.userbuf_expected;
        const usersig_status status = expected == USERSIG_USERBUF_EXACTLY ? USERSIG_USERBUF_MISMATCH : USERSIG_INVALID_ARGUMENT;
        checked.userbuf = (const uint8_t *)"";
        STATUS(status, usersig_verifier_verify(verifier, ticket, strlen(ticket), "x", 1, &checked, NULL, &error));
        checked.userbuf_len = 1;
        STATUS(status, usersig_verifier_verify(verifier, ticket, strlen(ticket), "x", 1, &checked, NULL, &error));
        EXPECT(expected == USERSIG_USERBUF_EXACTLY || strstr(error.message, "options->userbuf ") != NULL);
        checked = VERIFY;
        checked.userbuf_expected = expected;
        checked.userbuf_len = 1;
        STATUS(expected == USERSIG_USERBUF_EXACTLY ? USERSIG_NULL_POINTER : USERSIG_INVALID_ARGUMENT,
               usersig_verifier_verify(verifier, ticket, strlen(ticket), "x", 1, &checked, NULL, &error));
        checked.userbuf_len = 0;
    }
}

/* Programs that were compiled with an older header have smaller structs, and those of newer ones have larger ones. */
static void structs_of_other_versions(void) {
    struct {
        usersig_gen_options options;
        uint64_t newer[4];
    } made;
    struct {
        usersig_verifier_options options;
        uint64_t newer[4];
    } looks;
    struct {
        usersig_verify_options options;
        uint64_t newer[4];
    } checked;
    const size_t first_fields = offsetof(usersig_gen_options, compression) + sizeof(uint32_t);
    char ticket[1024], again[1024];
    size_t length = 0, size;
    usersig_verifier *with = NULL;
#define SIZES(structure, defaults, call)                                                                                       \
    do {                                                                                                                       \
        memset(&structure, 0, sizeof structure);                                                                               \
        for (size = 0; size <= sizeof structure; ++size) {                                                                     \
            structure.options = defaults;                                                                                      \
            structure.options.size = size;                                                                                     \
            STATUS(size < first_fields || size % sizeof(size_t) != 0 ? USERSIG_INVALID_ARGUMENT : USERSIG_OK, call);           \
        }                                                                                                                      \
        structure.options.size = sizeof structure;                                                                             \
        structure.newer[3] = 1;                                                                                                \
        STATUS(USERSIG_INVALID_ARGUMENT, call);                                                                                \
        structure.options.size = sizeof structure.options;                                                                     \
        STATUS(USERSIG_OK, call);                                                                                              \
        structure.options.size = (size_t)-1;                                                                                   \
        STATUS(USERSIG_INVALID_ARGUMENT, call);                                                                                \
        usersig_verifier_free(with);                                                                                           \
        with = NULL;                                                                                                           \
    } while (0)
    SIZES(made, GEN, usersig_signer_gen_sig(signer_v2, "x", 1, &made.options, ticket, sizeof ticket, &length, &error));
    STATUS(USERSIG_OK, usersig_signer_gen_sig(signer_v2, "x", 1, NULL, ticket, sizeof ticket, &length, &error));
    SIZES(checked, VERIFY, usersig_verifier_verify(verifier, ticket, length, "x", 1, &checked.options, NULL, &error));
    SIZES(looks, VERIFIER, (usersig_verifier_free(with),
                            usersig_verifier_new(SDKAPPID, PUBLIC_KEY, 1, NULL, 0, &looks.options, &with, &error)));

    /* What lies beyond the size does not count, whatever it is; a field within it does. */
    made.options = GEN;
    made.options.size = offsetof(usersig_gen_options, userbuf);
    made.options.flags = USERSIG_GEN_EXPIRE;
    made.options.expire = 60;
    made.options.issued_at = -1;
    made.options.userbuf_len = (size_t)-1;
    STATUS(USERSIG_OK, usersig_signer_gen_sig(signer_v2, "x", 1, &made.options, again, sizeof again, &length, &error));
    made.options.flags |= USERSIG_GEN_ISSUED_AT;
    STATUS(USERSIG_OK, usersig_signer_gen_sig(signer_v2, "x", 1, &made.options, again, sizeof again, &length, &error));
}

/* Every status is about one thing, which callers need not read off its number. */
static void kinds(void) {
    EXPECT(usersig_status_kind(USERSIG_OK) == USERSIG_ABOUT_NOTHING);
    EXPECT(usersig_status_kind(USERSIG_INVALID_ROOM) == USERSIG_ABOUT_ARGUMENT);
    EXPECT(usersig_status_kind(USERSIG_NULL_POINTER) == USERSIG_ABOUT_ARGUMENT);
    EXPECT(usersig_status_kind(USERSIG_WRONG_KEY_KIND) == USERSIG_ABOUT_KEY);
    EXPECT(usersig_status_kind(USERSIG_EMPTY) == USERSIG_ABOUT_TICKET);
    EXPECT(usersig_status_kind(USERSIG_NOT_YET_VALID) == USERSIG_ABOUT_TICKET);
    EXPECT(usersig_status_kind(USERSIG_INTERNAL) == USERSIG_ABOUT_INTERNAL && usersig_status_kind(-1) == USERSIG_ABOUT_INTERNAL);
}

/* What is longer than any bound is refused by its length alone: nothing can be read there. */
static void refused_by_length(void) {
    const char *const nowhere = (const char *)(uintptr_t)1;
    const size_t much = 1000000000, lengths[2] = {USERSIG_TICKET_MAX + 1, 1};
    static char ticket[USERSIG_TICKET_MAX + 1], no_utf8[USERSIG_TICKET_MAX + 2];
    uint8_t userbuf[64];
    usersig_private_key *key = NULL;
    usersig_public_key *other = NULL;
    usersig_secret_key *no_secret = NULL;
    usersig_untrusted_ticket *untrusted = NULL;
    usersig_batch *batch = NULL;
    usersig_gen_options made = GEN;
    usersig_verify_options options = VERIFY;
    size_t length;
#define MADE(identifier, identifier_len)                                                                                       \
    usersig_signer_gen_sig(signer_v1, identifier, identifier_len, &made, ticket, sizeof ticket, &length, &error)
    STATUS(USERSIG_INVALID_KEY, usersig_private_key_from_pem(nowhere, much, &key, &error));
    STATUS(USERSIG_INVALID_KEY, usersig_public_key_from_pem(nowhere, much, &other, &error));
    STATUS(USERSIG_INVALID_KEY, usersig_secret_key_new(nowhere, much, &no_secret, &error));
    STATUS(USERSIG_INVALID_IDENTIFIER, MADE(nowhere, much));
    STATUS(USERSIG_INVALID_IDENTIFIER, usersig_private_map_key_userbuf(SDKAPPID, nowhere, much, 1, NULL, 0, 1615552000, 255,
                                                                       userbuf, sizeof userbuf, &length, &error));
    STATUS(USERSIG_INVALID_ROOM, usersig_private_map_key_userbuf(SDKAPPID, "x", 1, 0, nowhere, much, 1615552000, 255, userbuf,
                                                                 sizeof userbuf, &length, &error));
    made.flags = USERSIG_GEN_USERBUF;
    made.userbuf = (const uint8_t *)nowhere;
    made.userbuf_len = much;
    STATUS(USERSIG_INVALID_USERBUF, MADE("x", 1));
    made = GEN;
    made.flags = USERSIG_GEN_ACCOUNT_TYPE;
    made.account_type = nowhere;
    made.account_type_len = much;
    STATUS(USERSIG_INVALID_ARGUMENT, MADE("x", 1));
    made = GEN;
    made.flags = USERSIG_GEN_APPID_AT_3RD;
    made.appid_at_3rd = nowhere;
    made.appid_at_3rd_len = much;
    STATUS(USERSIG_INVALID_ARGUMENT, MADE("x", 1));
    STATUS(USERSIG_TOO_LONG, usersig_inspect(nowhere, much, &untrusted, &error));
    STATUS(USERSIG_TOO_LONG, usersig_verifier_verify(verifier, nowhere, much, "x", 1, NULL, NULL, &error));
    made = GEN;
    STATUS(USERSIG_OK, MADE("x", 1));
    STATUS(USERSIG_INVALID_IDENTIFIER, usersig_verifier_verify(verifier, ticket, length, nowhere, much, NULL, NULL, &error));
    options.userbuf_expected = USERSIG_USERBUF_EXACTLY;
    options.userbuf = (const uint8_t *)nowhere;
    options.userbuf_len = much;
    STATUS(USERSIG_USERBUF_MISMATCH, usersig_verifier_verify(verifier, ticket, length, "x", 1, &options, NULL, &error));
    /* The identifiers of a batch are there, so what shows is which of two mistakes is found. */
    memset(no_utf8, '\xff', sizeof no_utf8);
    STATUS(USERSIG_OK, usersig_signer_gen_sig_batch(signer_v2, no_utf8, sizeof no_utf8, lengths, 2, NULL, 0, &batch, &error));
    EXPECT(batch->items[0].status == USERSIG_INVALID_IDENTIFIER && batch->items[1].status == USERSIG_INVALID_IDENTIFIER);
    usersig_batch_free(batch);
    STATUS(USERSIG_INVALID_ARGUMENT, usersig_signer_gen_sig_batch(signer_v2, nowhere, (size_t)-1, lengths, 2, NULL, 0, &batch, &error));
}

/* 1024 bytes hold every ticket of the service's size, as usersig.h says: the longest numbers, characters that JSON escapes. */
static void sizes(void) {
    char ticket[1024], identifier[32], room[64];
    usersig_gen_options made = GEN;
    usersig_signer *v1 = NULL, *v2 = NULL;
    memset(identifier, '"', sizeof identifier);
    memset(room, '~', sizeof room);
    made.flags = USERSIG_GEN_ISSUED_AT | USERSIG_GEN_EXPIRE;
    made.expire = UINT32_MAX;
    STATUS(USERSIG_OK, usersig_signer_with_private_key(UINT32_MAX, private_key, &v1, &error));
    STATUS(USERSIG_OK, usersig_signer_with_secret_key(UINT32_MAX, secret_key, &v2, &error));
    for (made.compression = 0; made.compression <= USERSIG_COMPRESSION_NONE; ++made.compression) {
        made.issued_at = USERSIG_UNIX_TIME_MAX - UINT32_MAX;
        STATUS(USERSIG_OK, usersig_signer_gen_sig(v1, identifier, sizeof identifier, &made, ticket, sizeof ticket, NULL, &error));
        STATUS(USERSIG_OK, usersig_signer_gen_sig(v2, identifier, sizeof identifier, &made, ticket, sizeof ticket, NULL, &error));
        made.issued_at = 0;
        STATUS(USERSIG_OK, usersig_signer_gen_private_map_key(v2, identifier, sizeof identifier, 0, room, sizeof room, 255, &made,
                                                              ticket, sizeof ticket, NULL, &error));
    }
    usersig_signer_free(v1);
    usersig_signer_free(v2);
}

static void checking(void) {
    static char ticket[USERSIG_TICKET_MAX + 1], too_long[USERSIG_TICKET_MAX + 1];
    usersig_gen_options made = GEN;
    usersig_verify_options options = VERIFY;
    usersig_ticket *verified = (usersig_ticket *)&verified;
    usersig_untrusted_ticket *untrusted = NULL;
    usersig_verifier *secrets_only = NULL;
    size_t length = 0;
#define CHECK(text, text_len) usersig_verifier_verify(verifier, text, text_len, "xiaojun", 7, &options, &verified, &error)

    made.flags = USERSIG_GEN_ISSUED_AT | USERSIG_GEN_EXPIRE | USERSIG_GEN_USERBUF | USERSIG_GEN_ACCOUNT_TYPE;
    made.issued_at = 1600000000;
    made.expire = 60;
    made.userbuf = (const uint8_t *)"h\0i";
    made.userbuf_len = 3;
    made.account_type = "77";
    made.account_type_len = 2;
    STATUS(USERSIG_OK, usersig_signer_gen_sig(signer_v1, T("xiaojun"), &made, ticket, sizeof ticket, &length, &error));
    options.flags = USERSIG_VERIFY_NOW;
    options.now = 1600000060;
    options.userbuf_expected = USERSIG_USERBUF_EXACTLY;
    options.userbuf = (const uint8_t *)"h\0i";
    options.userbuf_len = 3;
    STATUS(USERSIG_OK, CHECK(ticket, length));
    EXPECT(verified->fields.version == 1 && verified->fields.sdkappid == SDKAPPID && verified->fields.expire == 60);
    EXPECT(verified->fields.issued_at == 1600000000 && verified->fields.expires_at == 1600000060);
    EXPECT(strcmp(verified->fields.identifier, "xiaojun") == 0 && verified->fields.identifier_len == 7);
    EXPECT(verified->fields.has_userbuf == 1 && verified->fields.userbuf_len == 3);
    EXPECT(memcmp(verified->fields.userbuf, "h\0i", 3) == 0 && verified->fields.private_map_key == NULL);
    EXPECT(strcmp(verified->fields.account_type, "77") == 0 && strcmp(verified->fields.appid_at_3rd, "0") == 0);
    usersig_ticket_free(verified);
    EXPECT(usersig_verifier_verify(verifier, ticket, length, "xiaojun", 7, &options, NULL, NULL) == USERSIG_OK);

    options.userbuf_len = 2;
    STATUS(USERSIG_USERBUF_MISMATCH, CHECK(ticket, length));
    EXPECT(verified == NULL);
    options.userbuf = NULL;
    STATUS(USERSIG_NULL_POINTER, CHECK(ticket, length));
    options.userbuf_len = 0;
    options.userbuf_expected = 4;
    STATUS(USERSIG_INVALID_ARGUMENT, CHECK(ticket, length));
    options.userbuf_expected = USERSIG_USERBUF_PRESENT;
    STATUS(USERSIG_IDENTIFIER_MISMATCH, usersig_verifier_verify(verifier, ticket, length, "x", 1, &options, &verified, &error));
    STATUS(USERSIG_INVALID_IDENTIFIER, usersig_verifier_verify(verifier, ticket, length, "", 0, &options, &verified, &error));
    STATUS(USERSIG_INVALID_IDENTIFIER, usersig_verifier_verify(verifier, ticket, length, "\xff", 1, &options, &verified, &error));
    STATUS(USERSIG_MALFORMED_BASE64, CHECK("\xff", 1));
    STATUS(USERSIG_NULL_POINTER, CHECK(NULL, 1));
    STATUS(USERSIG_NULL_POINTER, usersig_verifier_verify(verifier, ticket, length, NULL, 1, &options, &verified, &error));
    STATUS(USERSIG_NULL_POINTER, usersig_verifier_verify(NULL, ticket, length, "x", 1, &options, &verified, &error));
    ++options.now;
    STATUS(USERSIG_EXPIRED, CHECK(ticket, length));
    options.now = 1600000000 - 301;
    STATUS(USERSIG_NOT_YET_VALID, CHECK(ticket, length));
    options.now = -1;
    STATUS(USERSIG_INVALID_ARGUMENT, CHECK(ticket, length));
    options.now = 1600000000;
    options.flags |= 2;
    STATUS(USERSIG_INVALID_ARGUMENT, CHECK(ticket, length));
    options.flags = USERSIG_VERIFY_NOW;
    options.size = 8;
    STATUS(USERSIG_INVALID_ARGUMENT, CHECK(ticket, length));
    options.size = sizeof options;

    STATUS(USERSIG_OK, usersig_verifier_new(SDKAPPID, NULL, 0, SECRET_KEY, 1, NULL, &secrets_only, &error));
    STATUS(USERSIG_NO_KEY_FOR_VERSION,
           usersig_verifier_verify(secrets_only, ticket, length, "xiaojun", 7, &options, &verified, &error));
    usersig_verifier_free(secrets_only);
    STATUS(USERSIG_OK, usersig_verifier_new(SDKAPPID + 1, PUBLIC_KEY, 1, NULL, 0, NULL, &secrets_only, &error));
    STATUS(USERSIG_SDKAPPID_MISMATCH,
           usersig_verifier_verify(secrets_only, ticket, length, "xiaojun", 7, &options, &verified, &error));
    usersig_verifier_free(secrets_only);

    memset(too_long, 'A', sizeof too_long);
    STATUS(USERSIG_EMPTY, CHECK(NULL, 0));
    STATUS(USERSIG_TOO_LONG, CHECK(too_long, sizeof too_long));
    STATUS(USERSIG_MALFORMED_BASE64, CHECK("!", 1));
    STATUS(USERSIG_MALFORMED_ZLIB, CHECK("AAAA", 4));
    STATUS(USERSIG_MALFORMED_JSON, CHECK("eJyLNowFAAHTAOo_", 16));                          /* [1] */
    STATUS(USERSIG_MALFORMED_FIELD, CHECK("eJyrrgUAAXUA*Q__", 16));                         /* {} */
    STATUS(USERSIG_UNSUPPORTED_VERSION, CHECK("eJyrVgrxCdYrSy1SslIy1jNQqgUALU8Eug__", 36)); /* {"TLS.ver":"3.0"} */
    STATUS(USERSIG_OK,
           usersig_gen_sig_with_secret_key(SDKAPPID, T("another-secret"), T("xiaojun"), NULL, ticket, sizeof ticket, &length, &error));
    STATUS(USERSIG_BAD_SIGNATURE, CHECK(ticket, length));

    STATUS(USERSIG_OK, usersig_inspect(ticket, length, &untrusted, &error));
    EXPECT(untrusted->fields.version == 2 && untrusted->fields.account_type == NULL && untrusted->fields.userbuf == NULL);
    EXPECT(untrusted->fields.has_userbuf == 0 && untrusted->fields.expire == USERSIG_DEFAULT_EXPIRE);
    usersig_untrusted_ticket_free(untrusted);
    STATUS(USERSIG_EMPTY, usersig_inspect("", 0, &untrusted, &error));
    EXPECT(untrusted == NULL);
    STATUS(USERSIG_NULL_POINTER, usersig_inspect(NULL, 1, &untrusted, &error));
    STATUS(USERSIG_NULL_POINTER, usersig_inspect(ticket, length, NULL, &error));
    STATUS(USERSIG_MALFORMED_BASE64, usersig_inspect("\xff", 1, &untrusted, &error));
}

static void one_shot(void) {
    char ticket[1024];
    size_t length = 0;
    usersig_ticket *verified = NULL;
    usersig_verify_options options = VERIFY;

    STATUS(USERSIG_OK,
           usersig_gen_sig_with_private_key(SDKAPPID, T(private_pem), T("xiaojun"), NULL, ticket, sizeof ticket, &length, &error));
    STATUS(USERSIG_OK, usersig_verify_with_public_key(SDKAPPID, T(public_pem), ticket, length, T("xiaojun"), NULL, &verified, &error));
    EXPECT(verified->fields.version == 1);
    usersig_ticket_free(verified);
    STATUS(USERSIG_NO_KEY_FOR_VERSION,
           usersig_verify_with_secret_key(SDKAPPID, T(secret), ticket, length, T("xiaojun"), NULL, NULL, &error));
    STATUS(USERSIG_WRONG_KEY_KIND,
           usersig_verify_with_secret_key(SDKAPPID, T(public_pem), ticket, length, T("xiaojun"), NULL, NULL, &error));
    STATUS(USERSIG_WRONG_KEY_KIND, usersig_verify_with_public_key(SDKAPPID, T(secret), ticket, length, T("xiaojun"), NULL, NULL, &error));
    STATUS(USERSIG_WRONG_KEY_KIND,
           usersig_gen_sig_with_private_key(SDKAPPID, T(secret), T("xiaojun"), NULL, ticket, sizeof ticket, &length, &error));
    STATUS(USERSIG_WRONG_KEY_KIND,
           usersig_gen_sig_with_secret_key(SDKAPPID, T(private_pem), T("xiaojun"), NULL, ticket, sizeof ticket, &length, &error));
    STATUS(USERSIG_INVALID_SDKAPPID,
           usersig_gen_sig_with_secret_key(0, T(secret), T("xiaojun"), NULL, ticket, sizeof ticket, &length, &error));
    STATUS(USERSIG_NULL_POINTER,
           usersig_gen_sig_with_secret_key(SDKAPPID, NULL, 4, T("xiaojun"), NULL, ticket, sizeof ticket, &length, &error));

    STATUS(USERSIG_OK, usersig_gen_private_map_key_with_secret_key(SDKAPPID, T(secret), T("xiaojun"), 0, T("lobby"), USERSIG_PRIVILEGE_ALL,
                                                   NULL, ticket, sizeof ticket, &length, &error));
    STATUS(USERSIG_USERBUF_MISMATCH, usersig_verify_with_secret_key(SDKAPPID, T(secret), ticket, length, T("xiaojun"), NULL, NULL, &error));
    options.userbuf_expected = USERSIG_USERBUF_ANY;
    STATUS(USERSIG_OK, usersig_verify_with_secret_key(SDKAPPID, T(secret), ticket, length, T("xiaojun"), &options, &verified, &error));
    EXPECT(verified->fields.private_map_key != NULL);
    EXPECT(strcmp(verified->fields.private_map_key->room_name, "lobby") == 0);
    EXPECT(verified->fields.private_map_key->privileges == USERSIG_PRIVILEGE_ALL && verified->fields.private_map_key->room_number == 0);
    EXPECT(verified->fields.private_map_key->expires_at == verified->fields.expires_at);
    usersig_ticket_free(verified);
}

static void table(void) {
    size_t count = 0, index;
    const usersig_status_row *rows = usersig_status_table(&count);
    EXPECT(usersig_status_table(NULL) == rows);
    for (index = 0; index < count; ++index) {
        const usersig_status_row *row = &rows[index];
        EXPECT(usersig_status_lookup(row->status) == row);
        EXPECT(strcmp(usersig_status_word(row->status), row->word) == 0);
        EXPECT(strcmp(usersig_status_message(row->status), row->message) == 0);
        /* Those of C alone; the others have cases, which conformance.cpp runs. */
        if (!seen[row->status] && row->status > USERSIG_INTERNAL) {
            fprintf(stderr, "status.c: no call gave %s\n", row->word);
            ++failures;
        }
    }
    EXPECT(strcmp(usersig_status_word(USERSIG_EXPIRED), "expired") == 0);
    EXPECT(usersig_status_lookup(-1)->status == USERSIG_INTERNAL && usersig_status_lookup(1000)->status == USERSIG_INTERNAL);
    EXPECT(strcmp(usersig_version(), USERSIG_VERSION) == 0);
}

static void *worker(void *number) {
    const int own = *(const int *)number;
    char identifier[32], ticket[1024];
    size_t length = 0;
    long bad = 0;
    int round;
    for (round = 0; round < 100; ++round) {
        usersig_ticket *verified = NULL;
        sprintf(identifier, "user-%d-%d", own, round);
        if (usersig_signer_gen_sig(round % 2 ? signer_v1 : signer_v2, identifier, strlen(identifier), NULL, ticket,
                                   sizeof ticket, &length, NULL) != USERSIG_OK ||
            usersig_verifier_verify(verifier, ticket, length, identifier, strlen(identifier), NULL, &verified, NULL) !=
                USERSIG_OK ||
            strcmp(verified->fields.identifier, identifier) != 0 ||
            usersig_verifier_verify(verifier, ticket, length, "other", 5, NULL, NULL, NULL) != USERSIG_IDENTIFIER_MISMATCH) {
            ++bad;
        }
        usersig_ticket_free(verified);
    }
    return (void *)bad;
}

static void threads(void) {
    pthread_t running[8];
    int numbers[8], index;
    for (index = 0; index < 8; ++index) {
        numbers[index] = index;
        EXPECT(pthread_create(&running[index], NULL, worker, &numbers[index]) == 0);
    }
    for (index = 0; index < 8; ++index) {
        void *bad = NULL;
        pthread_join(running[index], &bad);
        EXPECT(bad == NULL);
    }
}

int main(void) {
    private_pem = read_file(KEYS "p256/private_key.txt");
    public_pem = read_file(KEYS "p256/public_key.txt");
    secret = read_file(KEYS "secret.txt");
    secret[strcspn(secret, "\r\n")] = '\0';
    keys();
    makers();
    generating();
    values_without_flags();
    structs_of_other_versions();
    kinds();
    refused_by_length();
    sizes();
    checking();
    one_shot();
    table();
    /* Signers and verifiers need no keys once they are made. */
    usersig_private_key_free(private_key);
    usersig_public_key_free(public_key);
    usersig_secret_key_free(secret_key);
    threads();
    usersig_signer_free(signer_v1);
    usersig_signer_free(signer_v2);
    usersig_verifier_free(verifier);
    usersig_private_key_free(NULL);
    usersig_public_key_free(NULL);
    usersig_secret_key_free(NULL);
    usersig_signer_free(NULL);
    usersig_verifier_free(NULL);
    usersig_ticket_free(NULL);
    usersig_untrusted_ticket_free(NULL);
    usersig_batch_free(NULL);
    puts(failures == 0 ? "status: ok" : "status: FAILED");
    return failures == 0 ? 0 : 1;
}
