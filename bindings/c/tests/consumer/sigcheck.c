/* sigcheck.h from C99: buffers of every size, and its codes. With LOADED the functions of the library that the argument names. */
#ifdef LOADED
#include <dlfcn.h>
#include <string.h>
#include <usersig.h>

static int (*tls_gen_sig_ex_with_expire)(unsigned, const char *, unsigned, char *, unsigned, const char *, unsigned, char *,
                                         unsigned);
static int (*tls_gen_sig_ex)(unsigned, const char *, char *, unsigned, const char *, unsigned, char *, unsigned);
static int (*tls_gen_sig)(unsigned, const char *, unsigned, const char *, unsigned, char *, unsigned, const char *, unsigned,
                          char *, unsigned);
static int (*tls_vri_sig_ex)(const char *, const char *, unsigned, unsigned, const char *, unsigned *, unsigned *, char *,
                             unsigned);
static int (*tls_vri_sig)(const char *, const char *, unsigned, unsigned, const char *, unsigned, const char *, char *,
                          unsigned);
#else
#include <sigcheck.h>
#endif

#include <stdio.h>
#include <stdlib.h>

static int failures = 0;

static void expect(int condition, const char *what, int line) {
    if (!condition) {
        fprintf(stderr, "sigcheck.c:%d: %s\n", line, what);
        ++failures;
    }
}
#define EXPECT(condition) expect(condition, #condition, __LINE__)

static unsigned int read_key(const char *path, char *buffer, size_t capacity) {
    FILE *file = fopen(path, "rb");
    size_t length;
    if (file == NULL) {
        perror(path);
        exit(2);
    }
    length = fread(buffer, 1, capacity, file);
    fclose(file);
    return (unsigned int)length;
}

/* A text of so many bytes without a NUL; AddressSanitizer and valgrind see whoever reads on. */
static char *endless(size_t length) {
    char *text = malloc(length);
    if (text == NULL) {
        exit(2);
    }
    return memset(text, 'x', length);
}

int main(int argc, char **argv) {
    char *const long_sig = endless(USERSIG_TICKET_MAX + 1), *const long_text = endless(USERSIG_IDENTIFIER_MAX + 1);
    char private_key[1024], public_key[1024], sig[1024], again[1024], err[64];
    unsigned int expire = 1, init = 1, size;
    const unsigned int private_len = read_key(KEYS "p256/private_key.txt", private_key, sizeof private_key);
    const unsigned int public_len = read_key(KEYS "p256/public_key.txt", public_key, sizeof public_key);

#ifdef LOADED
    void *const library = dlopen(argc == 2 ? argv[1] : "", RTLD_NOW);
    if (library == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        return 2;
    }
    /* POSIX's own way to make a function of what dlsym gives. */
    *(void **)&tls_gen_sig_ex_with_expire = dlsym(library, "tls_gen_sig_ex_with_expire");
    *(void **)&tls_gen_sig_ex = dlsym(library, "tls_gen_sig_ex");
    *(void **)&tls_gen_sig = dlsym(library, "tls_gen_sig");
    *(void **)&tls_vri_sig_ex = dlsym(library, "tls_vri_sig_ex");
    *(void **)&tls_vri_sig = dlsym(library, "tls_vri_sig");
#else
    (void)argc;
    (void)argv;
#endif
    EXPECT(tls_gen_sig_ex(1400000000, "xiaojun", sig, sizeof sig, private_key, private_len, err, sizeof err) == 0);
    EXPECT(err[0] == '\0');
    EXPECT(tls_vri_sig_ex(sig, public_key, public_len, 1400000000, "xiaojun", &expire, &init, err, sizeof err) == 0);
    EXPECT(expire == 15552000 && init > 1700000000);
    EXPECT(tls_vri_sig_ex(sig, public_key, public_len, 1400000000, "xiaojun", NULL, NULL, NULL, 0) == 0);
    EXPECT(tls_vri_sig_ex(sig, public_key, public_len, 1400000000, "other", &expire, &init, err, sizeof err) == 13);
    EXPECT(expire == 0 && init == 0 && err[0] != '\0');
    EXPECT(tls_vri_sig_ex(sig, public_key, public_len, 1400000001, "xiaojun", &expire, &init, err, sizeof err) == 14);
    EXPECT(tls_vri_sig_ex("", public_key, public_len, 1400000000, "xiaojun", &expire, &init, err, sizeof err) == 1);
    EXPECT(tls_vri_sig_ex(NULL, public_key, public_len, 1400000000, "xiaojun", &expire, &init, err, sizeof err) == 1);
    EXPECT(tls_vri_sig_ex(sig, NULL, 10, 1400000000, "xiaojun", &expire, &init, err, sizeof err) == 16);
    EXPECT(tls_vri_sig_ex(sig, NULL, 0, 1400000000, "xiaojun", &expire, &init, err, sizeof err) == 17);

    EXPECT(tls_gen_sig_ex_with_expire(1400000000, "xiaojun", 77, sig, sizeof sig, private_key, private_len, err, sizeof err) ==
           0);
    EXPECT(tls_vri_sig_ex(sig, public_key, public_len, 1400000000, "xiaojun", &expire, &init, err, sizeof err) == 0);
    EXPECT(expire == 77);
    EXPECT(tls_gen_sig(88, "1400000000", 1400000000, "xiaojun", 6, sig, sizeof sig, private_key, private_len, err,
                       sizeof err) == 0);
    EXPECT(tls_vri_sig(sig, public_key, public_len, 6, "1400000000", 1400000000, "xiaojun", err, sizeof err) == 0);

    /* A negative number, where the interface has an unsigned one. */
    EXPECT(tls_gen_sig_ex_with_expire(1400000000, "xiaojun", (unsigned)-1, sig, sizeof sig, private_key, private_len, err,
                                      sizeof err) == 16);
    EXPECT(tls_gen_sig(0x80000000, "0", 1400000000, "xiaojun", 0, sig, sizeof sig, private_key, private_len, err, sizeof err) ==
           16);
    EXPECT(tls_gen_sig_ex(0, "xiaojun", sig, sizeof sig, private_key, private_len, err, sizeof err) == 16);
    EXPECT(tls_gen_sig_ex(1400000000, "", sig, sizeof sig, private_key, private_len, err, sizeof err) == 16);
    EXPECT(tls_gen_sig_ex(1400000000, NULL, sig, sizeof sig, private_key, private_len, err, sizeof err) == 16);
    EXPECT(tls_gen_sig_ex(1400000000, "xiaojun", NULL, sizeof sig, private_key, private_len, err, sizeof err) == 16);
    EXPECT(tls_gen_sig_ex(1400000000, "xiaojun", sig, sizeof sig, public_key, public_len, err, sizeof err) == 17);
    EXPECT(tls_gen_sig_ex(1400000000, "xiaojun", sig, sizeof sig, NULL, 0, NULL, 0) == 17);

    /* One byte beyond its bound is enough to refuse a text, however long it is. */
    EXPECT(tls_gen_sig_ex(1400000000, long_text, sig, sizeof sig, private_key, private_len, err, sizeof err) == 16);
    EXPECT(tls_gen_sig(88, long_text, 1400000000, "xiaojun", 6, sig, sizeof sig, private_key, private_len, err, sizeof err) == 16);
    EXPECT(tls_vri_sig_ex(long_sig, public_key, public_len, 1400000000, "xiaojun", &expire, &init, err, sizeof err) == 3);
    EXPECT(tls_vri_sig_ex("x", public_key, public_len, 1400000000, long_text, &expire, &init, err, sizeof err) == 16);
    free(long_sig);
    free(long_text);

    /* Every capacity: the bytes behind it stay, and so do those behind the message's. */
    for (size = 0; size <= sizeof sig; ++size) {
        const unsigned int err_size = size % (unsigned int)(sizeof err + 1);
        int code;
        memset(again, 'x', sizeof again);
        memset(err, 'x', sizeof err);
        code = tls_gen_sig_ex_with_expire(1400000000, "xiaojun", 77, again, size, private_key, private_len, err, err_size);
        EXPECT(code == 0 || code == -1);
        EXPECT(code == 0 ? strlen(again) < size : size == 0 || again[0] == '\0');
        EXPECT(size == sizeof again || again[size] == 'x');
        EXPECT(err_size == sizeof err || err[err_size] == 'x');
        EXPECT(err_size == 0 || memchr(err, '\0', err_size) != NULL);
        EXPECT(size < 500 ? code == -1 || size > 250 : code == 0);
    }
    puts(failures == 0 ? "sigcheck: ok" : "sigcheck: FAILED");
    return failures == 0 ? 0 : 1;
}
