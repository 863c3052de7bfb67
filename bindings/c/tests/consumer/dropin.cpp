// The official interface's return codes, and every attack case through it. C++11.
#include "cases.hpp"

#include <sigcheck.h>
#include <tls_sig_api_v2.h>
#include <tls_signature.h>

#include <ctime>

namespace {

const uint32_t SDKAPPID = 1400000000;

/// The checking functions on one key, as the userbuf that the case expects asks for.
void attack(const Case &test, const std::string &key) {
    const std::string ticket = test.text("ticket");
    const std::string identifier = test.text("identifier");
    const std::string expect = test["userbuf"]["expect"];
    const uint32_t sdkappid = test["sdkappid"];
    const int code = test.has("error") ? test["check_err"].get<int>() : 0;
    uint32_t expire = 1, init = 1;
    std::string userbuf = "old", message;

    if (expect == "absent" || expect == "any") {
        const int got = tls_check_signature_ex2(ticket, key, sdkappid, identifier, expire, init, message);
        EXPECT_EQ(got, code) << message;
        EXPECT_EQ(got == 0, message.empty());
        if (got != 0) {
            EXPECT_EQ(expire + init, 0u);
        }
        const SigInfo info = {"0", "0", std::to_string(sdkappid), identifier};
        EXPECT_EQ(tls_check_signature_ex(ticket, key.data(), static_cast<uint32_t>(key.size()), info, expire, init, message),
                  code);
        // The C function ends texts at a NUL, so it is asked only where there is none.
        if (ticket.find('\0') == std::string::npos && identifier.find('\0') == std::string::npos) {
            char err[100];
            EXPECT_EQ(tls_vri_sig_ex(ticket.c_str(), key.data(), static_cast<unsigned>(key.size()), sdkappid,
                                     identifier.c_str(), expire, init, err, sizeof err),
                      code);
        }
    }
    if (expect != "absent") {
        // A v2 ticket's is compared with what the program passes; a v1 ticket's is handed out for it to compare.
        const bool compared = key.find("-----BEGIN") == std::string::npos;
        if (expect == "exactly") {
            userbuf = from_base64(test["userbuf"]["value"]);
        } else if (test.has("ok")) {
            userbuf = from_base64(test["ok"]["userbuf"]);
        }
        const std::string passed = userbuf;
        const int got = tls_check_userbuf_ticket(ticket, key, sdkappid, identifier, expire, init, userbuf, message);
        if (!compared && expect == "exactly" && got == 0) {
            EXPECT_EQ(test["error"], "userbuf_mismatch");
            EXPECT_NE(userbuf, passed);
        } else {
            EXPECT_EQ(got, code) << message;
            EXPECT_EQ(userbuf, passed);
        }
    }
}

std::vector<Case> attacks() {
    std::vector<Case> all;
    for (const Case &test : cases({"verify_cases.json", "attack_cases.json", "official_cases.json"})) {
        if (test.has("attack") && test["any_time"] == true) {
            all.push_back(test);
        }
    }
    return all;
}

class Attack : public ::testing::TestWithParam<Case> {};

TEST_P(Attack, check) {
    for (const Json &name : GetParam()["keys"]) {
        attack(GetParam(), key_text(name));
    }
}

INSTANTIATE_TEST_SUITE_P(dropin, Attack, ::testing::ValuesIn(attacks()), case_name);

TEST(Attack, there_are_many) { EXPECT_GT(attacks().size(), 200u); }

class BadIdentifier : public ::testing::TestWithParam<Case> {};

TEST_P(BadIdentifier, is_refused_by_every_generator) {
    const std::string identifier = GetParam().text("identifier");
    const std::string pem = key_text("p256_private"), secret = key_text("secret");
    std::string sig = "old", message;
    EXPECT_EQ(gen_sig(SDKAPPID, identifier, pem, sig), CHECK_ERR16);
    EXPECT_EQ(sig, "");
    EXPECT_EQ(tls_gen_signature_ex2_with_expire(SDKAPPID, identifier, 60, sig, pem, message), CHECK_ERR16);
    EXPECT_EQ(tls_gen_userbuf_ticket(SDKAPPID, identifier, 60, pem, "x", sig, message), CHECK_ERR16);
    EXPECT_EQ(gen_sig_v2(SDKAPPID, identifier, secret, 60, sig, message), CHECK_ERR16);
    EXPECT_EQ(genUserSig(SDKAPPID, identifier, secret, 60, sig, message), CHECK_ERR16);
    EXPECT_EQ(genPrivateMapKey(SDKAPPID, identifier, secret, 1, 60, 255, sig, message), CHECK_ERR16);
    EXPECT_EQ(gen_userbuf(identifier, SDKAPPID, 1, 60, 255, 0, ""), "");
    EXPECT_EQ(sig, "");
    EXPECT_NE(message, "");
}

std::vector<Case> bad_identifiers() {
    std::vector<Case> all;
    for (const Case &test : cases({"gen_cases.json"})) {
        if (test.has("error") && test["error"] == "invalid_identifier" && test["strict_identifier"] == false) {
            all.push_back(test);
        }
    }
    return all;
}

INSTANTIATE_TEST_SUITE_P(dropin, BadIdentifier, ::testing::ValuesIn(bad_identifiers()), case_name);

class GoodIdentifier : public ::testing::TestWithParam<Case> {};

/// The ticket is for exactly this text, JSON and escapes in it included.
TEST_P(GoodIdentifier, is_written_as_it_is) {
    const std::string identifier = GetParam().text("identifier"), key = GetParam().text("key");
    const uint32_t sdkappid = GetParam()["sdkappid"];
    std::string sig, message, checking = key;
    uint32_t expire = 0, init = 0;
    if (keys().at(key).at("kind") == "secret") {
        ASSERT_EQ(gen_sig_v2(sdkappid, identifier, key_text(key), 60, sig, message), 0) << message;
    } else {
        ASSERT_EQ(tls_gen_signature_ex2_with_expire(sdkappid, identifier, 60, sig, key_text(key), message), 0) << message;
        checking.replace(checking.find("private"), 7, "public");
    }
    EXPECT_EQ(tls_check_signature_ex2(sig, key_text(checking), sdkappid, identifier, expire, init, message), 0) << message;
    EXPECT_EQ(tls_check_signature_ex2(sig, key_text(checking), sdkappid, "admin", expire, init, message), CHECK_ERR13);
}

std::vector<Case> good_identifiers() {
    std::vector<Case> all;
    for (const Case &test : cases({"gen_cases.json"})) {
        bool plain = test.has("ok") && !test.has("expire") && !test.has("room") && !test.has("userbuf");
        // Options that the drop-in headers do not have.
        for (const char *name : {
                 // vocabulary: gen_ours
                 "strict_identifier",
                 "account_type",
                 "appid_at_3rd",
                 // vocabulary: end
             }) {
            plain = plain && (!test.has(name) || test[name] == false);
        }
        if (plain) {
            all.push_back(test);
        }
    }
    return all;
}

INSTANTIATE_TEST_SUITE_P(dropin, GoodIdentifier, ::testing::ValuesIn(good_identifiers()), case_name);

/// A v1 pair on each curve, checked by the public key.
class V1 : public ::testing::TestWithParam<const char *> {
protected:
    std::string private_key = key_text(GetParam() + std::string("_private"));
    std::string public_key = key_text(GetParam() + std::string("_public"));
    uint32_t expire = 0, init = 0;
    std::string sig, message, userbuf;

    int check(uint32_t sdkappid, const std::string &identifier) {
        return tls_check_signature_ex2(sig, public_key, sdkappid, identifier, expire, init, message);
    }
};

TEST_P(V1, every_generator) {
    const time_t before = time(nullptr);
    ASSERT_EQ(gen_sig(SDKAPPID, "xiaojun", private_key, sig), 0);
    ASSERT_EQ(check(SDKAPPID, "xiaojun"), 0) << message;
    EXPECT_EQ(expire, 15552000u);
    EXPECT_LE(before, static_cast<time_t>(init));
    // time() lags a little behind the clock.
    EXPECT_LE(static_cast<time_t>(init), time(nullptr) + 1);

    ASSERT_EQ(tls_gen_signature_ex2(SDKAPPID, "xiaojun", sig, private_key, message), 0);
    ASSERT_EQ(check(SDKAPPID, "xiaojun"), 0);
    EXPECT_EQ(expire, 15552000u);

    ASSERT_EQ(tls_gen_signature_ex2_with_expire(SDKAPPID, "xiaojun", 2147483647, sig, private_key, message), 0);
    ASSERT_EQ(check(SDKAPPID, "xiaojun"), 0);
    EXPECT_EQ(expire, 2147483647u);
    EXPECT_EQ(check(SDKAPPID, "someone"), CHECK_ERR13);
    EXPECT_EQ(check(SDKAPPID + 1, "xiaojun"), CHECK_ERR14);
    EXPECT_EQ(expire, 0u);

    // A key's length may count its NUL.
    ASSERT_EQ(tls_gen_signature_ex(60, "123", 1234, "12345", 6, sig, private_key.c_str(),
                                   static_cast<uint32_t>(private_key.size() + 1), message),
              0)
        << message;
    SigInfo info = {"6", "123", "1234", "12345"};
    const uint32_t length = static_cast<uint32_t>(public_key.size());
    const auto check_info = [&] { return tls_check_signature_ex(sig, public_key.data(), length, info, expire, init, message); };
    ASSERT_EQ(check_info(), 0) << message;
    EXPECT_EQ(expire, 60u);
    info.strAccountType = "5";
    info.strAppid3Rd = "12";
    EXPECT_EQ(check_info(), 0) << "the official function does not compare them";
    for (const char *good : {" 1234", "1234\n", "\t 1234 \r\n"}) {
        info.strAppid = good;
        EXPECT_EQ(check_info(), 0) << message;
    }
    for (const char *bad : {"", " ", "x", "12345", "+1234", "12 34", "99999999999", "1234x"}) {
        info.strAppid = bad;
        EXPECT_EQ(check_info(), CHECK_ERR14) << bad;
    }
}

/// A negative int becomes a large unsigned number before the function sees it.
TEST_P(V1, negative_expire) {
    const int negative = -1, smallest = -2147483647 - 1;
    for (const int expire : {negative, smallest}) {
        sig = "old";
        EXPECT_EQ(tls_gen_signature_ex2_with_expire(SDKAPPID, "xiaojun", static_cast<uint32_t>(expire), sig, private_key, message),
                  CHECK_ERR16);
        EXPECT_EQ(tls_gen_signature_ex(static_cast<uint32_t>(expire), "0", SDKAPPID, "xiaojun", 0, sig, private_key.data(),
                                       static_cast<uint32_t>(private_key.size()), message),
                  CHECK_ERR16);
        EXPECT_EQ(tls_gen_userbuf_ticket(SDKAPPID, "xiaojun", static_cast<uint32_t>(expire), private_key, "x", sig, message),
                  CHECK_ERR16);
        EXPECT_EQ(sig, "");
        EXPECT_EQ(gen_userbuf("xiaojun", SDKAPPID, 1, static_cast<uint32_t>(expire), 255, 0, ""), "");
    }
}

TEST_P(V1, userbuf) {
    const std::string bytes("a\0\xff\n", 4);
    ASSERT_EQ(tls_gen_userbuf_ticket(SDKAPPID, "xiaojun", 60, private_key, bytes, sig, message), 0);
    ASSERT_EQ(tls_check_userbuf_ticket(sig, public_key, SDKAPPID, "xiaojun", expire, init, userbuf, message), 0) << message;
    EXPECT_EQ(userbuf, bytes);
    EXPECT_EQ(check(SDKAPPID, "xiaojun"), CHECK_ERR15) << "nobody expected a userbuf";
    ASSERT_EQ(gen_sig(SDKAPPID, "xiaojun", private_key, sig), 0);
    EXPECT_EQ(tls_check_userbuf_ticket(sig, public_key, SDKAPPID, "xiaojun", expire, init, userbuf, message), CHECK_ERR15);
    EXPECT_EQ(userbuf, bytes) << "a failed call leaves it";
    EXPECT_EQ(tls_gen_userbuf_ticket(SDKAPPID, "xiaojun", 60, private_key, std::string(8193, 'x'), sig, message), CHECK_ERR15);
    EXPECT_EQ(tls_gen_userbuf_ticket(SDKAPPID, "xiaojun", 60, private_key, std::string(8192, 'x'), sig, message), 0);
    EXPECT_EQ(tls_check_userbuf_ticket(sig, public_key, SDKAPPID, "xiaojun", expire, init, userbuf, message), 0);
    EXPECT_EQ(userbuf.size(), 8192u);
}

TEST_P(V1, keys_in_the_wrong_place) {
    EXPECT_EQ(gen_sig(SDKAPPID, "xiaojun", public_key, sig), CHECK_ERR17);
    EXPECT_EQ(gen_sig(SDKAPPID, "xiaojun", key_text("secret"), sig), CHECK_ERR17);
    EXPECT_EQ(gen_sig(SDKAPPID, "xiaojun", "", sig), CHECK_ERR17);
    EXPECT_EQ(gen_sig_v2(SDKAPPID, "xiaojun", private_key, 60, sig, message), CHECK_ERR17);
    EXPECT_EQ(gen_sig_v2(SDKAPPID, "xiaojun", public_key, 60, sig, message), CHECK_ERR17);
    ASSERT_EQ(gen_sig(SDKAPPID, "xiaojun", private_key, sig), 0);
    EXPECT_EQ(tls_check_signature_ex2(sig, private_key, SDKAPPID, "xiaojun", expire, init, message), CHECK_ERR17);
    EXPECT_EQ(tls_check_signature_ex2(sig, key_text("secret"), SDKAPPID, "xiaojun", expire, init, message), CHECK_ERR8);
    EXPECT_EQ(tls_check_signature_ex2(sig, "", SDKAPPID, "xiaojun", expire, init, message), CHECK_ERR17);
    EXPECT_EQ(tls_check_signature_ex2(sig, key_text("other_public"), SDKAPPID, "xiaojun", expire, init, message), CHECK_ERR8);
}

INSTANTIATE_TEST_SUITE_P(dropin, V1, ::testing::Values("p256", "secp256k1"));

TEST(V2, every_generator) {
    const std::string secret = key_text("secret");
    std::string sig, message, userbuf;
    uint32_t expire = 0, init = 0;
    const auto check = [&] { return tls_check_signature_ex2(sig, secret, SDKAPPID, "xiaojun", expire, init, message); };
    const auto check_userbuf = [&](const std::string &expected) {
        userbuf = expected;
        const int code = tls_check_userbuf_ticket(sig, secret, SDKAPPID, "xiaojun", expire, init, userbuf, message);
        EXPECT_EQ(userbuf, expected) << "what the program expects stays";
        return code;
    };
    ASSERT_EQ(genUserSig(SDKAPPID, "xiaojun", secret, 86400, sig, message), 0);
    EXPECT_EQ(check(), 0);
    EXPECT_EQ(expire, 86400u);
    ASSERT_EQ(gen_sig_v2(SDKAPPID, "xiaojun", secret, 60, sig, message), 0);
    EXPECT_EQ(check(), 0);
    ASSERT_EQ(gen_sig(SDKAPPID, "xiaojun", secret, 60, sig, message), 0);
    EXPECT_EQ(check(), 0);
    ASSERT_EQ(genSig(SDKAPPID, "xiaojun", secret, "", 60, sig, message), 0);
    EXPECT_EQ(check(), 0);
    ASSERT_EQ(genSig(SDKAPPID, "xiaojun", secret, "hello", 60, sig, message), 0);
    EXPECT_EQ(check_userbuf("hello"), 0);
    EXPECT_EQ(expire, 60u);
    for (const char *other : {"", "hell", "hello!", "Hello"}) {
        EXPECT_EQ(check_userbuf(other), CHECK_ERR15) << other;
        EXPECT_EQ(expire, 0u);
    }
    ASSERT_EQ(gen_sig_v2_with_userbuf(SDKAPPID, "xiaojun", secret, 60, "hi", sig, message), 0);
    EXPECT_EQ(check_userbuf("hi"), 0);
    ASSERT_EQ(gen_sig_with_userbuf(SDKAPPID, "xiaojun", secret, 60, "ho", sig, message), 0);
    EXPECT_EQ(check_userbuf("ho"), 0);
    EXPECT_EQ(check(), CHECK_ERR15);
    ASSERT_EQ(gen_sig_with_userbuf(SDKAPPID, "xiaojun", secret, 60, std::string("a\0b", 3), sig, message), 0);
    EXPECT_EQ(check_userbuf("a"), CHECK_ERR15);
    EXPECT_EQ(check_userbuf(std::string("a\0b", 3)), 0);
    ASSERT_EQ(gen_sig_with_userbuf(SDKAPPID, "xiaojun", secret, 60, "", sig, message), 0);
    EXPECT_EQ(check_userbuf(""), 0);
    EXPECT_EQ(check_userbuf("x"), CHECK_ERR15);
    ASSERT_EQ(genUserSig(SDKAPPID, "xiaojun", secret, 60, sig, message), 0);
    EXPECT_EQ(check_userbuf(""), CHECK_ERR15) << "a ticket without one, which the official function accepts";
    EXPECT_EQ(genUserSig(SDKAPPID, "xiaojun", secret, -1, sig, message), CHECK_ERR16);
    EXPECT_EQ(gen_sig_v2(SDKAPPID, "xiaojun", secret, -1, sig, message), CHECK_ERR16);
    EXPECT_EQ(gen_sig_v2_with_userbuf(SDKAPPID, "xiaojun", secret, -1, "x", sig, message), CHECK_ERR16);
    EXPECT_EQ(genSig(SDKAPPID, "xiaojun", secret, "x", -1, sig, message), CHECK_ERR16);
    EXPECT_EQ(genPrivateMapKey(SDKAPPID, "xiaojun", secret, 1, -1, 255, sig, message), CHECK_ERR16);
    EXPECT_EQ(genPrivateMapKeyWithStringRoomID(SDKAPPID, "xiaojun", secret, "r", -1, 255, sig, message), CHECK_ERR16);
    EXPECT_EQ(genUserSig(0, "xiaojun", secret, 60, sig, message), CHECK_ERR16);
    EXPECT_EQ(genUserSig(SDKAPPID, "xiaojun", secret + "\n", 60, sig, message), CHECK_ERR17);
    EXPECT_NE(message.find("line break"), std::string::npos) << message;
}

TEST(V2, private_map_key) {
    const std::string secret = key_text("secret");
    std::string sig, message, userbuf;
    uint32_t expire = 0, init = 0;
    const auto check = [&] {
        usersig_untrusted_ticket *content = nullptr;
        EXPECT_EQ(usersig_inspect(sig.data(), sig.size(), &content, nullptr), USERSIG_OK);
        userbuf.assign(reinterpret_cast<const char *>(content->fields.userbuf), content->fields.userbuf_len);
        usersig_untrusted_ticket_free(content);
        return tls_check_userbuf_ticket(sig, secret, SDKAPPID, "xiaojun", expire, init, userbuf, message);
    };
    ASSERT_EQ(genPrivateMapKey(SDKAPPID, "xiaojun", secret, 10000, 3600, 255, sig, message), 0) << message;
    ASSERT_EQ(check(), 0);
    EXPECT_EQ(userbuf.size(), 30u);
    EXPECT_EQ(userbuf.substr(0, 18), std::string("\0\0\x07xiaojun\x53\x72\x4e\0\0\0\x27\x10", 18));
    EXPECT_EQ(expire, 3600u);
    // The same permission by hand; the clock may move on between the two.
    const std::string by_hand = gen_userbuf("xiaojun", SDKAPPID, 10000, 3600, 255, 0, "");
    EXPECT_EQ(by_hand.substr(0, 18), userbuf.substr(0, 18));
    EXPECT_EQ(by_hand.substr(22), userbuf.substr(22));

    ASSERT_EQ(genPrivateMapKeyWithStringRoomID(SDKAPPID, "xiaojun", secret, "abc", 3600, 42, sig, message), 0) << message;
    ASSERT_EQ(check(), 0);
    EXPECT_EQ(userbuf.substr(22), std::string("\0\0\0\x2a\0\0\0\0\0\x03"
                                              "abc",
                                              13));
    EXPECT_EQ(gen_userbuf("xiaojun", SDKAPPID, 0, 3600, 42, 0, "abc").substr(22), userbuf.substr(22));

    EXPECT_EQ(genPrivateMapKey(SDKAPPID, "xiaojun", secret, 0, 3600, 255, sig, message), CHECK_ERR16);
    EXPECT_EQ(genPrivateMapKey(SDKAPPID, "xiaojun", secret, 1, 3600, -1, sig, message), CHECK_ERR16);
    EXPECT_EQ(genPrivateMapKeyWithStringRoomID(SDKAPPID, "xiaojun", secret, "", 3600, 255, sig, message), CHECK_ERR16);
    EXPECT_EQ(genPrivateMapKey(SDKAPPID, "xiaojun", key_text("p256_private"), 1, 3600, 255, sig, message), CHECK_ERR17);
    EXPECT_EQ(gen_userbuf("xiaojun", SDKAPPID, 1, 3600, 255, 7, ""), "") << "the account type is always 0";
    EXPECT_EQ(gen_userbuf("xiaojun", SDKAPPID, 1, 3600, 255, 0, "abc"), "") << "one room";
    EXPECT_EQ(gen_userbuf("xiaojun", SDKAPPID, 0, 3600, 255, 0, ""), "");
}

TEST(Threads, setup_is_a_no_op) {
    EXPECT_EQ(thread_setup(), 0);
    thread_cleanup();
}

} // namespace
