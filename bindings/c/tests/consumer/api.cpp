// usersig.hpp beyond the conformance cases: ownership, options, batches, threads, the clock. C++17.
#include <gtest/gtest.h>
#include <usersig.hpp>

#include <array>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <list>
#include <new>
#include <string>
#include <thread>
#include <tuple>
#include <type_traits>
#include <vector>

/// The largest piece of memory that C++ code asked for.
static std::atomic<std::size_t> largest{0};

void *operator new(std::size_t size) {
    if (size > largest) {
        largest = size;
    }
    if (void *made = std::malloc(size)) {
        return made;
    }
    throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void *memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void *memory, std::size_t) noexcept { std::free(memory); }

namespace {

using namespace std::chrono_literals;
using usersig::ErrorCode;

constexpr std::int64_t SDKAPPID = 1400000000;

std::string read(const std::string &name) {
    std::ifstream file(KEYS + name);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

const usersig::SecretKey &secret() {
    static const usersig::SecretKey key(read("secret.txt").substr(0, 64));
    return key;
}

template <class Call> void expect_error(ErrorCode code, std::string_view word, Call call) {
    try {
        call();
        FAIL() << "expected " << word;
    } catch (const usersig::Error &error) {
        EXPECT_EQ(error.code(), code) << error.what();
        EXPECT_EQ(error.word(), word);
        EXPECT_STRNE(error.what(), "");
    }
}

static_assert(std::is_nothrow_move_constructible_v<usersig::Signer> && !std::is_copy_constructible_v<usersig::Signer>);
static_assert(std::is_nothrow_move_constructible_v<usersig::Ticket> && !std::is_copy_constructible_v<usersig::Ticket>);
static_assert(!std::is_constructible_v<usersig::Ticket, usersig::UntrustedTicket>, "unverified data cannot pass for verified");
static_assert(!std::is_convertible_v<std::string, usersig::SecretKey>);
static_assert(std::is_base_of_v<std::runtime_error, usersig::Error>);
// An exception that throws while it is copied ends the program.
static_assert(std::is_nothrow_copy_constructible_v<usersig::TicketError> && std::is_nothrow_copy_constructible_v<usersig::Error>);
// Text does not pass for bytes, and a span of less than a second for one of seconds.
static_assert(!std::is_convertible_v<std::string, usersig::Bytes> && !std::is_convertible_v<const char *, usersig::Bytes>);
static_assert(!std::is_convertible_v<std::chrono::milliseconds, std::chrono::seconds>);
static_assert(!std::is_convertible_v<std::chrono::system_clock::time_point, usersig::UnixTime>);

TEST(Api, a_moved_signer_goes_on) {
    usersig::Signer one(SDKAPPID, secret());
    usersig::Signer other = std::move(one);
    const std::string ticket = other.gen_sig("xiaojun");
    one = std::move(other);
    EXPECT_NE(one.gen_sig("xiaojun"), "");
    // A moved-from object is an error, not a crash.
    expect_error(ErrorCode::invalid_argument, "invalid_argument", [&] { (void)other.gen_sig("xiaojun"); }); // NOLINT
}

TEST(Api, keys_may_go_before_what_was_made_from_them) {
    const auto make = [] {
        const auto key = usersig::PrivateKey::generate();
        return std::make_pair(usersig::Signer(SDKAPPID, key), usersig::Verifier(SDKAPPID, key.public_key()));
    };
    const auto [signer, verifier] = make();
    const usersig::Ticket ticket = verifier.verify(signer.gen_sig("xiaojun"), "xiaojun");
    EXPECT_EQ(ticket.identifier(), "xiaojun");
    EXPECT_EQ(ticket.expire(), 15552000s);
    EXPECT_EQ(ticket.account_type(), "0");
    EXPECT_EQ(ticket.appid_at_3rd(), "0");
    EXPECT_FALSE(ticket.userbuf());
    EXPECT_FALSE(ticket.private_map_key());
    EXPECT_EQ(ticket.expires_at() - ticket.issued_at(), ticket.expire());
    EXPECT_LT(std::chrono::system_clock::now() - ticket.issued_at(), 10s);
}

TEST(Api, several_keys) {
    const auto old_key = usersig::PrivateKey::generate(usersig::Curve::secp256k1);
    const auto new_key = usersig::PrivateKey::generate(usersig::Curve::p256);
    EXPECT_EQ(old_key.curve(), usersig::Curve::secp256k1);
    const usersig::Verifier verifier(SDKAPPID,
                                     usersig::VerifyingKeys(old_key.public_key()).add(new_key.public_key()).add(secret()));
    for (const std::string &ticket : {usersig::gen_sig(SDKAPPID, old_key, "a"), usersig::gen_sig(SDKAPPID, new_key, "a"),
                                      usersig::gen_sig(SDKAPPID, secret(), "a")}) {
        EXPECT_EQ(verifier.verify(ticket, "a").sdkappid(), SDKAPPID);
    }
    const auto stranger = usersig::PrivateKey::generate();
    expect_error(ErrorCode::bad_signature, "bad_signature",
                 [&] { verifier.verify(usersig::gen_sig(SDKAPPID, stranger, "a"), "a"); });
}

TEST(Api, options) {
    const usersig::Signer signer(SDKAPPID, secret());
    const usersig::Verifier verifier(SDKAPPID, secret(), {30s, 0s});
    usersig::GenOptions options;
    options.expire = 1min;
    options.issued_at = usersig::unix_time(1600000000);
    options.userbuf = usersig::Bytes();
    for (const auto compression : {usersig::Compression::standard, usersig::Compression::fast, usersig::Compression::none}) {
        options.compression = compression;
        const std::string ticket = signer.gen_sig("xiaojun", options);
        usersig::VerifyOptions at;
        at.now = usersig::unix_time(1600000000) + 90s;
        at.userbuf = usersig::ExpectedUserbuf::exactly({});
        EXPECT_EQ(verifier.verify(ticket, "xiaojun", at).userbuf(), usersig::Bytes());
        at.now = *at.now + 1s;
        expect_error(ErrorCode::expired, "expired", [&] { verifier.verify(ticket, "xiaojun", at); });
        at.now = usersig::unix_time(1599999999);
        expect_error(ErrorCode::not_yet_valid, "not_yet_valid", [&] { verifier.verify(ticket, "xiaojun", at); });
    }
}

// What they were set from is gone by the time of the call. AddressSanitizer sees a view that stayed.
TEST(Api, options_own_their_bytes) {
    const usersig::PrivateKey key = usersig::PrivateKey::generate();
    const usersig::Verifier verifier(SDKAPPID, key.public_key());
    // One that lies in its std::string, and one that does not.
    for (const std::size_t length : {3, 300}) {
        const auto text = [length](char letter) { return std::string(length, letter); };
        usersig::GenOptions options;
        options.userbuf = usersig::to_bytes(text('b'));
        options.account_type = text('7');
        options.appid_at_3rd = text('8');
        usersig::VerifyOptions expected;
        expected.userbuf = usersig::ExpectedUserbuf::exactly(usersig::to_bytes(text('b')));
        EXPECT_EQ(options.userbuf, usersig::to_bytes(text('b')));
        EXPECT_EQ(options.account_type, text('7'));
        EXPECT_EQ(options.appid_at_3rd, text('8'));
        const std::string ticket = usersig::gen_sig(SDKAPPID, key, "xiaojun", options);
        const usersig::Ticket verified = verifier.verify(ticket, "xiaojun", expected);
        EXPECT_EQ(verified.userbuf(), usersig::to_bytes(text('b')));
        EXPECT_EQ(verified.account_type(), text('7'));
        EXPECT_EQ(verified.appid_at_3rd(), text('8'));
        const auto batch = usersig::Signer(SDKAPPID, key).gen_sig_batch(std::vector<std::string>{"xiaojun"}, options);
        EXPECT_EQ(usersig::inspect(batch.at(0).ticket).userbuf(), usersig::to_bytes(text('b')));
        // And what is read from a ticket that nobody keeps.
        const auto identifier = usersig::inspect(usersig::gen_sig(SDKAPPID, key, text('i'))).identifier();
        const auto userbuf = usersig::inspect(ticket).userbuf();
        const auto account_type = usersig::inspect(ticket).account_type();
        const auto appid_at_3rd = usersig::inspect(ticket).appid_at_3rd();
        EXPECT_EQ(identifier, text('i'));
        EXPECT_EQ(userbuf, usersig::to_bytes(text('b')));
        EXPECT_EQ(account_type, text('7'));
        EXPECT_EQ(appid_at_3rd, text('8'));
    }
}

TEST(Api, a_set_of_keys_outlives_the_keys) {
    const auto [keys, v1, v2] = [] {
        const usersig::PrivateKey key = usersig::PrivateKey::generate();
        usersig::VerifyingKeys keys(key.public_key());
        keys.add(usersig::SecretKey("another-secret")).add(usersig::PrivateKey::generate().public_key());
        return std::make_tuple(keys, usersig::gen_sig(SDKAPPID, key, "a"),
                               usersig::gen_sig(SDKAPPID, usersig::SecretKey("another-secret"), "a"));
    }();
    const usersig::Verifier verifier(SDKAPPID, keys);
    EXPECT_EQ(verifier.verify(v1, "a").version(), usersig::Version::v1);
    EXPECT_EQ(verifier.verify(v2, "a").version(), usersig::Version::v2);
}

TEST(Api, what_is_too_long_is_not_copied) {
    const usersig::Signer signer(SDKAPPID, secret());
    const usersig::Verifier verifier(SDKAPPID, secret());
    usersig::GenOptions options;
    options.userbuf = usersig::to_bytes("x");
    const std::string ticket = signer.gen_sig("a", options), endless(50'000'000, 'x');
    largest = 0;
    expect_error(ErrorCode::invalid_identifier, "invalid_identifier", [&] { (void)signer.gen_sig(endless); });
    expect_error(ErrorCode::invalid_identifier, "invalid_identifier", [&] { verifier.verify(ticket, endless); });
    expect_error(ErrorCode::too_long, "too_long", [&] { verifier.verify(endless, "a"); });
    expect_error(ErrorCode::too_long, "too_long", [&] { (void)usersig::inspect(endless); });
    expect_error(ErrorCode::invalid_key, "invalid_key", [&] { (void)usersig::PublicKey::from_pem(endless); });
    expect_error(ErrorCode::invalid_key, "invalid_key", [&] { (void)usersig::PrivateKey::from_pem(endless); });
    expect_error(ErrorCode::invalid_key, "invalid_key", [&] { (void)usersig::SecretKey(endless); });
    usersig::VerifyOptions expected;
    const usersig::Bytes endless_bytes(50'000'000);
    largest = 0;
    expected.userbuf = usersig::ExpectedUserbuf::exactly(endless_bytes);
    expect_error(ErrorCode::userbuf_mismatch, "userbuf_mismatch", [&] { verifier.verify(ticket, "a", expected); });
    const auto results = signer.gen_sig_batch(std::array<std::string_view, 3>{"a", endless, "b"});
    EXPECT_EQ(results.at(1).error.value().code(), ErrorCode::invalid_identifier);
    EXPECT_EQ(usersig::inspect(results.at(2).ticket).identifier(), "b");
    EXPECT_LT(largest, 100'000u);
}

TEST(Api, room) {
    const usersig::Signer signer(SDKAPPID, secret());
    using P = usersig::Privileges;
    const auto may = P::enter_room | P::receive_audio;
    usersig::GenOptions options;
    options.expire = 1h;
    const std::string ticket = signer.gen_private_map_key("xiaojun", usersig::Room::named("lobby"), may, options);
    const auto key = usersig::inspect(ticket).private_map_key();
    ASSERT_TRUE(key);
    EXPECT_TRUE(key->room == usersig::Room::named("lobby"));
    EXPECT_TRUE(key->room != usersig::Room::numbered(1));
    EXPECT_EQ(key->privileges, may);
    EXPECT_EQ(key->privileges & P::send_video, P::none);
    const usersig::Signer v1(SDKAPPID, usersig::PrivateKey::generate());
    EXPECT_EQ(usersig::inspect(v1.gen_private_map_key("xiaojun", usersig::Room::numbered(1), P::all)).private_map_key()->privileges,
              P::all);
}

void batch() {
    const usersig::Signer signer(SDKAPPID, secret());
    const usersig::Verifier verifier(SDKAPPID, secret());
    std::list<std::string> identifiers;
    for (int index = 0; index < 1000; ++index) {
        identifiers.push_back("user-" + std::to_string(index));
    }
    *std::next(identifiers.begin(), 500) = "";
    *std::next(identifiers.begin(), 501) = "\xff";
    const auto results = signer.gen_sig_batch(identifiers, {}, 4);
    ASSERT_EQ(results.size(), identifiers.size());
    auto identifier = identifiers.begin();
    for (std::size_t index = 0; index < results.size(); ++index, ++identifier) {
        if (index == 500 || index == 501) {
            EXPECT_EQ(results[index].ticket, "");
            EXPECT_EQ(results[index].error.value().code(), ErrorCode::invalid_identifier);
        } else {
            EXPECT_FALSE(results[index].error);
            EXPECT_EQ(verifier.verify(results[index].ticket, *identifier).identifier(), *identifier);
        }
    }
    EXPECT_TRUE(signer.gen_sig_batch(std::array<const char *, 0>{}).empty());
    usersig::GenOptions bad;
    bad.expire = -1s;
    expect_error(ErrorCode::invalid_expire, "invalid_expire", [&] { (void)signer.gen_sig_batch(identifiers, bad); });
}

// On a thread of its own: what the library keeps per thread is freed when a thread ends, and the main thread never does.
TEST(Api, batch) { std::thread(batch).join(); }

TEST(Api, errors_carry_the_table_and_no_secrets) {
    const usersig::Verifier verifier(SDKAPPID, secret());
    const std::string ticket = usersig::gen_sig(SDKAPPID, secret(), "identifier-of-somebody");
    try {
        verifier.verify(ticket, "somebody-else");
        FAIL();
    } catch (const std::runtime_error &caught) {
        const auto &error = dynamic_cast<const usersig::Error &>(caught);
        EXPECT_EQ(error.check_err(), 13);
        EXPECT_EQ(error.service_code(), 70013);
        EXPECT_EQ(error.field(), "");
        const std::string what = error.what();
        for (const std::string &hidden : {ticket, std::string("somebody"), read("secret.txt").substr(0, 64)}) {
            EXPECT_EQ(what.find(hidden), std::string::npos);
        }
    }
}

TEST(Api, eight_threads_on_one_signer_and_one_verifier) {
    const auto key = usersig::PrivateKey::from_pem(read("p256/private_key.txt"));
    const usersig::Signer v1(SDKAPPID, key), v2(SDKAPPID, secret());
    const usersig::Verifier verifier(SDKAPPID, usersig::VerifyingKeys(key.public_key()).add(secret()));
    std::atomic<int> good = 0;
    std::vector<std::thread> threads;
    for (int number = 0; number < 8; ++number) {
        threads.emplace_back([&, number] {
            for (int round = 0; round < 50; ++round) {
                const std::string identifier = std::to_string(number) + "-" + std::to_string(round);
                const std::string ticket = (round % 2 ? v1 : v2).gen_sig(identifier);
                good += verifier.verify(ticket, identifier).identifier() == identifier;
                try {
                    verifier.verify(ticket, "other");
                } catch (const usersig::Error &error) {
                    good += error.code() == ErrorCode::identifier_mismatch;
                }
            }
        });
    }
    for (auto &thread : threads) {
        thread.join();
    }
    EXPECT_EQ(good, 8 * 50 * 2);
}

// Eight threads, and a clock that jumps while they ask: each jump costs one signature.
TEST(Api, a_source_signs_once_for_each_renewal) {
    constexpr std::int64_t start = 1600000000;
    std::atomic<std::int64_t> time = start;
    const usersig::Signer signer(SDKAPPID, usersig::PrivateKey::from_pem(read("p256/private_key.txt")));
    usersig::GenOptions options;
    options.expire = std::chrono::seconds(1000);
    const usersig::UserSigSource source(signer, "admin", options, 0.5, [&] { return usersig::unix_time(time); });
    const std::string first = source.ticket();
    time = start + 500;
    EXPECT_EQ(source.ticket(), first);
    std::uint64_t before = 1;
    for (const std::int64_t jump : {start + 501, start + 90000, start + 20, std::int64_t(5), start}) {
        std::vector<std::thread> threads;
        for (int number = 0; number < 8; ++number) {
            threads.emplace_back([&] {
                for (int round = 0; round < 100; ++round) {
                    (void)source.ticket();
                }
            });
        }
        time = jump;
        for (auto &thread : threads) {
            thread.join();
        }
        EXPECT_EQ(usersig::inspect(source.ticket()).issued_at(), usersig::unix_time(jump));
        EXPECT_EQ(source.renewals(), ++before);
    }
    EXPECT_EQ(usersig::UserSigSource(signer, "admin").ticket().empty(), false);
    EXPECT_THROW(usersig::UserSigSource(signer, "admin", {}, 1.5), usersig::ArgumentError);
    options.issued_at = usersig::unix_time(start);
    EXPECT_THROW(usersig::UserSigSource(signer, "admin", options), usersig::ArgumentError);
}

// A variable that is not set is named as the likely cause, and no null is read.
TEST(Api, a_key_from_a_variable_that_is_not_set) {
    const char *const unset = std::getenv("USERSIG_NO_SUCH_VARIABLE");
    const auto hinted = [](auto call) {
        try {
            call();
            FAIL();
        } catch (const usersig::ArgumentError &error) {
            EXPECT_NE(std::string_view(error.what()).find("environment variable"), std::string_view::npos);
        }
    };
    hinted([&] { (void)usersig::SecretKey(unset); });
    hinted([&] { (void)usersig::PrivateKey::from_pem(unset); });
    hinted([&] { (void)usersig::PublicKey::from_pem(unset); });
}

// A copy outlives what it was made from, field and all.
TEST(Api, a_copied_error_says_the_same) {
    std::optional<usersig::Error> copy;
    try {
        (void)usersig::inspect("eJyrrgUAAXUA*Q__");
    } catch (const usersig::TicketError &error) {
        copy = error;
    }
    ASSERT_TRUE(copy);
    EXPECT_EQ(copy->code(), ErrorCode::malformed_field);
    EXPECT_NE(copy->field(), "");
    EXPECT_STRNE(copy->what(), "");
}

TEST(Api, version) { EXPECT_EQ(usersig::version(), USERSIG_VERSION); }

} // namespace
