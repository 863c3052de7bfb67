// Forms of the C interface that suit Go: options by value, since memory that Go passes by pointer may not hold pointers to Go
// memory itself, and results returned, so that no pointer to a pointer is passed.

#ifndef USERSIG_GO_BINDING_H
#define USERSIG_GO_BINDING_H

#include "usersig.h"

static inline int32_t usersig_go_gen_sig(const usersig_signer *signer, const char *identifier, size_t identifier_len,
                                         usersig_gen_options options, char *ticket, size_t capacity, size_t *ticket_len,
                                         usersig_error *error) {
    return usersig_signer_gen_sig(signer, identifier, identifier_len, &options, ticket, capacity, ticket_len, error);
}

static inline int32_t usersig_go_gen_private_map_key(const usersig_signer *signer, const char *identifier,
                                                     size_t identifier_len, int64_t room_number, const char *room_name,
                                                     size_t room_name_len, int64_t privileges, usersig_gen_options options,
                                                     char *ticket, size_t capacity, size_t *ticket_len,
                                                     usersig_error *error) {
    return usersig_signer_gen_private_map_key(signer, identifier, identifier_len, room_number, room_name, room_name_len,
                                              privileges, &options, ticket, capacity, ticket_len, error);
}

static inline int32_t usersig_go_gen_sig_with_private_key(int64_t sdkappid, const char *key, size_t key_len,
                                                      const char *identifier, size_t identifier_len,
                                                      usersig_gen_options options, char *ticket, size_t capacity,
                                                      size_t *ticket_len, usersig_error *error) {
    return usersig_gen_sig_with_private_key(sdkappid, key, key_len, identifier, identifier_len, &options, ticket, capacity,
                                            ticket_len, error);
}

static inline int32_t usersig_go_gen_sig_with_secret_key(int64_t sdkappid, const char *key, size_t key_len,
                                                      const char *identifier, size_t identifier_len,
                                                      usersig_gen_options options, char *ticket, size_t capacity,
                                                      size_t *ticket_len, usersig_error *error) {
    return usersig_gen_sig_with_secret_key(sdkappid, key, key_len, identifier, identifier_len, &options, ticket, capacity,
                                            ticket_len, error);
}

static inline int32_t usersig_go_gen_private_map_key_with_private_key(
    int64_t sdkappid, const char *key, size_t key_len, const char *identifier, size_t identifier_len, int64_t room_number,
    const char *room_name, size_t room_name_len, int64_t privileges, usersig_gen_options options, char *ticket, size_t capacity,
    size_t *ticket_len, usersig_error *error) {
    return usersig_gen_private_map_key_with_private_key(sdkappid, key, key_len, identifier, identifier_len, room_number, room_name,
                                                   room_name_len, privileges, &options, ticket, capacity, ticket_len, error);
}

static inline int32_t usersig_go_gen_private_map_key_with_secret_key(
    int64_t sdkappid, const char *key, size_t key_len, const char *identifier, size_t identifier_len, int64_t room_number,
    const char *room_name, size_t room_name_len, int64_t privileges, usersig_gen_options options, char *ticket, size_t capacity,
    size_t *ticket_len, usersig_error *error) {
    return usersig_gen_private_map_key_with_secret_key(sdkappid, key, key_len, identifier, identifier_len, room_number, room_name,
                                                   room_name_len, privileges, &options, ticket, capacity, ticket_len, error);
}

static inline usersig_ticket *usersig_go_verify(const usersig_verifier *verifier, const char *ticket, size_t ticket_len,
                                                const char *identifier, size_t identifier_len,
                                                usersig_verify_options options, usersig_error *error) {
    usersig_ticket *verified = NULL;
    usersig_verifier_verify(verifier, ticket, ticket_len, identifier, identifier_len, &options, &verified, error);
    return verified;
}

static inline usersig_ticket *usersig_go_authenticate(const usersig_verifier *verifier, const char *ticket, size_t ticket_len,
                                                      usersig_verify_options options, usersig_error *error) {
    usersig_ticket *verified = NULL;
    usersig_verifier_authenticate(verifier, ticket, ticket_len, &options, &verified, error);
    return verified;
}

static inline usersig_ticket *usersig_go_verify_with_public_key(int64_t sdkappid, const char *key, size_t key_len,
                                                                const char *ticket, size_t ticket_len,
                                                                const char *identifier, size_t identifier_len,
                                                                usersig_verify_options options, usersig_error *error) {
    usersig_ticket *verified = NULL;
    usersig_verify_with_public_key(sdkappid, key, key_len, ticket, ticket_len, identifier, identifier_len, &options, &verified,
                                   error);
    return verified;
}

static inline usersig_ticket *usersig_go_verify_with_secret_key(int64_t sdkappid, const char *key, size_t key_len,
                                                                const char *ticket, size_t ticket_len,
                                                                const char *identifier, size_t identifier_len,
                                                                usersig_verify_options options, usersig_error *error) {
    usersig_ticket *verified = NULL;
    usersig_verify_with_secret_key(sdkappid, key, key_len, ticket, ticket_len, identifier, identifier_len, &options, &verified,
                                   error);
    return verified;
}

static inline usersig_untrusted_ticket *usersig_go_inspect(const char *ticket, size_t ticket_len, usersig_error *error) {
    usersig_untrusted_ticket *untrusted = NULL;
    usersig_inspect(ticket, ticket_len, &untrusted, error);
    return untrusted;
}

static inline usersig_batch *usersig_go_gen_sig_batch(const usersig_signer *signer, const char *identifiers,
                                                      size_t identifiers_len, const size_t *lengths, size_t count,
                                                      usersig_gen_options options, uint32_t threads, usersig_error *error) {
    usersig_batch *batch = NULL;
    usersig_signer_gen_sig_batch(signer, identifiers, identifiers_len, lengths, count, &options, threads, &batch, error);
    return batch;
}

#endif
