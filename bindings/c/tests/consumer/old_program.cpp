// A server of 2018, written against the official tls_signature.h: C++11, no other header of ours.
// It exercises what servers use and shows the documented return codes.
#include "tls_signature.h"

#include <stdio.h>
#include <stdlib.h>

#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

static int failures = 0;
static bool seen[CHECK_ERR_MAX];

static void expect(int expected, int got, const std::string &err, int line) {
    if (expected != got) {
        fprintf(stderr, "old_program.cpp:%d: expected %d, got %d %s\n", line, expected, got, err.c_str());
        ++failures;
    }
    if (got >= 0 && got < CHECK_ERR_MAX) {
        seen[got] = true;
    }
}
#define EXPECT(expected, call) expect(expected, call, err, __LINE__)

static std::string read_key(const char *path) {
    std::ifstream file(path);
    return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

// Tickets of the kind that turn up in logs: damaged ones, and one that expired in 2020.
static const char WRONG_TYPE[] = "eJxdjMEKwjAQBf9lzyJJqz305t2b3sPSbGUVk5BspSL998YYQXzHGd684Hw8bXEY-OTEyDMQ9GpTIFtywiNThB5mRn*"
                                 "dHHwUhsDWoJg22ixVxcneTFGZ6Z2qq5LmwJEMjlKC3Zc-KCb2LqNG6b1u2t*T8J3ese4vlviS8SEPlhUYrDhj";
static const char WRONG_INNER_BASE64[] =
    "eJxdzkEKwjAQBdCzmLWUpK1deAZ3uh*GZiqjmIRkWiri3Y0hQnGW7-M-"
    "81KX07nBcfSzE5BnIHVUWu0LsyUnPDHFjCujv82uRhgCW0CBLtpNI9k7lCib6XW9GtIaOBLgJGVw*PlCMbF3mVptDqbttiXhx-clM-yNJb5m3qn3B6ykN8Q_";
static const char MISSING_FIELD[] = "eJxNjMEKwjAQBf9lzyJJWz148*"
                                    "5N78vSbGUVkpCkpUX8d5cQoe84w7wPPG73I41jmH3BskWGCxg4VCyOfZFJOClchcJr9k1RjOKQCvbJ7Yrs3liVMjuY"
                                    "tiZ5jZIYaSr18PznC6cswSvqjD3Zrt9HWZ4qrjr4-gBOPjMC";
static const char WRONG_NUMBER[] =
    "eJxNjsEKwjAMht8lZ5F2Uw-evHvTeyhrJlFsS5dJRXx3Y*lg-y3fx5-"
    "kA9fzZeuGIc5BUN6J4AgGNhWzpyA8MmWFhV28z6EplxJ7dIJ99qvG5B9YlTK7My1NUkmcCd0odeFh4S-KE8egqDN2b7t*XRJ*-l8qywG*6XTSwPcHcFg3OA__";
static const char EXPIRED[] = "eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy0zLBwhWZiflZpXlQqeKU7MSCgswUJStDEwMogMikVhRkFqUqWZlB*"
                              "SWZuUCeoRmqquLMdKCZKVVplfqZ2hVOFbmuJonlbmEeucaRKYG5ZWF5FY6uZemOZeFmJXmhAc5JJrZKtQDJ1TG-";

int main() {
    if (thread_setup() != 0) {
        return 1;
    }
    std::string pri_key = read_key(KEYS "secp256k1/private_key.txt");
    std::string pub_key = read_key(KEYS "secp256k1/public_key.txt");
    std::string secret = read_key(KEYS "secret.txt");
    secret.erase(secret.find_last_not_of("\r\n") + 1);
    const uint32_t sdkappid = 1400000000;
    std::string sig, err, userbuf;
    uint32_t expire = 0, init = 0;

    EXPECT(0, gen_sig(140000000, "xiaojun", pri_key, sig));
    EXPECT(0, tls_check_signature_ex2(sig, pub_key, 140000000, "xiaojun", expire, init, err));
    EXPECT(0, tls_gen_signature_ex2_with_expire(sdkappid, "xiaojun", 24 * 3600, sig, pri_key, err));
    SigInfo info;
    info.strAccountType = "0";
    info.strAppid3Rd = "0";
    info.strAppid = "1400000000";
    info.strIdentify = "xiaojun";
    EXPECT(0, tls_check_signature_ex(sig, pub_key.c_str(), pub_key.size(), info, expire, init, err));
    EXPECT(24 * 3600, (int)expire);

    EXPECT(CHECK_ERR1, tls_check_signature_ex2("", pub_key, sdkappid, "xiaojun", expire, init, err));
    EXPECT(CHECK_ERR2, tls_check_signature_ex2("no ticket!", pub_key, sdkappid, "xiaojun", expire, init, err));
    EXPECT(CHECK_ERR3, tls_check_signature_ex2("AAAA", pub_key, sdkappid, "xiaojun", expire, init, err));
    EXPECT(CHECK_ERR4, tls_check_signature_ex2(WRONG_TYPE, pub_key, sdkappid, "xiaojun", expire, init, err));
    EXPECT(CHECK_ERR6, tls_check_signature_ex2(WRONG_INNER_BASE64, pub_key, sdkappid, "xiaojun", expire, init, err));
    EXPECT(CHECK_ERR7, tls_check_signature_ex2(MISSING_FIELD, pub_key, sdkappid, "xiaojun", expire, init, err));
    EXPECT(CHECK_ERR8, tls_check_signature_ex2(sig, secret, sdkappid, "xiaojun", expire, init, err));
    EXPECT(CHECK_ERR10, tls_check_signature_ex2(WRONG_NUMBER, pub_key, sdkappid, "xiaojun", expire, init, err));
    EXPECT(CHECK_ERR13, tls_check_signature_ex2(sig, pub_key, sdkappid, "xiaohong", expire, init, err));
    EXPECT(CHECK_ERR14, tls_check_signature_ex2(sig, pub_key, sdkappid + 1, "xiaojun", expire, init, err));
    EXPECT(CHECK_ERR9, tls_check_signature_ex2(EXPIRED, secret, sdkappid, "xiaojun", expire, init, err));

#ifdef USERSIG_CHECK_SIGINFO
    info.strAppid3Rd = "1400000000";
    EXPECT(CHECK_ERR11, tls_check_signature_ex(sig, pub_key.c_str(), pub_key.size(), info, expire, init, err));
    info.strAppid3Rd = "0";
    info.strAccountType = "107";
    EXPECT(CHECK_ERR12, tls_check_signature_ex(sig, pub_key.c_str(), pub_key.size(), info, expire, init, err));
#endif

    EXPECT(0, tls_gen_userbuf_ticket(sdkappid, "xiaojun", 60, pri_key, "hello", sig, err));
    EXPECT(0, tls_check_userbuf_ticket(sig, pub_key, sdkappid, "xiaojun", expire, init, userbuf, err));
    EXPECT(0, userbuf == "hello" ? 0 : 1);
    EXPECT(CHECK_ERR15, tls_check_signature_ex2(sig, pub_key, sdkappid, "xiaojun", expire, init, err));
    EXPECT(CHECK_ERR16, tls_gen_signature_ex2(sdkappid, "xiao\njun", sig, pri_key, err));
    EXPECT(CHECK_ERR17, tls_gen_signature_ex2(sdkappid, "xiaojun", sig, pub_key, err));

    EXPECT(0, gen_sig_v2(sdkappid, "xiaojun", secret, 86400 * 180, sig, err));
    EXPECT(0, tls_check_signature_ex2(sig, secret, sdkappid, "xiaojun", expire, init, err));
    EXPECT(0, gen_sig_v2_with_userbuf(sdkappid, "xiaojun", secret, 60, "hello", sig, err));
    EXPECT(0, tls_check_userbuf_ticket(sig, secret, sdkappid, "xiaojun", expire, init, userbuf, err));
    userbuf = "another";
    EXPECT(CHECK_ERR15, tls_check_userbuf_ticket(sig, secret, sdkappid, "xiaojun", expire, init, userbuf, err));
    EXPECT(0, userbuf == "another" ? 0 : 1);

    std::cout << "codes seen:";
    for (int code = 0; code < CHECK_ERR_MAX; ++code) {
        if (seen[code]) {
            std::cout << ' ' << code;
        }
    }
    std::cout << std::endl;
    thread_cleanup();
    return failures == 0 ? 0 : 1;
}
