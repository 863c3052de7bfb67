/* What goes wrong around the library: every allocation that fails in turn, a capped address space, forks, threads that
 * end, the library unloaded and loaded again, two copies of it in one process. And how much memory it keeps. faults LIBRARY COPY: two files of the shared
 * library, the first of which the program is linked to. Linux with glibc. */
#define _GNU_SOURCE
#include <usersig.h>

#include <dlfcn.h>
#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SDKAPPID INT64_C(1400000000)
#define USER "xiaojun"

static int failures = 0;
#define EXPECT(condition)                                                                                                      \
    do {                                                                                                                       \
        if (!(condition) && ++failures <= 20) {                                                                                \
            fprintf(stderr, "faults.c:%d: %s\n", __LINE__, #condition);                                                        \
        }                                                                                                                      \
    } while (0)

/* The C library's allocator, of which the library under test is a user, with a call that fails on demand. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *memory);
static atomic_long calls_left = -1;
static int fails(void) { return atomic_load(&calls_left) >= 0 && atomic_fetch_sub(&calls_left, 1) == 0; }
/* How many bytes are allocated, and the most that were. */
static atomic_long held, most_held;
static void *hold(void *memory) {
    const long size = (long)malloc_usable_size(memory), now = atomic_fetch_add(&held, size) + size;
    if (now > atomic_load(&most_held)) {
        atomic_store(&most_held, now);
    }
    return memory;
}
void *malloc(size_t size) { return fails() ? NULL : hold(__libc_malloc(size)); }
void *calloc(size_t count, size_t size) { return fails() ? NULL : hold(__libc_calloc(count, size)); }
void *realloc(void *old, size_t size) {
    const long before = (long)malloc_usable_size(old);
    void *made = fails() ? NULL : __libc_realloc(old, size);
    if (made != NULL || size == 0) {
        atomic_fetch_sub(&held, before);
    }
    return hold(made);
}
int posix_memalign(void **out, size_t alignment, size_t size) {
    void *made = fails() ? NULL : __libc_memalign(alignment, size);
    if (made == NULL) {
        return ENOMEM;
    }
    *out = hold(made);
    return 0;
}
void free(void *memory) {
    atomic_fetch_sub(&held, (long)malloc_usable_size(memory));
    __libc_free(memory);
}

static char private_pem[1024], public_pem[1024], hostile[10000000];
/* As many identifiers of one letter as need threads. */
#define BATCH 130
static size_t lengths[BATCH];
static const char SECRET[] = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";

static void read_file(const char *path, char *text, size_t capacity) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        exit(2);
    }
    text[fread(text, 1, capacity - 1, file)] = '\0';
    fclose(file);
}

/* The functions of one copy of the library. */
struct api {
    void *handle;
    usersig_status (*gen_v1)(int64_t, const char *, size_t, const char *, size_t, const usersig_gen_options *, char *, size_t,
                             size_t *, usersig_error *);
    usersig_status (*gen_v2)(int64_t, const char *, size_t, const char *, size_t, const usersig_gen_options *, char *, size_t,
                             size_t *, usersig_error *);
    usersig_status (*verify_v1)(int64_t, const char *, size_t, const char *, size_t, const char *, size_t,
                                const usersig_verify_options *, usersig_ticket **, usersig_error *);
    usersig_status (*verify_v2)(int64_t, const char *, size_t, const char *, size_t, const char *, size_t,
                                const usersig_verify_options *, usersig_ticket **, usersig_error *);
    void (*ticket_free)(usersig_ticket *);
};

static int open_api(const char *path, struct api *api) {
    api->handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (api->handle == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        return 0;
    }
    /* POSIX has functions come out of dlsym this way. */
    *(void **)&api->gen_v1 = dlsym(api->handle, "usersig_gen_sig_with_private_key");
    *(void **)&api->gen_v2 = dlsym(api->handle, "usersig_gen_sig_with_secret_key");
    *(void **)&api->verify_v1 = dlsym(api->handle, "usersig_verify_with_public_key");
    *(void **)&api->verify_v2 = dlsym(api->handle, "usersig_verify_with_secret_key");
    *(void **)&api->ticket_free = dlsym(api->handle, "usersig_ticket_free");
    return api->gen_v1 != NULL && api->gen_v2 != NULL && api->verify_v1 != NULL && api->verify_v2 != NULL && api->ticket_free != NULL;
}

/* Tickets of both versions, made by one copy and checked by the other. */
static int works(const struct api *maker, const struct api *checker) {
    char ticket[2048];
    size_t length;
    usersig_ticket *verified = NULL;
    int good;
    if (maker->gen_v1(SDKAPPID, private_pem, strlen(private_pem), USER, 7, NULL, ticket, sizeof ticket, &length, NULL) != 0 ||
        checker->verify_v1(SDKAPPID, public_pem, strlen(public_pem), ticket, length, USER, 7, NULL, &verified, NULL) != 0) {
        return 0;
    }
    good = verified->fields.identifier_len == 7 && memcmp(verified->fields.identifier, USER, 7) == 0;
    checker->ticket_free(verified);
    if (maker->gen_v2(SDKAPPID, SECRET, strlen(SECRET), USER, 7, NULL, ticket, sizeof ticket, &length, NULL) != 0 ||
        checker->verify_v2(SDKAPPID, SECRET, strlen(SECRET), ticket, length, USER, 7, NULL, &verified, NULL) != 0) {
        return 0;
    }
    good = good && verified->fields.version == 2;
    checker->ticket_free(verified);
    ticket[length / 2] ^= 1;
    return good && checker->verify_v2(SDKAPPID, SECRET, strlen(SECRET), ticket, length, USER, 7, NULL, NULL, NULL) != 0;
}

/* All kinds of calls: 0 where every answer is right, 3 where one failed with an error, 4 for a wrong answer. */
static int everything(void) {
    char ticket[2048];
    size_t length = 0;
    usersig_private_key *key = NULL;
    usersig_public_key *public_key = NULL;
    usersig_secret_key *secret = NULL;
    usersig_signer *signer = NULL, *quick = NULL;
    usersig_verifier *verifier = NULL;
    usersig_ticket *verified = NULL;
    usersig_untrusted_ticket *untrusted = NULL, *none = NULL;
    usersig_batch *batch = NULL;
    usersig_status status;
    int result = 3;
    if (usersig_private_key_from_pem(private_pem, strlen(private_pem), &key, NULL) != USERSIG_OK ||
        usersig_private_key_public_key(key, &public_key, NULL) != USERSIG_OK ||
        usersig_secret_key_new(SECRET, strlen(SECRET), &secret, NULL) != USERSIG_OK ||
        usersig_signer_with_private_key(SDKAPPID, key, &signer, NULL) != USERSIG_OK ||
        usersig_signer_with_secret_key(SDKAPPID, secret, &quick, NULL) != USERSIG_OK ||
        usersig_verifier_new(SDKAPPID, (const usersig_public_key *const[]){public_key}, 1,
                             (const usersig_secret_key *const[]){secret}, 1, NULL, &verifier, NULL) != USERSIG_OK ||
        usersig_signer_gen_sig(signer, USER, 7, NULL, ticket, sizeof ticket, &length, NULL) != USERSIG_OK ||
        usersig_verifier_verify(verifier, ticket, length, USER, 7, NULL, &verified, NULL) != USERSIG_OK ||
        usersig_inspect(ticket, length, &untrusted, NULL) != USERSIG_OK) {
        goto end;
    }
    result = 4;
    if (verified->fields.identifier_len != 7 || memcmp(untrusted->fields.identifier, USER, 7) != 0) {
        goto end;
    }
    status = usersig_signer_gen_sig_batch(quick, hostile, BATCH, lengths, BATCH, NULL, 3, &batch, NULL);
    if (status != USERSIG_OK) {
        result = status == USERSIG_INTERNAL ? 3 : 4;
        goto end;
    }
    if (batch->count != BATCH || batch->items[BATCH - 1].status != USERSIG_OK) {
        goto end;
    }
    ticket[length / 2] ^= 1;
    status = usersig_verifier_verify(verifier, ticket, length, USER, 7, NULL, NULL, NULL);
    if (status == USERSIG_OK) {
        goto end;
    }
    /* 10 MB of garbage cost nothing. */
    if (usersig_inspect(hostile, sizeof hostile, &none, NULL) != USERSIG_TOO_LONG || none != NULL) {
        goto end;
    }
    result = 0;
end:
    usersig_private_key_free(key);
    usersig_public_key_free(public_key);
    usersig_secret_key_free(secret);
    usersig_signer_free(signer);
    usersig_signer_free(quick);
    usersig_verifier_free(verifier);
    usersig_ticket_free(verified);
    usersig_untrusted_ticket_free(untrusted);
    usersig_batch_free(batch);
    return result;
}

enum outcome { RIGHT, ERROR, ABORTED, BAD, OUTCOMES };

/* Runs `everything` in a child after `prepare`. Rust ends the process with SIGABRT where an allocation fails. */
static enum outcome child(void (*prepare)(long), long argument) {
    int status;
    pid_t pid = fork();
    if (pid == 0) {
        /* Writing a core takes longer than all the rest. */
        prctl(PR_SET_DUMPABLE, 0);
        /* What Rust says when it ends is expected, hundreds of times. */
        if (freopen("/dev/null", "w", stderr) == NULL) {
            _exit(5);
        }
        alarm(120);
        prepare(argument);
        _exit(everything());
    }
    if (pid < 0 || waitpid(pid, &status, 0) != pid) {
        return BAD;
    }
    if (WIFSIGNALED(status)) {
        return WTERMSIG(status) == SIGABRT ? ABORTED : BAD;
    }
    return WEXITSTATUS(status) == 0 ? RIGHT : WEXITSTATUS(status) == 3 ? ERROR : BAD;
}

static void nth_allocation_fails(long number) { atomic_store(&calls_left, number); }

/* This many bytes of address space and no other free memory. */
static void cap_memory(long bytes) {
    unsigned long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    struct rlimit limit = {0, RLIM_INFINITY};
    if (file == NULL || fscanf(file, "%lu", &pages) != 1) {
        _exit(5);
    }
    fclose(file);
    limit.rlim_cur = pages * (unsigned long)sysconf(_SC_PAGESIZE);
    setrlimit(RLIMIT_AS, &limit);
    while (malloc(4096) != NULL || malloc(64) != NULL) {
    }
    limit.rlim_cur += (unsigned long)bytes;
    setrlimit(RLIMIT_AS, &limit);
}

static void nothing(long number) { (void)number; }

static void failing_allocations(void) {
    int seen[OUTCOMES] = {0};
    long number;
    /* Until a whole run needs no more than this many; the many of the batch are alike. */
    for (number = 0; number < 20000; number += number < 200 ? 1 : 29) {
        enum outcome outcome = child(nth_allocation_fails, number);
        ++seen[outcome];
        if (seen[BAD] > 0 || (outcome == RIGHT && seen[RIGHT] > 20)) {
            printf("the last was allocation %ld\n", number);
            break;
        }
    }
    printf("failing allocations: %d runs right, %d errors, %d ended by Rust, %d bad\n", seen[RIGHT], seen[ERROR], seen[ABORTED],
           seen[BAD]);
    EXPECT(seen[BAD] == 0 && seen[RIGHT] > 20 && seen[ABORTED] > 20);
}

static void capped_memory(void) {
    int seen[OUTCOMES] = {0};
    long kilobytes;
    for (kilobytes = 0; kilobytes <= 64 * 1024; kilobytes = kilobytes < 1024 ? kilobytes + 16 : kilobytes * 5 / 4) {
        ++seen[child(cap_memory, kilobytes * 1024)];
    }
    printf("capped memory: %d runs right, %d errors, %d ended by Rust, %d bad\n", seen[RIGHT], seen[ERROR], seen[ABORTED], seen[BAD]);
    EXPECT(seen[BAD] == 0 && seen[RIGHT] > 0 && seen[ERROR] + seen[ABORTED] > 0);
}

static atomic_int stop;

static void *busy(void *unused) {
    (void)unused;
    while (!atomic_load(&stop)) {
        if (everything() != 0) {
            return &stop;
        }
    }
    return NULL;
}

static void forks(void) {
    pthread_t threads[2];
    void *wrong;
    int number;
    EXPECT(everything() == 0);
    for (number = 0; number < 2; ++number) {
        EXPECT(pthread_create(&threads[number], NULL, busy, NULL) == 0);
    }
    for (number = 0; number < 50; ++number) {
        EXPECT(child(nothing, 0) == RIGHT);
    }
    atomic_store(&stop, 1);
    for (number = 0; number < 2; ++number) {
        pthread_join(threads[number], &wrong);
        EXPECT(wrong == NULL);
    }
}

static void *once(void *unused) {
    (void)unused;
    return everything() == 0 ? NULL : &stop;
}

/* Decoding comes first, as in a process that only checks tickets. */
static atomic_int started;
static void *first_use(void *unused) {
    static const char ticket[] = "eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy0zLBwhWZiflZpXlQqeKU7MSCgswUJStDEwMogMikVhRkFqUqWZlB*"
                                 "SWZuUCeoRmqquLMdKCZKVVplfqZ2hVOFbmuJonlbmEeucaRKYG5ZWF5FY6uZemOZeFmJXmhAc5JJrZKtQDJ1TG-";
    usersig_untrusted_ticket *untrusted = NULL;
    int good;
    atomic_store(&started, 1);
    good = usersig_inspect(ticket, sizeof ticket - 1, &untrusted, NULL) == USERSIG_OK;
    usersig_untrusted_ticket_free(untrusted);
    return good ? once(unused) : &stop;
}

/* A fork while another thread uses the library for the first time in this process, at one moment of that after the other: a
 * lazily made table would leave the child waiting, in one run of two or three. The key is read before, as the README demands:
 * that makes its curve's table. */
static void fork_during_first_use(long nanoseconds) {
    pthread_t thread;
    usersig_private_key *key = NULL;
    struct timespec start, now;
    if (usersig_private_key_from_pem(private_pem, strlen(private_pem), &key, NULL) != USERSIG_OK) {
        _exit(5);
    }
    usersig_private_key_free(key);
    if (pthread_create(&thread, NULL, first_use, NULL) != 0) {
        _exit(5);
    }
    while (!atomic_load(&started)) {
    }
    clock_gettime(CLOCK_MONOTONIC, &start);
    do {
        clock_gettime(CLOCK_MONOTONIC, &now);
    } while ((now.tv_sec - start.tv_sec) * 1000000000L + now.tv_nsec - start.tv_nsec < nanoseconds);
    _exit(child(nothing, 0) == RIGHT && pthread_join(thread, NULL) == 0 ? 0 : 4);
}

static void forks_during_first_use(void) {
    long nanoseconds;
    for (nanoseconds = 1000; nanoseconds < 1000000 && failures == 0; nanoseconds += nanoseconds / 30) {
        EXPECT(child(fork_during_first_use, nanoseconds) == RIGHT);
    }
}

/* A ticket of this size, made and checked. */
static void make_and_check(const usersig_signer *signer, const usersig_verifier *verifier, size_t text_len, size_t userbuf_len,
                           uint32_t compression) {
    static char ticket[USERSIG_TICKET_MAX + 1], text[USERSIG_IDENTIFIER_MAX];
    static uint8_t userbuf[USERSIG_USERBUF_MAX];
    usersig_gen_options made = USERSIG_GEN_OPTIONS_INIT;
    usersig_verify_options options = USERSIG_VERIFY_OPTIONS_INIT;
    size_t length, index;
    unsigned random = 1;
    made.compression = compression;
    options.userbuf_expected = USERSIG_USERBUF_ANY;
    for (index = 0; index < sizeof userbuf; ++index) {
        random = random * 1103515245 + 12345;
        userbuf[index] = (uint8_t)(random >> 16);
        text[index % sizeof text] = (char)('a' + userbuf[index] % 26);
    }
    if (userbuf_len != 0) {
        made.flags = USERSIG_GEN_USERBUF | USERSIG_GEN_ACCOUNT_TYPE | USERSIG_GEN_APPID_AT_3RD;
        made.userbuf = userbuf;
        made.userbuf_len = userbuf_len;
        made.account_type = made.appid_at_3rd = text;
        made.account_type_len = made.appid_at_3rd_len = text_len;
    }
    EXPECT(usersig_signer_gen_sig(signer, text, text_len, &made, ticket, sizeof ticket, &length, NULL) == USERSIG_OK);
    EXPECT(usersig_verifier_verify(verifier, ticket, length, text, text_len, &options, NULL, NULL) == USERSIG_OK);
}

/* What a thread keeps until it ends, and what a batch takes: the figures of the README. */
static void *keeps(void *unused) {
    enum { MANY = 10000 };
    static size_t ones[MANY];
    usersig_private_key *key = NULL;
    usersig_public_key *public_key = NULL;
    usersig_signer *signer = NULL;
    usersig_verifier *verifier = NULL;
    usersig_batch *batch = NULL;
    long before, usual, longest, most, kept;
    EXPECT(usersig_private_key_from_pem(private_pem, strlen(private_pem), &key, NULL) == USERSIG_OK);
    EXPECT(usersig_private_key_public_key(key, &public_key, NULL) == USERSIG_OK);
    EXPECT(usersig_signer_with_private_key(SDKAPPID, key, &signer, NULL) == USERSIG_OK);
    EXPECT(usersig_verifier_new(SDKAPPID, (const usersig_public_key *const[]){public_key}, 1, NULL, 0, NULL, &verifier, NULL) == USERSIG_OK);
    before = held;
    make_and_check(signer, verifier, 7, 0, USERSIG_COMPRESSION_DEFAULT);
    make_and_check(signer, verifier, 32, 0, USERSIG_COMPRESSION_NONE);
    usual = held - before;
    make_and_check(signer, verifier, USERSIG_IDENTIFIER_MAX, USERSIG_USERBUF_MAX, USERSIG_COMPRESSION_FAST);
    make_and_check(signer, verifier, USERSIG_IDENTIFIER_MAX, USERSIG_USERBUF_MAX, USERSIG_COMPRESSION_DEFAULT);
    longest = held - before;
    for (kept = 0; kept < MANY; ++kept) {
        ones[kept] = 1;
    }
    before = most_held = held;
    EXPECT(usersig_signer_gen_sig_batch(signer, hostile, MANY, ones, MANY, NULL, 1, &batch, NULL) == USERSIG_OK);
    most = (most_held - before) / MANY;
    kept = (held - before) / MANY;
    usersig_batch_free(batch);
    usersig_private_key_free(key);
    usersig_public_key_free(public_key);
    usersig_signer_free(signer);
    usersig_verifier_free(verifier);
    printf("a thread keeps %ld bytes after usual tickets, %ld KiB after the longest; a batch takes %ld bytes each, %ld when done\n",
           usual, longest / 1024, most, kept);
    EXPECT(usual < 2048 && longest < 800L * 1024 && most < 800 && kept < 400);
    return unused;
}

static void kept_memory(void) {
    const long before = held;
    pthread_t thread;
    EXPECT(pthread_create(&thread, NULL, keeps, NULL) == 0 && pthread_join(thread, NULL) == 0);
    EXPECT(held - before < 1024);
}

static long resident(void) {
    long size, pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    EXPECT(file != NULL && fscanf(file, "%ld %ld", &size, &pages) == 2);
    fclose(file);
    return pages * sysconf(_SC_PAGESIZE) / 1024;
}

/* What a thread of the library keeps goes with the thread. */
static void threads_that_end(void) {
    long before = 0;
    int number;
    for (number = 0; number < 1500; ++number) {
        pthread_t thread;
        void *wrong;
        if (number == 500) {
            before = resident();
        }
        EXPECT(pthread_create(&thread, NULL, once, NULL) == 0 && pthread_join(thread, &wrong) == 0 && wrong == NULL);
    }
    printf("1000 threads: %ld KiB more\n", resident() - before);
    EXPECT(resident() - before < 2048);
}

static int mapped(const char *path) {
    char line[4096];
    int found = 0;
    FILE *file = fopen("/proc/self/maps", "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        found += strstr(line, path) != NULL;
    }
    fclose(file);
    return found;
}

static void *load_and_use(void *path) {
    struct api api;
    int good = open_api(path, &api) && works(&api, &api);
    return dlclose(api.handle) == 0 && good ? NULL : &stop;
}

/* In a thread that ends: glibc keeps a library while a thread has something of its to clean up. */
static void load_again(char *copy) {
    long before = 0;
    int number, kept = 0;
    for (number = 0; number < 200; ++number) {
        pthread_t thread;
        void *wrong;
        if (number == 100) {
            before = resident();
        }
        EXPECT(pthread_create(&thread, NULL, load_and_use, copy) == 0 && pthread_join(thread, &wrong) == 0 && wrong == NULL);
        kept = mapped(copy) > kept ? mapped(copy) : kept;
    }
    printf("loaded 200 times: %ld KiB more in the second half, at most %d mappings at once\n", resident() - before, kept);
    EXPECT(resident() - before < 1024);
    EXPECT(kept < 12);
    /* And in this thread, which goes on. */
    for (number = 0; number < 200; ++number) {
        EXPECT(load_and_use(copy) == NULL);
    }
}

static void two_copies(const char *library, const char *copy) {
    struct api first, second;
    int number;
    EXPECT(open_api(library, &first) && open_api(copy, &second));
    EXPECT(first.gen_v1 != second.gen_v1);
    for (number = 0; number < 100; ++number) {
        EXPECT(works(&first, &second) && works(&second, &first));
    }
    dlclose(second.handle);
    EXPECT(works(&first, &first));
    dlclose(first.handle);
}

int main(int argc, char **argv) {
    if (argc != 3) {
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    read_file(KEYS "p256/private_key.txt", private_pem, sizeof private_pem);
    read_file(KEYS "p256/public_key.txt", public_pem, sizeof public_pem);
    memset(hostile, 'A', sizeof hostile);
    for (int index = 0; index < BATCH; ++index) {
        lengths[index] = 1;
    }
    /* First: a library that has not been used yet meets them. */
    failing_allocations();
    capped_memory();
    forks_during_first_use();
    load_again(argv[2]);
    two_copies(argv[1], argv[2]);
    forks();
    kept_memory();
    threads_that_end();
    puts(failures == 0 ? "faults: ok" : "faults: FAILED");
    return failures == 0 ? 0 : 1;
}
