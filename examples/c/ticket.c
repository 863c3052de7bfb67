/* Makes and checks UserSig tickets from the command line.
 *
 *     cc -std=c99 ticket.c $(pkg-config --cflags --libs usersig) -o ticket
 *     ./ticket gen 1400000000 xiaojun < private_key.txt          a v1 ticket
 *     ./ticket gen 1400000000 xiaojun 86400 < secret.txt         a v2 ticket for one day
 *     ./ticket verify 1400000000 xiaojun TICKET < public_key.txt
 *     ./ticket inspect TICKET
 *
 * The key comes from standard input, never from the arguments, which other users of the machine can see.
 * Exit status: 0 done or valid, 1 the ticket is not valid, 2 wrong usage or input. */
#include <usersig.h>

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int fail(const usersig_error *error) {
    fprintf(stderr, "ticket: %s: %s\n", usersig_status_word(error->code), error->message);
    return error->status >= USERSIG_EMPTY && error->status < USERSIG_INTERNAL ? 1 : 2;
}

static int number(const char *text, int64_t *value) {
    char *end;
    errno = 0;
    *value = strtoll(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0') {
        fprintf(stderr, "ticket: %s is not a number\n", text);
        return 0;
    }
    return 1;
}

/* The key on standard input, without the line break that editors leave at the end of a secret. */
static size_t read_key(char *key, size_t capacity) {
    size_t length = fread(key, 1, capacity, stdin);
    while (length > 0 && (key[length - 1] == '\n' || key[length - 1] == '\r')) {
        --length;
    }
    return length;
}

static int gen(int64_t sdkappid, const char *identifier, const char *expire, const char *key, size_t key_len) {
    usersig_gen_options options = USERSIG_GEN_OPTIONS_INIT;
    usersig_error error;
    usersig_status status;
    char ticket[1024];

    if (expire != NULL) {
        options.flags = USERSIG_GEN_EXPIRE;
        if (!number(expire, &options.expire)) {
            return 2;
        }
    }
    /* A key in PEM makes v1 tickets, any other text is a secret and makes v2 tickets. */
    status = usersig_gen_sig_with_secret_key(sdkappid, key, key_len, identifier, strlen(identifier), &options, ticket,
                                             sizeof ticket, NULL, &error);
    if (status == USERSIG_WRONG_KEY_KIND) {
        status = usersig_gen_sig_with_private_key(sdkappid, key, key_len, identifier, strlen(identifier), &options, ticket,
                                                  sizeof ticket, NULL, &error);
    }
    if (status != USERSIG_OK) {
        return fail(&error);
    }
    puts(ticket);
    return 0;
}

static void print(const usersig_ticket_fields *fields) {
    printf("version %" PRIu32 ", SDKAppID %" PRIu32 ", identifier %s, issued at %" PRId64 ", valid until %" PRId64 "\n",
           fields->version, fields->sdkappid, fields->identifier, fields->issued_at, fields->expires_at);
    if (fields->private_map_key != NULL) {
        const usersig_private_map_key *key = fields->private_map_key;
        if (key->room_name != NULL) {
            printf("room %s, privileges %" PRIu32 "\n", key->room_name, key->privileges);
        } else {
            printf("room %" PRIu32 ", privileges %" PRIu32 "\n", key->room_number, key->privileges);
        }
    }
}

static int verify(int64_t sdkappid, const char *identifier, const char *ticket, const char *key, size_t key_len) {
    usersig_verify_options options = USERSIG_VERIFY_OPTIONS_INIT;
    usersig_ticket *verified = NULL;
    usersig_error error;
    usersig_status status;

    options.userbuf_expected = USERSIG_USERBUF_ANY;
    status = usersig_verify_with_secret_key(sdkappid, key, key_len, ticket, strlen(ticket), identifier, strlen(identifier),
                                            &options, &verified, &error);
    if (status == USERSIG_WRONG_KEY_KIND) {
        status = usersig_verify_with_public_key(sdkappid, key, key_len, ticket, strlen(ticket), identifier,
                                                strlen(identifier), &options, &verified, &error);
    }
    if (status != USERSIG_OK) {
        return fail(&error);
    }
    print(&verified->fields);
    usersig_ticket_free(verified);
    return 0;
}

static int inspect(const char *ticket) {
    usersig_untrusted_ticket *untrusted = NULL;
    usersig_error error;
    if (usersig_inspect(ticket, strlen(ticket), &untrusted, &error) != USERSIG_OK) {
        return fail(&error);
    }
    puts("NOT VERIFIED: anybody may have made this ticket");
    print(&untrusted->fields);
    usersig_untrusted_ticket_free(untrusted);
    return 0;
}

int main(int argc, char **argv) {
    char key[USERSIG_PEM_MAX];
    size_t key_len;
    int64_t sdkappid;
    int result = 2;

    if (argc == 3 && strcmp(argv[1], "inspect") == 0) {
        return inspect(argv[2]);
    }
    if (argc < 4 || argc > 5 || !number(argv[2], &sdkappid)) {
        fprintf(stderr, "usage: ticket gen SDKAPPID IDENTIFIER [EXPIRE] < KEY\n"
                        "       ticket verify SDKAPPID IDENTIFIER TICKET < KEY\n"
                        "       ticket inspect TICKET\n");
        return 2;
    }
    key_len = read_key(key, sizeof key);
    if (strcmp(argv[1], "gen") == 0) {
        result = gen(sdkappid, argv[3], argv[4], key, key_len);
    } else if (strcmp(argv[1], "verify") == 0 && argc == 5) {
        result = verify(sdkappid, argv[3], argv[4], key, key_len);
    }
    usersig_wipe(key, sizeof key);
    return result;
}
