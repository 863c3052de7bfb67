// The endpoint that an app asks for its UserSig: a small HTTP server on cpp-httplib.
//
//     c++ -std=c++17 server.cpp $(pkg-config --cflags --libs usersig cpp-httplib) -o server
//     USERSIG_SDKAPPID=1400000000 USERSIG_KEY_FILE=private_key.txt ./server 8080
//     curl -d '' -H 'Authorization: Bearer demo-session-xiaojun' http://127.0.0.1:8080/usersig
//
// The server's own login decides who the user is; a ticket must never be made for a name that the client merely sends.
#include <usersig.hpp>

#include <httplib.h>

#include <charconv>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace {

/// Stands for the server's own session store: "demo-session-NAME" belongs to NAME.
std::string logged_in_user(const httplib::Request &request) {
    const std::string prefix = "Bearer demo-session-";
    const std::string header = request.get_header_value("Authorization");
    return header.compare(0, prefix.size(), prefix) == 0 ? header.substr(prefix.size()) : std::string();
}

usersig::Signer signer_from_environment() {
    const char *sdkappid = std::getenv("USERSIG_SDKAPPID");
    const char *path = std::getenv("USERSIG_KEY_FILE");
    if (sdkappid == nullptr || path == nullptr) {
        throw std::runtime_error("set USERSIG_SDKAPPID, and USERSIG_KEY_FILE to a file with the private key or the secret");
    }
    std::int64_t application = 0;
    const std::string_view digits = sdkappid;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), application);
    if (problem != std::errc() || end != digits.data() + digits.size()) {
        throw std::runtime_error("USERSIG_SDKAPPID is not a number");
    }
    std::ifstream file(path, std::ios::binary);
    std::string key(std::istreambuf_iterator<char>(file), {});
    while (!key.empty() && (key.back() == '\n' || key.back() == '\r')) {
        key.pop_back();
    }
    if (key.find("-----BEGIN") != std::string::npos) {
        return usersig::Signer(application, usersig::PrivateKey::from_pem(key));
    }
    return usersig::Signer(application, usersig::SecretKey(key));
}

} // namespace

int main(int argc, char **argv) try {
    const int port = argc > 1 ? std::atoi(argv[1]) : 8080;
    // Parsed once; the server's threads share it.
    const usersig::Signer signer = signer_from_environment();
    usersig::GenOptions options;
    options.expire = std::chrono::hours(24);
    // What the app's SDK would refuse anyway.
    options.strict_identifier = true;

    httplib::Server server;
    server.Post("/usersig", [&](const httplib::Request &request, httplib::Response &response) {
        const std::string user = logged_in_user(request);
        if (user.empty()) {
            response.status = 401;
            response.set_content("{\"error\":\"log in first\"}", "application/json");
            return;
        }
        try {
            const std::string ticket = signer.gen_sig(user, options);
            const auto sdkappid = std::to_string(usersig::inspect(ticket).sdkappid());
            // Neither a ticket nor a strict identifier holds a character that JSON would escape.
            response.set_content("{\"sdkAppId\":" + sdkappid + ",\"userId\":\"" + user + "\",\"userSig\":\"" + ticket + "\"}",
                                 "application/json");
            response.set_header("Cache-Control", "no-store");
        } catch (const usersig::Error &error) {
            response.status = error.code() == usersig::ErrorCode::invalid_identifier ? 400 : 500;
            response.set_content("{\"error\":\"" + std::string(error.word()) + "\"}", "application/json");
        }
    });
    // Port 0 lets the system choose.
    const int bound = port == 0 ? server.bind_to_any_port("127.0.0.1") : server.bind_to_port("127.0.0.1", port) ? port : -1;
    if (bound < 0) {
        throw std::runtime_error("the port is in use");
    }
    std::cout << "listening on http://127.0.0.1:" << bound << std::endl;
    return server.listen_after_bind() ? 0 : 1;
} catch (const std::exception &error) {
    std::cerr << "server: " << error.what() << '\n';
    return 2;
}
