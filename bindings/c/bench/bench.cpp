// The C and C++ library against OpenSSL and zlib by hand (keys read once, contexts and streams used again).
// JSON rows on stdout; see ../report.py. bench KEYS, and bench KEYS VERSION VARIANT (see ci/measure/first.py)
#include <usersig.h>
#include <usersig.hpp>

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <zlib.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <functional>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

constexpr unsigned sdkappid = 1400000000, expire = 15552000;

std::string read(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

void require(bool condition) {
    if (!condition) throw std::runtime_error("by hand: failed");
}

std::string base64(const unsigned char* data, std::size_t length) {
    std::string text((length + 2) / 3 * 4 + 1, 0);
    text.resize(static_cast<std::size_t>(EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), data, static_cast<int>(length))));
    return text;
}

std::vector<unsigned char> unbase64(const std::string& text) {
    std::vector<unsigned char> data(text.size());
    const int length = EVP_DecodeBlock(data.data(), reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
    require(length > 0);
    data.resize(static_cast<std::size_t>(length) - static_cast<std::size_t>(std::count(text.begin(), text.end(), '=')));
    return data;
}

class ByHand {
public:
    ByHand(const std::string& private_pem, const std::string& public_pem, std::string secret) : secret_(std::move(secret)) {
        BIO* bio = BIO_new_mem_buf(private_pem.data(), static_cast<int>(private_pem.size()));
        sign_ = EVP_PKEY_CTX_new(PEM_read_bio_PrivateKey(bio, nullptr, nullptr, nullptr), nullptr);
        BIO_free(bio);
        bio = BIO_new_mem_buf(public_pem.data(), static_cast<int>(public_pem.size()));
        verify_ = EVP_PKEY_CTX_new(PEM_read_bio_PUBKEY(bio, nullptr, nullptr, nullptr), nullptr);
        BIO_free(bio);
        // A window of 1 KiB and small tables, for texts this short; the length is the same.
        require(EVP_PKEY_sign_init(sign_) == 1 && EVP_PKEY_verify_init(verify_) == 1 &&
                HMAC_Init_ex(mac_, secret_.data(), static_cast<int>(secret_.size()), EVP_sha256(), nullptr) == 1 &&
                deflateInit2(&deflate_, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 10, 2, Z_DEFAULT_STRATEGY) == Z_OK && inflateInit(&inflate_) == Z_OK);
    }

    std::string v1_gen(const std::string& identifier) {
        const std::string now = std::to_string(std::time(nullptr)), text = v1_text("0", "0", identifier, std::to_string(sdkappid), now, std::to_string(expire));
        unsigned char signature[80];
        std::size_t length = sizeof signature;
        unsigned char digest[SHA256_DIGEST_LENGTH];
        SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
        require(EVP_PKEY_sign(sign_, signature, &length, digest, sizeof digest) == 1);
        return seal("{\"TLS.account_type\":\"0\",\"TLS.identifier\":" + nlohmann::json(identifier).dump() + ",\"TLS.appid_at_3rd\":\"0\",\"TLS.sdk_appid\":\"" +
                    std::to_string(sdkappid) + "\",\"TLS.expire_after\":\"" + std::to_string(expire) + "\",\"TLS.version\":\"201512300000\",\"TLS.time\":\"" + now +
                    "\",\"TLS.sig\":\"" + base64(signature, length) + "\"}");
    }

    void v1_verify(const std::string& ticket, const std::string& identifier) {
        const auto f = unseal(ticket);
        const auto get = [&](const char* key) { return f.at(key).get<std::string>(); };
        const std::string text = v1_text(get("TLS.appid_at_3rd"), get("TLS.account_type"), get("TLS.identifier"), get("TLS.sdk_appid"), get("TLS.time"), get("TLS.expire_after"));
        const auto signature = unbase64(get("TLS.sig"));
        unsigned char digest[SHA256_DIGEST_LENGTH];
        SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
        require(EVP_PKEY_verify(verify_, signature.data(), signature.size(), digest, sizeof digest) == 1);
        require(get("TLS.identifier") == identifier && get("TLS.sdk_appid") == std::to_string(sdkappid) &&
                std::stoll(get("TLS.time")) + std::stoll(get("TLS.expire_after")) >= std::time(nullptr));
    }

    std::string v2_gen(const std::string& identifier) {
        const long long now = std::time(nullptr);
        unsigned char mac[32];
        v2_mac(identifier, sdkappid, now, expire, mac);
        return seal("{\"TLS.ver\":\"2.0\",\"TLS.identifier\":" + nlohmann::json(identifier).dump() + ",\"TLS.sdkappid\":" + std::to_string(sdkappid) + ",\"TLS.expire\":" +
                    std::to_string(expire) + ",\"TLS.time\":" + std::to_string(now) + ",\"TLS.sig\":\"" + base64(mac, sizeof mac) + "\"}");
    }

    void v2_verify(const std::string& ticket, const std::string& identifier) {
        const auto f = unseal(ticket);
        const auto id = f.at("TLS.identifier").get<std::string>();
        const long long app = f.at("TLS.sdkappid"), time = f.at("TLS.time"), valid = f.at("TLS.expire");
        unsigned char mac[32];
        v2_mac(id, app, time, valid, mac);
        const auto signature = unbase64(f.at("TLS.sig").get<std::string>());
        require(signature.size() == sizeof mac && CRYPTO_memcmp(signature.data(), mac, sizeof mac) == 0 && id == identifier && app == sdkappid && time + valid >= std::time(nullptr));
    }

private:
    static std::string v1_text(const std::string& third, const std::string& account, const std::string& identifier, const std::string& app, const std::string& time, const std::string& valid) {
        return "TLS.appid_at_3rd:" + third + "\nTLS.account_type:" + account + "\nTLS.identifier:" + identifier + "\nTLS.sdk_appid:" + app + "\nTLS.time:" + time + "\nTLS.expire_after:" + valid + "\n";
    }

    void v2_mac(const std::string& identifier, long long app, long long time, long long valid, unsigned char* mac) const {
        const std::string text = "TLS.identifier:" + identifier + "\nTLS.sdkappid:" + std::to_string(app) + "\nTLS.time:" + std::to_string(time) + "\nTLS.expire:" + std::to_string(valid) + "\n";
        unsigned length = 0;
        require(HMAC_Init_ex(mac_, nullptr, 0, nullptr, nullptr) == 1 && HMAC_Update(mac_, reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1 &&
                HMAC_Final(mac_, mac, &length) == 1);
    }

    std::string seal(const std::string& json) {
        unsigned char buffer[4096];
        deflateReset(&deflate_);
        deflate_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(json.data()));
        deflate_.avail_in = static_cast<uInt>(json.size());
        deflate_.next_out = buffer;
        deflate_.avail_out = sizeof buffer;
        require(deflate(&deflate_, Z_FINISH) == Z_STREAM_END);
        std::string text = base64(buffer, deflate_.total_out);
        for (char& c : text) c = c == '+' ? '*' : c == '/' ? '-' : c == '=' ? '_' : c;
        return text;
    }

    nlohmann::json unseal(std::string text) {
        for (char& c : text) c = c == '*' ? '+' : c == '-' ? '/' : c == '_' ? '=' : c;
        auto data = unbase64(text);
        unsigned char buffer[4096];
        inflateReset(&inflate_);
        inflate_.next_in = data.data();
        inflate_.avail_in = static_cast<uInt>(data.size());
        inflate_.next_out = buffer;
        inflate_.avail_out = sizeof buffer;
        require(inflate(&inflate_, Z_FINISH) == Z_STREAM_END);
        return nlohmann::json::parse(buffer, buffer + inflate_.total_out);
    }

    std::string secret_;
    EVP_PKEY_CTX* sign_ = nullptr;
    EVP_PKEY_CTX* verify_ = nullptr;
    HMAC_CTX* mac_ = HMAC_CTX_new();
    z_stream deflate_{}, inflate_{};
};

struct Row {
    const char *language, *row, *variant;
    std::function<void()> call;
};

double once(const Row& row, int times) {
    const auto start = std::clock();
    for (int i = 0; i < times; i++) row.call();
    return double(std::clock() - start) * 1e6 / CLOCKS_PER_SEC / times;
}

/// Calls per second of this many threads together.
double rate(int threads, int calls, const std::function<void()>& call) {
    std::vector<std::thread> workers;
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < threads; i++)
        workers.emplace_back([&] {
            for (int n = 0; n < calls; n++) call();
        });
    for (auto& worker : workers) worker.join();
    return threads * calls / std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

} // namespace

int main(int argc, char** argv) {
    const std::string keys = argv[1], private_pem = read(keys + "/p256/private_key.txt"), public_pem = read(keys + "/p256/public_key.txt");
    std::string secret = read(keys + "/secret.txt");
    secret.erase(secret.find_last_not_of('\n') + 1);

    if (argc > 2) {
        // One ticket, all that this process does.
        const bool v2 = argv[2] == std::string("v2");
        if (argv[3] == std::string("prepared")) {
            std::puts((v2 ? usersig::Signer(sdkappid, usersig::SecretKey(secret)) : usersig::Signer(sdkappid, usersig::PrivateKey::from_pem(private_pem))).gen_sig("xiaojun").c_str());
        } else {
            ByHand hand(private_pem, public_pem, secret);
            std::puts((v2 ? hand.v2_gen("xiaojun") : hand.v1_gen("xiaojun")).c_str());
        }
        return 0;
    }

    ByHand hand(private_pem, public_pem, secret);
    const usersig::Signer v1(sdkappid, usersig::PrivateKey::from_pem(private_pem)), v2(sdkappid, usersig::SecretKey(secret));
    const usersig::Verifier v1_verifier(sdkappid, usersig::PublicKey::from_pem(public_pem)), v2_verifier(sdkappid, usersig::SecretKey(secret));
    const std::string t1 = v1.gen_sig("xiaojun"), t2 = v2.gen_sig("xiaojun");
    (void)v1_verifier.verify(hand.v1_gen("xiaojun"), "xiaojun");
    (void)v2_verifier.verify(hand.v2_gen("xiaojun"), "xiaojun");

    usersig_private_key* c_key = nullptr;
    usersig_secret_key* c_secret = nullptr;
    usersig_signer *c_v1 = nullptr, *c_v2 = nullptr;
    require(usersig_private_key_from_pem(private_pem.data(), private_pem.size(), &c_key, nullptr) == USERSIG_OK &&
            usersig_secret_key_new(secret.data(), secret.size(), &c_secret, nullptr) == USERSIG_OK &&
            usersig_signer_with_private_key(sdkappid, c_key, &c_v1, nullptr) == USERSIG_OK && usersig_signer_with_secret_key(sdkappid, c_secret, &c_v2, nullptr) == USERSIG_OK);
    char buffer[USERSIG_TICKET_MAX + 1];
    std::size_t length = 0;
    const auto c_gen = [&](usersig_signer* signer) { require(usersig_signer_gen_sig(signer, "xiaojun", 7, nullptr, buffer, sizeof buffer, &length, nullptr) == USERSIG_OK); };

    const std::vector<Row> rows = {
        {"c", "v1 gen", "prepared", [&] { c_gen(c_v1); }},
        {"c", "v2 gen", "prepared", [&] { c_gen(c_v2); }},
        {"cpp", "v1 gen", "prepared", [&] { (void)v1.gen_sig("xiaojun"); }},
        {"cpp", "v1 gen", "one-shot", [&] { (void)usersig::gen_sig(sdkappid, usersig::PrivateKey::from_pem(private_pem), "xiaojun"); }},
        {"cpp", "v1 gen", "by hand", [&] { hand.v1_gen("xiaojun"); }},
        {"cpp", "v1 verify", "prepared", [&] { (void)v1_verifier.verify(t1, "xiaojun"); }},
        {"cpp", "v1 verify", "by hand", [&] { hand.v1_verify(t1, "xiaojun"); }},
        {"cpp", "v2 gen", "prepared", [&] { (void)v2.gen_sig("xiaojun"); }},
        {"cpp", "v2 gen", "one-shot", [&] { (void)usersig::gen_sig(sdkappid, usersig::SecretKey(secret), "xiaojun"); }},
        {"cpp", "v2 gen", "by hand", [&] { hand.v2_gen("xiaojun"); }},
        {"cpp", "v2 verify", "prepared", [&] { (void)v2_verifier.verify(t2, "xiaojun"); }},
        {"cpp", "v2 verify", "by hand", [&] { hand.v2_verify(t2, "xiaojun"); }},
    };
    std::printf("{\"language\": \"cpp\", \"row\": \"runtime\", \"name\": \"GCC " __VERSION__ ", %s, zlib %s\"}\n", OpenSSL_version(OPENSSL_VERSION), zlibVersion());
    std::vector<int> times;
    for (const Row& row : rows) {
        once(row, 100);
        times.push_back(std::max(1, static_cast<int>(3000 / once(row, 100))));
    }
    std::vector<std::vector<double>> measured(rows.size());
    for (int round = 0; round < 40; round++)
        for (std::size_t i = 0; i < rows.size(); i++) measured[i].push_back(once(rows[i], times[i]));
    for (std::size_t i = 0; i < rows.size(); i++) {
        std::sort(measured[i].begin(), measured[i].end());
        std::printf("{\"language\": \"%s\", \"row\": \"%s\", \"variant\": \"%s\", \"us\": %.3f}\n", rows[i].language, rows[i].row, rows[i].variant, measured[i][20]);
    }
    const auto scaling = [](const char* row, int calls, const std::function<void()>& call) {
        std::vector<double> ratios;
        for (int i = 0; i < 9; i++) ratios.push_back(rate(2, calls, call) / rate(1, calls, call));
        std::sort(ratios.begin(), ratios.end());
        std::printf("{\"language\": \"cpp\", \"row\": \"%s\", \"variant\": \"two threads over one\", \"ratio\": %.3f}\n", row, ratios[4]);
    };
    scaling("v1 gen", 3000, [&] { (void)v1.gen_sig("xiaojun"); });
    scaling("v2 gen", 60000, [&] { (void)v2.gen_sig("xiaojun"); });
}
