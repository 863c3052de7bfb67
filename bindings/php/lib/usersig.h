/* Generated from the C header usersig.h by tools/generate. Do not edit. */
enum usersig_status
 {
    USERSIG_OK = 0,
    USERSIG_INVALID_ARGUMENT = 1,
    USERSIG_INVALID_SDKAPPID = 2,
    USERSIG_INVALID_IDENTIFIER = 3,
    USERSIG_INVALID_EXPIRE = 4,
    USERSIG_INVALID_USERBUF = 5,
    USERSIG_INVALID_ROOM = 6,
    USERSIG_INVALID_KEY = 10,
    USERSIG_UNSUPPORTED_CURVE = 11,
    USERSIG_WRONG_KEY_KIND = 12,
    USERSIG_EMPTY = 20,
    USERSIG_TOO_LONG = 21,
    USERSIG_MALFORMED_BASE64 = 22,
    USERSIG_MALFORMED_ZLIB = 23,
    USERSIG_MALFORMED_JSON = 24,
    USERSIG_MALFORMED_FIELD = 25,
    USERSIG_UNSUPPORTED_VERSION = 26,
    USERSIG_NO_KEY_FOR_VERSION = 30,
    USERSIG_BAD_SIGNATURE = 31,
    USERSIG_SDKAPPID_MISMATCH = 32,
    USERSIG_IDENTIFIER_MISMATCH = 33,
    USERSIG_USERBUF_MISMATCH = 34,
    USERSIG_EXPIRED = 35,
    USERSIG_NOT_YET_VALID = 36,
    USERSIG_INTERNAL = 99,
    USERSIG_NULL_POINTER = 101,
    USERSIG_BUFFER_TOO_SMALL = 103
};
typedef int32_t usersig_status;
enum usersig_curve
 {
    USERSIG_CURVE_P256 = 1,
    USERSIG_CURVE_SECP256K1 = 2
};
typedef int32_t usersig_curve;
enum usersig_kind
 {
    USERSIG_ABOUT_NOTHING = 0,
    USERSIG_ABOUT_ARGUMENT = 1,
    USERSIG_ABOUT_KEY = 2,
    USERSIG_ABOUT_TICKET = 3,
    USERSIG_ABOUT_INTERNAL = 4
};
typedef int32_t usersig_kind;
typedef struct usersig_private_key usersig_private_key;
typedef struct usersig_public_key usersig_public_key;
typedef struct usersig_secret_key usersig_secret_key;
typedef struct usersig_signer usersig_signer;
typedef struct usersig_source usersig_source;
typedef struct usersig_verifier usersig_verifier;
typedef struct usersig_gen_options {
    size_t size;
    uint32_t flags;
    uint32_t compression;
    int64_t expire;
    const uint8_t *userbuf;
    size_t userbuf_len;
    int64_t issued_at;
    const char *account_type;
    size_t account_type_len;
    const char *appid_at_3rd;
    size_t appid_at_3rd_len;
} usersig_gen_options;
typedef struct usersig_batch_item {
    const char *ticket;
    size_t ticket_len;
    const char *message;
    usersig_status status;
} usersig_batch_item;
typedef struct usersig_batch {
    const struct usersig_batch_item *items;
    size_t count;
} usersig_batch;
typedef struct usersig_error {
    usersig_status status;
    int32_t code;
    int32_t check_err;
    int32_t service_code;
    char field[32];
    char message[256];
} usersig_error;
typedef struct usersig_verify_options {
    size_t size;
    uint32_t flags;
    uint32_t userbuf_expected;
    int64_t now;
    const uint8_t *userbuf;
    size_t userbuf_len;
} usersig_verify_options;
typedef struct usersig_private_map_key {
    const char *room_name;
    size_t room_name_len;
    int64_t expires_at;
    uint32_t room_number;
    uint32_t privileges;
} usersig_private_map_key;
typedef struct usersig_ticket_fields {
    uint32_t version;
    uint32_t sdkappid;
    uint32_t expire;
    uint32_t has_userbuf;
    int64_t issued_at;
    int64_t expires_at;
    const char *identifier;
    size_t identifier_len;
    const uint8_t *userbuf;
    size_t userbuf_len;
    const char *account_type;
    size_t account_type_len;
    const char *appid_at_3rd;
    size_t appid_at_3rd_len;
    const struct usersig_private_map_key *private_map_key;
} usersig_ticket_fields;
typedef struct usersig_ticket {
    struct usersig_ticket_fields fields;
} usersig_ticket;
typedef struct usersig_status_row {
    usersig_status status;
    int32_t code;
    int32_t check_err;
    uint32_t service_code_count;
    const int32_t *service_codes;
    const char *word;
    const char *message;
} usersig_status_row;
typedef struct usersig_untrusted_ticket {
    struct usersig_ticket_fields fields;
} usersig_untrusted_ticket;
typedef struct usersig_verifier_options {
    size_t size;
    uint32_t flags;
    uint32_t reserved;
    int64_t leeway;
    int64_t future_tolerance;
} usersig_verifier_options;
const char *usersig_version(void);
void usersig_wipe(void *buffer, size_t len);
usersig_status usersig_signer_gen_sig_batch(const struct usersig_signer *signer,
                                            const char *identifiers,
                                            size_t identifiers_len,
                                            const size_t *lengths,
                                            size_t count,
                                            const struct usersig_gen_options *options,
                                            uint32_t threads,
                                            struct usersig_batch **batch,
                                            struct usersig_error *error);
void usersig_batch_free(struct usersig_batch *batch);
usersig_status usersig_private_key_from_pem(const char *pem,
                                            size_t pem_len,
                                            struct usersig_private_key **key,
                                            struct usersig_error *error);
usersig_status usersig_private_key_generate(int32_t curve,
                                            struct usersig_private_key **key,
                                            struct usersig_error *error);
usersig_status usersig_private_key_public_key(const struct usersig_private_key *key,
                                              struct usersig_public_key **public_key,
                                              struct usersig_error *error);
int32_t usersig_private_key_curve(const struct usersig_private_key *key);
usersig_status usersig_private_key_to_pem(const struct usersig_private_key *key,
                                          char *pem,
                                          size_t pem_capacity,
                                          size_t *pem_len,
                                          struct usersig_error *error);
void usersig_private_key_free(struct usersig_private_key *key);
usersig_status usersig_public_key_from_pem(const char *pem,
                                           size_t pem_len,
                                           struct usersig_public_key **key,
                                           struct usersig_error *error);
int32_t usersig_public_key_curve(const struct usersig_public_key *key);
usersig_status usersig_public_key_to_pem(const struct usersig_public_key *key,
                                         char *pem,
                                         size_t pem_capacity,
                                         size_t *pem_len,
                                         struct usersig_error *error);
void usersig_public_key_free(struct usersig_public_key *key);
usersig_status usersig_secret_key_new(const char *secret,
                                      size_t secret_len,
                                      struct usersig_secret_key **key,
                                      struct usersig_error *error);
void usersig_secret_key_free(struct usersig_secret_key *key);
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
usersig_status usersig_signer_with_private_key(int64_t sdkappid,
                                               const struct usersig_private_key *key,
                                               struct usersig_signer **signer,
                                               struct usersig_error *error);
usersig_status usersig_signer_with_secret_key(int64_t sdkappid,
                                              const struct usersig_secret_key *key,
                                              struct usersig_signer **signer,
                                              struct usersig_error *error);
void usersig_signer_free(struct usersig_signer *signer);
usersig_status usersig_signer_gen_sig(const struct usersig_signer *signer,
                                      const char *identifier,
                                      size_t identifier_len,
                                      const struct usersig_gen_options *options,
                                      char *ticket,
                                      size_t ticket_capacity,
                                      size_t *ticket_len,
                                      struct usersig_error *error);
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
usersig_status usersig_source_new(const struct usersig_signer *signer,
                                  const char *identifier,
                                  size_t identifier_len,
                                  const struct usersig_gen_options *options,
                                  double min_share,
                                  struct usersig_source **source,
                                  struct usersig_error *error);
void usersig_source_free(struct usersig_source *source);
uint64_t usersig_source_renewals(const struct usersig_source *source);
usersig_status usersig_source_ticket(const struct usersig_source *source,
                                     char *ticket,
                                     size_t ticket_capacity,
                                     size_t *ticket_len,
                                     struct usersig_error *error);
usersig_status usersig_source_ticket_at(const struct usersig_source *source,
                                        int64_t now,
                                        uint64_t renewals,
                                        char *ticket,
                                        size_t ticket_capacity,
                                        size_t *ticket_len,
                                        struct usersig_error *error);
usersig_status usersig_freshness(int64_t issued_at,
                                 int64_t expire,
                                 double min_share,
                                 int64_t now,
                                 uint32_t *freshness,
                                 struct usersig_error *error);
const struct usersig_status_row *usersig_status_table(size_t *count);
const struct usersig_status_row *usersig_status_lookup(int32_t status);
int32_t usersig_status_kind(int32_t status);
const char *usersig_status_word(int32_t status);
const char *usersig_status_message(int32_t status);
usersig_status usersig_inspect(const char *ticket,
                               size_t ticket_len,
                               struct usersig_untrusted_ticket **untrusted,
                               struct usersig_error *error);
void usersig_ticket_free(struct usersig_ticket *ticket);
void usersig_untrusted_ticket_free(struct usersig_untrusted_ticket *ticket);
usersig_status usersig_verifier_new(int64_t sdkappid,
                                    const struct usersig_public_key *const *public_keys,
                                    size_t public_key_count,
                                    const struct usersig_secret_key *const *secret_keys,
                                    size_t secret_key_count,
                                    const struct usersig_verifier_options *options,
                                    struct usersig_verifier **verifier,
                                    struct usersig_error *error);
void usersig_verifier_free(struct usersig_verifier *verifier);
usersig_status usersig_verifier_verify(const struct usersig_verifier *verifier,
                                       const char *ticket,
                                       size_t ticket_len,
                                       const char *identifier,
                                       size_t identifier_len,
                                       const struct usersig_verify_options *options,
                                       struct usersig_ticket **verified,
                                       struct usersig_error *error);
usersig_status usersig_verifier_authenticate(const struct usersig_verifier *verifier,
                                             const char *ticket,
                                             size_t ticket_len,
                                             const struct usersig_verify_options *options,
                                             struct usersig_ticket **verified,
                                             struct usersig_error *error);
