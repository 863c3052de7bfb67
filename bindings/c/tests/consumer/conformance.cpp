// Every conformance case through usersig.hpp, C++17.
#include "cases.hpp"

#include <usersig.hpp>
#include <zlib.h>

#include <algorithm>
#include <optional>

namespace {

using Opt = std::optional<std::string>;
std::string word(const usersig::Error &error) { return std::string(error.word()); }

using OptBytes = std::optional<usersig::Bytes>;
OptBytes bytes(const Json &base64) {
    return base64.is_null() ? OptBytes() : OptBytes(usersig::to_bytes(from_base64(base64.get<std::string>())));
}

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
    const OptBytes userbuf = bytes(ok.at("userbuf"));
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

/// An argument that need not be text: its bytes.
std::string raw(const Json &given) {
    if (given.is_string()) {
        return given;
    }
    const std::string hex = given.at("bytes");
    std::string one, all;
    for (std::size_t at = 0; at < hex.size(); at += 2) {
        one.push_back(static_cast<char>(std::stoi(hex.substr(at, 2), nullptr, 16)));
    }
    for (std::size_t left = given.value("repeat", std::size_t{1}); left > 0; --left) {
        all += one;
    }
    return all;
}

/// The second that a moment lies in, as std::chrono::floor finds it. Spans with a fraction do not compile.
usersig::UnixTime moment(const Json &given) {
    using namespace std::chrono;
    if (given.is_number()) {
        return usersig::unix_time(given);
    }
    const auto fine = time_point<system_clock, microseconds>(seconds(given.at("seconds").get<std::int64_t>()) +
                                                             microseconds(given.at("nanoseconds").get<std::int64_t>() / 1000));
    return floor<seconds>(fine);
}

/// Sets an option to what a case says.
struct Set {
    const Case &test;
    /// What bytes are in this case.
    OptBytes (*octets)(const Json &);

    void operator()(std::optional<std::chrono::seconds> &option, const char *name) const {
        if (test.has(name)) {
            option = std::chrono::seconds(test[name].get<std::int64_t>());
        }
    }
    void operator()(std::optional<usersig::UnixTime> &option, const char *name) const {
        if (test.has(name)) {
            option = moment(test[name]);
        }
    }
    void operator()(std::optional<usersig::Bytes> &option, const char *name) const {
        if (test.has(name)) {
            option = octets(test[name]);
        }
    }
    void operator()(std::optional<std::string> &option, const char *name) const {
        if (test.has(name)) {
            option = raw(test[name]);
        }
    }
    void operator()(bool &option, const char *name) const { option = test.has(name) && test[name]; }
};

usersig::GenOptions gen_options(const Case &test, OptBytes (*octets)(const Json &)) {
    usersig::GenOptions options;
    const Set set{test, octets};
    // vocabulary: gen_case
    set(options.expire, "expire");
    set(options.userbuf, "userbuf");
    set(options.issued_at, "issued_at");
    set(options.strict_identifier, "strict_identifier");
    set(options.account_type, "account_type");
    set(options.appid_at_3rd, "appid_at_3rd");
    // vocabulary: end
    return options;
}

bool fits_privileges(const Case &test) {
    return !test.has("privileges") || (test["privileges"] >= 0 && test["privileges"] <= UINT32_MAX);
}

std::string generate(const Case &test) {
    const usersig::GenOptions options = gen_options(test, bytes);
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
    const auto seconds = [&test](const char *key) {
        return test.has(key) ? std::optional(std::chrono::seconds(test[key].get<std::int64_t>())) : std::nullopt;
    };
    const std::string expect = test["userbuf"]["expect"];
    const OptBytes value = test["userbuf"].contains("value") ? bytes(test["userbuf"]["value"]) : OptBytes();
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
        const usersig::Ticket ticket = test.has("identifier")
                                           ? verifier.verify(test.text("ticket"), test.text("identifier"), options)
                                           : verifier.authenticate(test.text("ticket"), options);
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
                         ::testing::ValuesIn(cases({"verify_cases.json", "authenticate_cases.json", "attack_cases.json", "official_cases.json"})),
                         case_name);

class Inspect : public ::testing::TestWithParam<Case> {};

TEST_P(Inspect, inspect) {
    const Case &test = GetParam();
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

bool possible(const Case &test) {
    for (const char *name : {"expire", "leeway", "future_tolerance"}) {
        if (test.has(name) && test[name].is_object()) {
            return false;
        }
    }
    if (test.has("error") && (test["error"] == "type_error" || test["error"] == "null_error" || test["error"] == "refused")) {
        return false;
    }
    if (test.has("keys") && test["keys"].empty()) {
        return false; // VerifyingKeys is made from a key.
    }
    if (test.has("identifiers")) {
        for (const Json &one : test["identifiers"]) {
            if (!one.is_string() && !one.is_object()) {
                return false;
            }
        }
    }
    return true;
}

/// What only C can ask for: a value without its flag.
void unflagged(const Case &test) {
    const Json &given = test["unflagged"];
    const std::string name = given.begin().key();
    const Json &value = given.begin().value();
    const std::string text = value.is_number() ? "" : raw(value);
    const auto bytes = reinterpret_cast<const std::uint8_t *>(text.data());
    usersig_error error;
    if (test.text("call") == "gen_sig") {
        usersig_gen_options options = USERSIG_GEN_OPTIONS_INIT;
        // vocabulary: gen_unflagged
        if (name == "expire") {
            options.expire = value;
        }
        if (name == "userbuf") {
            options.userbuf = bytes;
        }
        if (name == "issued_at") {
            options.issued_at = value;
        }
        if (name == "account_type") {
            options.account_type = text.data();
        }
        if (name == "appid_at_3rd") {
            options.appid_at_3rd = text.data();
        }
        // vocabulary: end
        const usersig::Signer signer(test["sdkappid"].get<std::int64_t>(), usersig::PrivateKey::from_pem(key_text(test["key"])));
        char ticket[1024];
        usersig::detail::check(
            usersig_signer_gen_sig(signer.handle(), "x", 1, &options, ticket, sizeof ticket, nullptr, &error), error);
    } else if (name == "leeway" || name == "future_tolerance") {
        usersig_verifier_options options = USERSIG_VERIFIER_OPTIONS_INIT;
        (name == "leeway" ? options.leeway : options.future_tolerance) = value;
        const usersig::SecretKey key(key_text("secret"));
        const usersig_secret_key *const keys[] = {key.handle()};
        usersig_verifier *verifier = nullptr;
        usersig::detail::check(usersig_verifier_new(test["sdkappid"], nullptr, 0, keys, 1, &options, &verifier, &error), error);
        usersig_verifier_free(verifier);
    } else {
        usersig_verify_options options = USERSIG_VERIFY_OPTIONS_INIT;
        name == "now" ? (void)(options.now = value) : (void)(options.userbuf = bytes);
        const usersig::Verifier verifier(test["sdkappid"].get<std::int64_t>(), usersig::SecretKey(key_text("secret")));
        const std::string ticket = test.text("ticket");
        usersig_ticket *verified = nullptr;
        usersig::detail::check(
            usersig_verifier_authenticate(verifier.handle(), ticket.data(), ticket.size(), &options, &verified, &error), error);
        usersig_ticket_free(verified);
    }
}

class Contract : public ::testing::TestWithParam<Case> {};

void contract(const Case &test) {
    const std::string call = test.text("call");
    // Looked at after the call, which throws where nothing is expected.
    const auto content = [&test](const auto &ticket) { expect_content(ticket, test["ok"]); };
    const auto json = [&test](const std::string &ticket) {
        EXPECT_EQ(inflate_ticket(ticket), test["ok"]["json"].get<std::string>());
    };
    if (test.has("unflagged")) {
        unflagged(test);
    } else if (call == "load_private") {
        (void)usersig::PrivateKey::from_pem(raw(test["text"]));
    } else if (call == "load_public") {
        (void)usersig::PublicKey::from_pem(raw(test["text"]));
    } else if (call == "load_secret") {
        (void)usersig::SecretKey(raw(test["text"]));
    } else if (call == "generate_key") {
        const std::string name = raw(test["curve"]);
        const auto curve = name == "P-256"       ? usersig::Curve::p256
                           : name == "secp256k1" ? usersig::Curve::secp256k1
                                                 : static_cast<usersig::Curve>(77);
        EXPECT_EQ(usersig::PrivateKey::generate(curve).curve(), curve);
    } else if (call == "inspect") {
        content(usersig::inspect(raw(test["ticket"])));
    } else if (call == "verify" || call == "authenticate") {
        std::vector<usersig::PublicKey> publics;
        std::vector<usersig::SecretKey> secrets;
        const auto seconds = [&test](const char *key) {
            return test.has(key) ? std::optional(std::chrono::seconds(test[key].get<std::int64_t>())) : std::nullopt;
        };
        const usersig::Verifier verifier(test["sdkappid"].get<std::int64_t>(), verifying_keys(test["keys"], publics, secrets),
                                         {seconds("leeway"), seconds("future_tolerance")});
        usersig::VerifyOptions options;
        options.now = moment(test["now"]);
        if (test.has("userbuf")) {
            options.userbuf = test["userbuf"]["expect"] == "any" ? usersig::ExpectedUserbuf::any()
                                                                 : usersig::ExpectedUserbuf::present();
        }
        const std::string ticket = raw(test["ticket"]);
        content(call == "verify" ? verifier.verify(ticket, raw(test["identifier"]), options)
                                 : verifier.authenticate(ticket, options));
    } else {
        const auto octets = [](const Json &given) -> OptBytes { return usersig::to_bytes(raw(given)); };
        const usersig::GenOptions options = gen_options(test, octets);
        const std::string key = test["key"];
        const std::int64_t sdkappid = test["sdkappid"];
        const usersig::Signer signer = keys().at(key).at("kind") == "private"
                                           ? usersig::Signer(sdkappid, usersig::PrivateKey::from_pem(key_text(key)))
                                           : usersig::Signer(sdkappid, usersig::SecretKey(key_text(key)));
        if (call == "gen_sig_batch") {
            std::vector<std::string> identifiers;
            for (const Json &identifier : test["identifiers"]) {
                identifiers.push_back(raw(identifier));
            }
            const auto results = signer.gen_sig_batch(identifiers, options);
            ASSERT_EQ(results.size(), test["ok"].size());
            for (std::size_t index = 0; index < results.size(); ++index) {
                const Json &expected = test["ok"][index];
                ASSERT_EQ(results[index].error.has_value(), expected.contains("error")) << index;
                if (results[index].error) {
                    EXPECT_EQ(word(*results[index].error), expected.at("error").get<std::string>());
                    EXPECT_EQ(results[index].error->kind(), usersig::ErrorKind::argument);
                } else {
                    EXPECT_EQ(inflate_ticket(results[index].ticket), expected.at("json").get<std::string>());
                }
            }
        } else if (call == "gen_private_map_key") {
            const Json &room = test["room"];
            json(signer.gen_private_map_key(
                raw(test["identifier"]),
                room.contains("name") ? usersig::Room::named(raw(room.at("name"))) : usersig::Room::numbered(room.at("number")),
                static_cast<usersig::Privileges>(test["privileges"].get<std::uint32_t>()), options));
        } else {
            ASSERT_EQ(call, "gen_sig");
            json(signer.gen_sig(raw(test["identifier"]), options));
        }
    }
    EXPECT_TRUE(test.has("ok") || !test.has("error")) << "done, expected " << test["error"];
}

TEST_P(Contract, contract) {
    const Case &test = GetParam();
    if (!possible(test)) {
        GTEST_SUCCEED() << "C++ cannot say this";
        return;
    }
    try {
        contract(test);
    } catch (const usersig::Error &error) {
        ASSERT_TRUE(test.has("error")) << error.what();
        EXPECT_EQ(word(error), test.text("error")) << error.what();
        const auto kind = error.kind();
        EXPECT_EQ(dynamic_cast<const usersig::TicketError *>(&error) != nullptr, kind == usersig::ErrorKind::ticket);
        EXPECT_EQ(dynamic_cast<const usersig::KeyError *>(&error) != nullptr, kind == usersig::ErrorKind::key);
        EXPECT_EQ(dynamic_cast<const usersig::ArgumentError *>(&error) != nullptr, kind == usersig::ErrorKind::argument);
    }
}

TEST(Contracts, what_cannot_be_said) {
    const auto all = cases({"contract_cases.json"});
    EXPECT_EQ(std::count_if(all.begin(), all.end(), possible), static_cast<std::ptrdiff_t>(all.size()) - 45);
}

INSTANTIATE_TEST_SUITE_P(conformance, Contract, ::testing::ValuesIn(cases({"contract_cases.json"})), case_name);

class Source : public ::testing::TestWithParam<Case> {};

TEST_P(Source, ticket) {
    const Case &test = GetParam();
    std::int64_t now = 0;
    usersig::GenOptions options;
    options.expire = std::chrono::seconds(test["expire"].get<std::int64_t>());
    const usersig::Signer signer(test["sdkappid"].get<std::int64_t>(), usersig::SecretKey(key_text(test.text("key"))));
    try {
        const usersig::UserSigSource source(signer, test.text("identifier"), options, test.has("min_share") ? test["min_share"].get<double>() : 0.5,
                                            [&now] { return usersig::unix_time(now); });
        Json issued_at = Json::array();
        for (const std::int64_t time : test["times"]) {
            now = time;
            issued_at.push_back(usersig::inspect(source.ticket()).issued_at().time_since_epoch().count());
        }
        ASSERT_TRUE(test.has("ok")) << "made, expected " << test["error"];
        EXPECT_EQ(issued_at, test["ok"]["issued_at"]);
        EXPECT_EQ(source.renewals(), test["ok"]["renewals"]);
    } catch (const usersig::Error &error) {
        ASSERT_TRUE(test.has("error")) << error.what();
        EXPECT_EQ(word(error), test.text("error")) << error.what();
        EXPECT_EQ(std::string(error.what()), test.has("message") ? test.text("message") : error.what());
    }
}

INSTANTIATE_TEST_SUITE_P(conformance, Source, ::testing::ValuesIn(cases({"source_cases.json"})), case_name);

TEST(Errors, table) {
    std::size_t count = 0;
    const usersig_status_row *rows = usersig_status_table(&count);
    const Json table = load("errors.json");
    ASSERT_EQ(count, table.size() + 3) << "USERSIG_OK and two of C's own";
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
