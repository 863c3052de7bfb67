/* load.c: ci/load's work through usersig.h, two threads on one signer and one verifier. load CASES SECONDS SEED */
#include <usersig.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SDKAPPID INT64_C(1400000000)
#define THREADS 2

struct text {
    char *bytes;
    size_t length;
};
struct test {
    char *kind;
    int expected;
    int64_t sdkappid, now;
    struct text identifier, userbuf, text;
    uint32_t userbuf_expected;
    char *keys;
};
static struct key {
    char *name;
    usersig_public_key *public_key;
    usersig_secret_key *secret_key;
} keys[64];
static struct test tests[2048];
static size_t key_count, test_count;
static usersig_signer *signers[2];
static usersig_verifier *verifier;
static time_t deadline;

static void must(usersig_status status, const char *what) {
    if (status != USERSIG_OK) {
        fprintf(stderr, "%s: %s\n", what, usersig_status_word(status));
        exit(2);
    }
}

static struct text unhex(const char *field) {
    struct text text;
    size_t index;
    text.length = (strlen(field) - 1) / 2;
    text.bytes = malloc(text.length + 1);
    if (field[0] != 'x' || text.bytes == NULL) {
        exit(2);
    }
    for (index = 0; index < text.length; ++index) {
        unsigned int byte;
        if (sscanf(field + 1 + 2 * index, "%2x", &byte) != 1) {
            exit(2);
        }
        text.bytes[index] = (char)byte;
    }
    text.bytes[text.length] = '\0';
    return text;
}

static void add_key(char *name, const char *kind, const char *field) {
    struct text text = unhex(field);
    struct key *key = &keys[key_count];
    usersig_private_key *private_key;
    key->name = name;
    if (strcmp(kind, "public") == 0) {
        must(usersig_public_key_from_pem(text.bytes, text.length, &key->public_key, NULL), name);
    } else if (strcmp(kind, "secret") == 0) {
        must(usersig_secret_key_new(text.bytes, text.length, &key->secret_key, NULL), name);
    } else {
        if (strcmp(name, "p256_private") == 0) {
            must(usersig_private_key_from_pem(text.bytes, text.length, &private_key, NULL), name);
            must(usersig_signer_with_private_key(SDKAPPID, private_key, &signers[0], NULL), name);
            usersig_private_key_free(private_key);
        }
        free(text.bytes);
        return;
    }
    free(text.bytes);
    if (++key_count == sizeof keys / sizeof *keys) {
        exit(2);
    }
}

static struct key *find_key(const char *name, size_t length) {
    size_t index;
    for (index = 0; index < key_count; ++index) {
        if (strncmp(keys[index].name, name, length) == 0 && keys[index].name[length] == '\0') {
            return &keys[index];
        }
    }
    exit(2);
}

static void read_cases(const char *path) {
    static char line[1 << 20];
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        exit(2);
    }
    while (fgets(line, sizeof line, file) != NULL) {
        char *copy, *fields[8], *rest;
        int count = 0;
        line[strcspn(line, "\n")] = '\0';
        rest = copy = strdup(line);
        while (rest != NULL && count < 8) {
            fields[count++] = rest;
            rest = strchr(rest, '\t');
            if (rest != NULL) {
                *rest++ = '\0';
            }
        }
        if (strcmp(fields[0], "key") == 0) {
            add_key(fields[1], fields[2], fields[3]);
        } else {
            struct test *test = &tests[test_count++];
            test->kind = fields[0];
            test->expected = atoi(fields[1]);
            if (strcmp(fields[0], "verify") == 0) {
                test->sdkappid = strtoll(fields[2], NULL, 10);
                test->identifier = unhex(fields[3]);
                test->now = strtoll(fields[4], NULL, 10);
                test->userbuf_expected = strcmp(fields[5], "absent") == 0    ? USERSIG_USERBUF_ABSENT
                                         : strcmp(fields[5], "present") == 0 ? USERSIG_USERBUF_PRESENT
                                         : strcmp(fields[5], "any") == 0     ? USERSIG_USERBUF_ANY
                                                                             : USERSIG_USERBUF_EXACTLY;
                if (test->userbuf_expected == USERSIG_USERBUF_EXACTLY) {
                    test->userbuf = unhex(fields[5]);
                }
                test->keys = fields[6];
                test->text = unhex(fields[7]);
            } else if (strcmp(fields[0], "load") == 0) {
                test->keys = fields[2];
                test->text = unhex(fields[3]);
            } else {
                test->text = unhex(fields[2]);
            }
        }
        if (test_count == sizeof tests / sizeof *tests) {
            exit(2);
        }
    }
    fclose(file);
}

struct worker {
    uint64_t random;
    unsigned long long operations, wrong;
    pthread_t thread;
};

static uint64_t below(struct worker *worker, uint64_t limit) {
    worker->random ^= worker->random << 13;
    worker->random ^= worker->random >> 7;
    worker->random ^= worker->random << 17;
    return (worker->random >> 11) % limit;
}

static void expect(struct worker *worker, int correct, const char *what, int got) {
    ++worker->operations;
    if (!correct && ++worker->wrong <= 10) {
        fprintf(stderr, "wrong: %s gave %d\n", what, got);
    }
}

static usersig_status verify(const usersig_verifier *with, const char *ticket, size_t length, const char *identifier,
                             size_t identifier_len, const usersig_verify_options *options) {
    usersig_ticket *verified = NULL;
    usersig_error error;
    usersig_status status = usersig_verifier_verify(with, ticket, length, identifier, identifier_len, options, &verified, &error);
    if (status == USERSIG_OK && (verified->fields.identifier_len != identifier_len ||
                                 memcmp(verified->fields.identifier, identifier, identifier_len) != 0)) {
        status = -1;
    }
    usersig_ticket_free(verified);
    return status;
}

static usersig_status inspect(const char *ticket, size_t length) {
    usersig_untrusted_ticket *untrusted = NULL;
    usersig_status status = usersig_inspect(ticket, length, &untrusted, NULL);
    usersig_untrusted_ticket_free(untrusted);
    return status;
}

static usersig_status run_test(const struct test *test) {
    usersig_status status;
    if (strcmp(test->kind, "verify") == 0) {
        const usersig_public_key *publics[8];
        const usersig_secret_key *secrets[8];
        size_t public_count = 0, secret_count = 0;
        usersig_verifier *with = NULL;
        usersig_verify_options options = {0};
        const char *name = test->keys;
        options.size = sizeof options;
        options.flags = USERSIG_VERIFY_NOW;
        options.now = test->now;
        options.userbuf_expected = test->userbuf_expected;
        options.userbuf = (const uint8_t *)test->userbuf.bytes;
        options.userbuf_len = test->userbuf.length;
        while (*name != '\0') {
            size_t length = strcspn(name, ",");
            struct key *key = find_key(name, length);
            if (key->public_key != NULL) {
                publics[public_count++] = key->public_key;
            } else {
                secrets[secret_count++] = key->secret_key;
            }
            name += length + (name[length] == ',');
        }
        status = usersig_verifier_new(test->sdkappid, publics, public_count, secrets, secret_count, NULL, &with, NULL);
        if (status == USERSIG_OK) {
            status = verify(with, test->text.bytes, test->text.length, test->identifier.bytes, test->identifier.length, &options);
        }
        usersig_verifier_free(with);
    } else if (strcmp(test->kind, "inspect") == 0) {
        status = inspect(test->text.bytes, test->text.length);
    } else if (strcmp(test->keys, "private") == 0) {
        usersig_private_key *key = NULL;
        status = usersig_private_key_from_pem(test->text.bytes, test->text.length, &key, NULL);
        usersig_private_key_free(key);
    } else if (strcmp(test->keys, "public") == 0) {
        usersig_public_key *key = NULL;
        status = usersig_public_key_from_pem(test->text.bytes, test->text.length, &key, NULL);
        usersig_public_key_free(key);
    } else {
        usersig_secret_key *key = NULL;
        status = usersig_secret_key_new(test->text.bytes, test->text.length, &key, NULL);
        usersig_secret_key_free(key);
    }
    return status;
}

static void round_of(struct worker *worker) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_-";
    char identifier[48], ticket[USERSIG_TICKET_MAX + 1], garbage[20000];
    unsigned char userbuf[300];
    size_t length = 1 + below(worker, 40), ticket_len = 0, index, garbage_len = below(worker, sizeof garbage);
    usersig_gen_options made = USERSIG_GEN_OPTIONS_INIT;
    usersig_verify_options options = USERSIG_VERIFY_OPTIONS_INIT;
    usersig_status status;
    for (index = 0; index < length; ++index) {
        identifier[index] = letters[below(worker, sizeof letters - 1)];
    }
    if (below(worker, 2) == 0) {
        made.flags = USERSIG_GEN_USERBUF;
        made.userbuf = userbuf;
        made.userbuf_len = below(worker, sizeof userbuf);
        for (index = 0; index < made.userbuf_len; ++index) {
            userbuf[index] = (unsigned char)below(worker, 256);
        }
        options.userbuf_expected = USERSIG_USERBUF_EXACTLY;
        options.userbuf = userbuf;
        options.userbuf_len = made.userbuf_len;
    }
    status = usersig_signer_gen_sig(signers[below(worker, 2)], identifier, length, &made, ticket, sizeof ticket, &ticket_len, NULL);
    expect(worker, status == USERSIG_OK, "gen_sig", status);
    status = verify(verifier, ticket, ticket_len, identifier, length, &options);
    expect(worker, status == USERSIG_OK, "verify", status);
    identifier[length] = 'x';
    status = verify(verifier, ticket, ticket_len, identifier, length + 1, &options);
    expect(worker, status == USERSIG_IDENTIFIER_MISMATCH, "verify for another", status);
    index = below(worker, ticket_len);
    ticket[index] = (char)(ticket[index] ^ 1 << below(worker, 7));
    status = verify(verifier, ticket, ticket_len, identifier, length, &options);
    expect(worker, status >= USERSIG_EMPTY && status <= USERSIG_USERBUF_MISMATCH, "verify of a changed ticket", status);
    for (index = 0; index < garbage_len; ++index) {
        garbage[index] = (char)(1 + below(worker, 127));
    }
    status = inspect(garbage, garbage_len);
    expect(worker, status >= USERSIG_EMPTY && status <= USERSIG_UNSUPPORTED_VERSION, "inspect of garbage", status);
    for (index = 0; index < 3; ++index) {
        const struct test *test = &tests[below(worker, test_count)];
        status = run_test(test);
        expect(worker, status == test->expected, test->kind, status);
    }
}

static void *work(void *argument) {
    struct worker *worker = argument;
    while (time(NULL) < deadline) {
        round_of(worker);
    }
    return NULL;
}

int main(int argc, char **argv) {
    static struct worker workers[THREADS];
    unsigned long long operations = 0, wrong = 0;
    size_t index;
    const usersig_public_key *publics[1];
    const usersig_secret_key *secrets[1];
    if (argc != 4) {
        return 2;
    }
    read_cases(argv[1]);
    publics[0] = find_key("p256_public", strlen("p256_public"))->public_key;
    secrets[0] = find_key("secret", strlen("secret"))->secret_key;
    must(usersig_signer_with_secret_key(SDKAPPID, secrets[0], &signers[1], NULL), "signer");
    must(usersig_verifier_new(SDKAPPID, publics, 1, secrets, 1, NULL, &verifier, NULL), "verifier");
    deadline = time(NULL) + atol(argv[2]);
    for (index = 0; index < THREADS; ++index) {
        workers[index].random = (uint64_t)atoll(argv[3]) * 2654435761u + index + 1;
        if (pthread_create(&workers[index].thread, NULL, work, &workers[index]) != 0) {
            return 2;
        }
    }
    for (index = 0; index < THREADS; ++index) {
        pthread_join(workers[index].thread, NULL);
        operations += workers[index].operations;
        wrong += workers[index].wrong;
    }
    printf("operations %llu wrong %llu\n", operations, wrong);
    return wrong == 0 ? 0 : 1;
}
