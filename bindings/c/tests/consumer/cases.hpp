// The conformance cases as GoogleTest parameters. C++11.
#ifndef CASES_HPP
#define CASES_HPP

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cctype>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

using Json = nlohmann::json;

inline std::string read_file(const std::string &path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        throw std::runtime_error("cannot read " + path);
    }
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

inline Json load(const std::string &name) { return Json::parse(read_file(CASES + name)); }

struct Case {
    Json json;
    // NOLINTNEXTLINE: as a function, so that a missing key fails the test
    const Json &operator[](const char *key) const { return json.at(key); }
    bool has(const char *key) const { return json.contains(key) && !json.at(key).is_null(); }
    std::string text(const char *key) const { return json.at(key).get<std::string>(); }
};

inline void PrintTo(const Case &test, std::ostream *out) { *out << test.text("name"); }

inline std::vector<Case> cases(std::initializer_list<const char *> files) {
    std::vector<Case> all;
    for (const char *file : files) {
        for (const Json &json : load(file)) {
            all.push_back(Case{json});
        }
    }
    return all;
}

inline std::string case_name(const ::testing::TestParamInfo<Case> &info) {
    std::string name = std::to_string(info.index) + "_" + info.param.text("name");
    for (char &letter : name) {
        if (!std::isalnum(static_cast<unsigned char>(letter))) {
            letter = '_';
        }
    }
    return name;
}

/// Keys and secrets by their name in keys.json.
inline const std::map<std::string, Json> &keys() {
    static const std::map<std::string, Json> all = [] {
        std::map<std::string, Json> made;
        for (const Json &key : load("keys.json")) {
            made[key.at("name")] = key;
        }
        return made;
    }();
    return all;
}

inline std::string key_text(const std::string &name) { return keys().at(name).at("text"); }

/// Standard base64 (`62` and `63` are its last two letters) to bytes.
inline std::string from_base64(const std::string &text, char letter62 = '+', char letter63 = '/', char padding = '=') {
    std::string out;
    unsigned bits = 0;
    int count = 0;
    for (char letter : text) {
        unsigned value;
        if (letter >= 'A' && letter <= 'Z') {
            value = static_cast<unsigned>(letter - 'A');
        } else if (letter >= 'a' && letter <= 'z') {
            value = static_cast<unsigned>(letter - 'a') + 26;
        } else if (letter >= '0' && letter <= '9') {
            value = static_cast<unsigned>(letter - '0') + 52;
        } else if (letter == letter62) {
            value = 62;
        } else if (letter == letter63) {
            value = 63;
        } else if (letter == padding) {
            break;
        } else {
            throw std::runtime_error("not base64");
        }
        bits = bits << 6 | value;
        count += 6;
        if (count >= 8) {
            count -= 8;
            out.push_back(static_cast<char>(bits >> count & 0xff));
        }
    }
    return out;
}

#endif
