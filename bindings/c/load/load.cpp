// load.cpp: ci/load's work through usersig.hpp, two threads on one signer and one verifier. load CASES SECONDS SEED
#include <usersig.hpp>

#include <atomic>
#include <chrono>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <random>
#include <sstream>
#include <thread>
#include <vector>

namespace {

constexpr std::int64_t SDKAPPID = 1400000000;
using Fields = std::vector<std::string>;

std::string unhex(const std::string &field) {
    std::string bytes;
    for (std::size_t index = 1; index < field.size(); index += 2) {
        bytes.push_back(static_cast<char>(std::stoi(field.substr(index, 2), nullptr, 16)));
    }
    return bytes;
}

struct Cases {
    std::vector<Fields> rows;
    std::map<std::string, usersig::PublicKey> publics;
    std::map<std::string, usersig::SecretKey> secrets;
    std::string private_pem;

    explicit Cases(const char *path) {
        std::ifstream file(path);
        for (std::string line; std::getline(file, line);) {
            Fields fields;
            std::istringstream parts(line);
            for (std::string field; std::getline(parts, field, '\t');) {
                fields.push_back(field.size() > 1 && field[0] == 'x' ? "x" + unhex(field) : field);
            }
            if (fields.at(0) != "key") {
                rows.push_back(fields);
            } else if (fields.at(2) == "public") {
                publics.emplace(fields.at(1), usersig::PublicKey::from_pem(fields.at(3).substr(1)));
            } else if (fields.at(2) == "secret") {
                secrets.emplace(fields.at(1), usersig::SecretKey(fields.at(3).substr(1)));
            } else if (fields.at(1) == "p256_private") {
                private_pem = fields.at(3).substr(1);
            }
        }
    }

    // The status of a case's call, 0 for success.
    int run(const Fields &row) const {
        try {
            const std::string text = row.back().substr(1);
            if (row.at(0) == "inspect") {
                (void)usersig::inspect(text);
            } else if (row.at(0) == "load") {
                row.at(2) == "private"  ? (void)usersig::PrivateKey::from_pem(text)
                : row.at(2) == "public" ? (void)usersig::PublicKey::from_pem(text)
                                        : (void)usersig::SecretKey(text);
            } else {
                std::optional<usersig::VerifyingKeys> all;
                std::istringstream names(row.at(6));
                for (std::string name; std::getline(names, name, ',');) {
                    if (const auto found = publics.find(name); found != publics.end()) {
                        all ? (void)all->add(found->second) : (void)all.emplace(found->second);
                    } else {
                        all ? (void)all->add(secrets.at(name)) : (void)all.emplace(secrets.at(name));
                    }
                }
                const std::string userbuf = row.at(5).substr(1);
                usersig::VerifyOptions options;
                options.now = usersig::unix_time(std::stoll(row.at(4)));
                options.userbuf = row.at(5) == "absent"    ? usersig::ExpectedUserbuf::absent()
                                  : row.at(5) == "present" ? usersig::ExpectedUserbuf::present()
                                  : row.at(5) == "any"     ? usersig::ExpectedUserbuf::any()
                                                           : usersig::ExpectedUserbuf::exactly(usersig::to_bytes(userbuf));
                const std::string identifier = row.at(3).substr(1);
                const auto ticket = usersig::Verifier(std::stoll(row.at(2)), all.value()).verify(text, identifier, options);
                return ticket.identifier() == identifier ? 0 : -1;
            }
            return 0;
        } catch (const usersig::Error &error) {
            return static_cast<int>(error.code());
        }
    }
};

std::atomic<unsigned long long> operations{0}, wrong{0};

void expect(bool correct, const std::string &what, int got) {
    ++operations;
    if (!correct && ++wrong <= 10) {
        std::cerr << "wrong: " << what << " gave " << got << "\n";
    }
}

int status(const std::function<bool()> &call) {
    try {
        return call() ? 0 : -1;
    } catch (const usersig::Error &error) {
        return static_cast<int>(error.code());
    }
}

} // namespace

int main(int argc, char **argv) {
    if (argc != 4) {
        return 2;
    }
    const Cases cases(argv[1]);
    const usersig::SecretKey &secret = cases.secrets.at("secret");
    const usersig::Signer v1(SDKAPPID, usersig::PrivateKey::from_pem(cases.private_pem)), v2(SDKAPPID, secret);
    const usersig::Verifier verifier(SDKAPPID, usersig::VerifyingKeys(cases.publics.at("p256_public")).add(secret));
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(std::stol(argv[2]));
    const auto work = [&](unsigned seed) {
        std::minstd_rand random(seed);
        const auto below = [&random](std::size_t limit) { return random() % limit; };
        while (std::chrono::steady_clock::now() < deadline) {
            std::string identifier, userbuf, garbage;
            for (std::size_t left = 1 + below(40); left > 0; --left) {
                identifier.push_back("abcdefghijklmnopqrstuvwxyz0123456789_-"[below(38)]);
            }
            usersig::GenOptions made;
            usersig::VerifyOptions options;
            if (below(2) == 0) {
                for (std::size_t left = below(300); left > 0; --left) {
                    userbuf.push_back(static_cast<char>(below(256)));
                }
                made.userbuf = usersig::to_bytes(userbuf);
                options.userbuf = usersig::ExpectedUserbuf::exactly(usersig::to_bytes(userbuf));
            }
            std::string ticket = (below(2) == 0 ? v1 : v2).gen_sig(identifier, made);
            ++operations;
            int got = status([&] { return verifier.verify(ticket, identifier, options).identifier() == identifier; });
            expect(got == 0, "verify", got);
            got = status([&] { return verifier.verify(ticket, identifier + "x", options).identifier().empty(); });
            expect(got == USERSIG_IDENTIFIER_MISMATCH, "verify for another", got);
            ticket[below(ticket.size())] ^= static_cast<char>(1 << below(7));
            got = status([&] { return verifier.verify(ticket, identifier, options).identifier().empty(); });
            expect(got >= USERSIG_EMPTY && got <= USERSIG_USERBUF_MISMATCH, "verify of a changed ticket", got);
            for (std::size_t left = below(20000); left > 0; --left) {
                garbage.push_back(static_cast<char>(1 + below(127)));
            }
            got = status([&] { return usersig::inspect(garbage).identifier().empty(); });
            expect(got >= USERSIG_EMPTY && got <= USERSIG_UNSUPPORTED_VERSION, "inspect of garbage", got);
            for (int index = 0; index < 3; ++index) {
                const Fields &row = cases.rows[below(cases.rows.size())];
                got = cases.run(row);
                expect(got == std::stoi(row[1]), row[0], got);
            }
        }
    };
    const unsigned seed = static_cast<unsigned>(std::stoul(argv[3]));
    std::thread other(work, 2 * seed + 1);
    work(2 * seed + 2);
    other.join();
    std::cout << "operations " << operations << " wrong " << wrong << "\n";
    return wrong == 0 ? 0 : 1;
}
