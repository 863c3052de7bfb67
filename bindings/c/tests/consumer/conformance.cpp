// Every conformance case through usersig.hpp, C++17.
#include "cases.hpp"

#include <usersig.hpp>
#include <zlib.h>

#include <optional>

namespace {

using Opt = std::optional<std::string>;
std::string word(const usersig::Error &error) { return std::string(error.word()); }

Opt bytes(const Json &base64) { return base64.is_null() ? Opt() : Opt(from_base64(base64.get<std::string>())); }

usersig::VerifyingKeys verifying_keys(const Json &names, std::vector<usersig::PublicKey> &publics,
                                      std::vector<usersig::SecretKey> &secrets) {
    for (const std::string name : names) {
        if (keys().at(name).at("kind") == "public") {
            publics.push_back(usersig::PublicKey::from_pem(key_text(name)));
        } else {
            secrets.emplace_back(key_text(name));
        }
    }
    std::optional<usersig::VerifyingKeys> all;
    for (const auto &key : publics) {
        all ? (void)all->add(key) : (void)all.emplace(key);
    }
    for (const auto &key : secrets) {
        all ? (void)all->add(key) : (void)all.emplace(key);
    }
    return all.value();
}

std::string inflate_ticket(const std::string &ticket) {
    const std::string compressed = from_base64(ticket, '*', '-', '_');
    std::string json(64 * 1024, '\0');
    uLongf length = json.size();
    if (uncompress(reinterpret_cast<Bytef *>(&json[0]), &length, reinterpret_cast<const Bytef *>(compressed.data()),
                   compressed.size()) != Z_OK) {
        throw std::runtime_error("not a zlib stream");
    }
    json.resize(length);
    return json;
}

template <class Content> void expect_content(const Content &ticket, const Json &ok) {
    EXPECT_EQ(ticket.version(), ok.at("version") == "1.0" ? usersig::Version::v1 : usersig::Version::v2);
    EXPECT_EQ(ticket.sdkappid(), ok.at("sdkappid"));
    EXPECT_EQ(ticket.identifier(), ok.at("identifier").template get<std::string>());
    EXPECT_EQ(ticket.issued_at().time_since_epoch().count(), ok.at("issued_at"));
    EXPECT_EQ(ticket.expire().count(), ok.at("expire"));
    EXPECT_EQ(ticket.expires_at().time_since_epoch().count(), ok.at("expires_at"));
    const Opt userbuf = bytes(ok.at("userbuf"));
    ASSERT_EQ(ticket.userbuf().has_value(), userbuf.has_value());
    if (userbuf) {
        EXPECT_EQ(*ticket.userbuf(), *userbuf);
    }
    const Json &expected = ok.at("private_map_key");
    const auto key = ticket.private_map_key();
    ASSERT_EQ(key.has_value(), !expected.is_null());
    if (key) {
        EXPECT_EQ(static_cast<std::uint32_t>(key->privileges), expected.at("privileges"));
        EXPECT_EQ(key->expires_at.time_since_epoch().count(), expected.at("expires_at"));
        const Json &room = expected.at("room");
        EXPECT_TRUE(key->room == (room.contains("name") ? usersig::Room::named(room.at("name"))
                                                        : usersig::Room::numbered(room.at("number"))));
    }
}

class Keys : public ::testing::TestWithParam<Case> {};

TEST_P(Keys, load) {
    const Case &test = GetParam();
    const std::string text = test.text("text");
    const std::string kind = test.text("load");
    try {
        std::string curve;
        const auto name = [](usersig::Curve curve) { return curve == usersig::Curve::p256 ? "P-256" : "secp256k1"; };
        if (kind == "private") {
            const auto key = usersig::PrivateKey::from_pem(text);
            curve = name(key.curve());
            EXPECT_EQ(name(key.public_key().curve()), curve);
            EXPECT_EQ(usersig::PrivateKey::from_pem(key.to_pem()).public_key().to_pem(), key.public_key().to_pem());
        } else if (kind == "public") {
            const auto key = usersig::PublicKey::from_pem(text);
            curve = name(key.curve());
            EXPECT_EQ(usersig::PublicKey::from_pem(key.to_pem()).to_pem(), key.to_pem());
        } else {
            ASSERT_EQ(kind, "secret");
            const usersig::SecretKey key(text);
        }
        ASSERT_TRUE(test.has("ok")) << "loaded, expected " << test["error"];
        EXPECT_EQ(test["ok"]["curve"], curve.empty() ? Json() : Json(curve));
    } catch (const usersig::Error &error) {
        ASSERT_TRUE(test.has("error")) << error.what();
        EXPECT_EQ(word(error), test.text("error")) << error.what();
    }
}

INSTANTIATE_TEST_SUITE_P(conformance, Keys, ::testing::ValuesIn(cases({"key_cases.json"})), case_name);

bool fits_privileges(const Case &test) {
    return !test.has("privileges") || (test["privileges"] >= 0 && test["privileges"] <= UINT32_MAX);
}

std::string generate(const Case &test) {
    const Opt userbuf = bytes(test["userbuf"]);
    const auto text = [&test](const char *key) { return test.has(key) ? Opt(test.text(key)) : Opt(); };
    const Opt account_type = text("account_type");
    const Opt appid_at_3rd = text("appid_at_3rd");
    usersig::GenOptions options;
    if (test.has("expire")) {
        options.expire = std::chrono::seconds(test["expire"].get<std::int64_t>());
    }
    if (test.has("issued_at")) {
        options.issued_at = usersig::unix_time(test["issued_at"].get<std::int64_t>());
    }
    options.userbuf = userbuf;
    options.strict_identifier = test["strict_identifier"];
    options.account_type = account_type;
    options.appid_at_3rd = appid_at_3rd;
    const std::string key = test["key"];
    const std::int64_t sdkappid = test["sdkappid"];
    const usersig::Signer signer = keys().at(key).at("kind") == "private"
                                       ? usersig::Signer(sdkappid, usersig::PrivateKey::from_pem(key_text(key)))
                                       : usersig::Signer(sdkappid, usersig::SecretKey(key_text(key)));
    if (!test.has("room")) {
        const std::string ticket = signer.gen_sig(test.text("identifier"), options);
        // The batch call makes the same.
        const auto batch = signer.gen_sig_batch(std::vector<std::string>{test.text("identifier")}, options);
        EXPECT_EQ(batch.at(0).ticket, ticket);
        return ticket;
    }
    if (!fits_privileges(test)) {
        // Privileges has no such value; the C interface below can be asked for it.
        const Json &number = test["room"].at("number");
        char buffer[1024];
        usersig_error error;
        usersig_gen_options c_options = usersig::detail::c_options(options);
        const std::string identifier = test.text("identifier");
        usersig::detail::check(usersig_signer_gen_private_map_key(signer.handle(), identifier.data(), identifier.size(), number,
                                                                  nullptr, 0, test["privileges"], &c_options, buffer,
                                                                  sizeof buffer, nullptr, &error),
                               error);
        return buffer;
    }
    const Json &room = test["room"];
    return signer.gen_private_map_key(test.text("identifier"),
                                      room.contains("name") ? usersig::Room::named(room.at("name"))
                                                            : usersig::Room::numbered(room.at("number")),
                                      static_cast<usersig::Privileges>(test["privileges"].get<std::uint32_t>()), options);
}

class Gen : public ::testing::TestWithParam<Case> {};

TEST_P(Gen, gen_sig) {
    const Case &test = GetParam();
    ran("cpp", test.text("name"));
    try {
        const std::string ticket = generate(test);
        ASSERT_TRUE(test.has("ok")) << "made, expected " << test["error"];
        EXPECT_EQ(inflate_ticket(ticket), test["ok"]["json"].get<std::string>());
    } catch (const usersig::Error &error) {
        ASSERT_TRUE(test.has("error")) << error.what();
        EXPECT_EQ(word(error), test.text("error")) << error.what();
    }
}

INSTANTIATE_TEST_SUITE_P(conformance, Gen, ::testing::ValuesIn(cases({"gen_cases.json"})), case_name);

TEST(Gen, privileges_that_only_c_can_ask_for) {
    int count = 0;
    for (const Case &test : cases({"gen_cases.json"})) {
        count += fits_privileges(test) ? 0 : 1;
    }
    EXPECT_EQ(count, 2);
}

class Verify : public ::testing::TestWithParam<Case> {};

TEST_P(Verify, verify) {
    const Case &test = GetParam();
    ran("cpp", test.text("name"));
    const auto seconds = [&test](const char *key) {
        return test.has(key) ? std::optional(std::chrono::seconds(test[key].get<std::int64_t>())) : std::nullopt;
    };
    const std::string expect = test["userbuf"]["expect"];
    const Opt value = test["userbuf"].contains("value") ? bytes(test["userbuf"]["value"]) : Opt();
    try {
        std::vector<usersig::PublicKey> publics;
        std::vector<usersig::SecretKey> secrets;
        const usersig::Verifier verifier(test["sdkappid"].get<std::int64_t>(), verifying_keys(test["keys"], publics, secrets),
                                         {seconds("leeway"), seconds("future_tolerance")});
        usersig::VerifyOptions options;
        options.now = usersig::unix_time(test["now"].get<std::int64_t>());
        options.userbuf = expect == "absent"    ? usersig::ExpectedUserbuf::absent()
                          : expect == "present" ? usersig::ExpectedUserbuf::present()
                          : expect == "any"     ? usersig::ExpectedUserbuf::any()
                                                : usersig::ExpectedUserbuf::exactly(value.value());
        const usersig::Ticket ticket = verifier.verify(test.text("ticket"), test.text("identifier"), options);
        ASSERT_TRUE(test.has("ok")) << "valid, expected " << test["error"];
        expect_content(ticket, test["ok"]);
    } catch (const usersig::Error &error) {
        ASSERT_TRUE(test.has("error")) << error.what();
        EXPECT_EQ(word(error), test.text("error")) << error.what();
        EXPECT_EQ(error.field(), test.has("field") ? test.text("field") : "");
        EXPECT_EQ(error.check_err(), test["check_err"]);
    }
}

INSTANTIATE_TEST_SUITE_P(conformance, Verify,
                         ::testing::ValuesIn(cases({"verify_cases.json", "attack_cases.json", "official_cases.json"})),
                         case_name);

class Inspect : public ::testing::TestWithParam<Case> {};

TEST_P(Inspect, inspect) {
    const Case &test = GetParam();
    ran("cpp", test.text("name"));
    try {
        const usersig::UntrustedTicket ticket = usersig::inspect(test.text("ticket"));
        ASSERT_TRUE(test.has("ok")) << "decoded, expected " << test["error"];
        expect_content(ticket, test["ok"]);
    } catch (const usersig::Error &error) {
        ASSERT_TRUE(test.has("error")) << error.what();
        EXPECT_EQ(word(error), test.text("error")) << error.what();
        EXPECT_EQ(error.field(), test.has("field") ? test.text("field") : "");
    }
}

INSTANTIATE_TEST_SUITE_P(conformance, Inspect, ::testing::ValuesIn(cases({"inspect_cases.json"})), case_name);

TEST(Errors, table) {
    std::size_t count = 0;
    const usersig_status_row *rows = usersig_status_table(&count);
    const Json table = load("errors.json");
    ASSERT_EQ(count, table.size() + 4) << "USERSIG_OK and three of C's own";
    for (std::size_t index = 0; index < table.size(); ++index) {
        const Json &expected = table[index];
        const usersig_status_row &row = rows[index + 1];
        EXPECT_EQ(row.status, expected.at("number"));
        EXPECT_EQ(row.code, expected.at("number"));
        EXPECT_EQ(row.word, expected.at("word"));
        EXPECT_EQ(row.check_err, expected.at("check_err"));
        EXPECT_EQ(std::vector<int>(row.service_codes, row.service_codes + row.service_code_count), expected.at("service"));
        EXPECT_STRNE(row.message, "");
    }
}

} // namespace
