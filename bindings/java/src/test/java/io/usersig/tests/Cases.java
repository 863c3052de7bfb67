package io.usersig.tests;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.usersig.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The conformance cases that every language's tests read, and the published test keys. */
final class Cases {
    static final Path ROOT = Paths.get(System.getProperty("usersig.root", "../..")).toAbsolutePath().normalize();
    static final Path JAR = Paths.get(System.getProperty("usersig.jar")).toAbsolutePath().normalize();
    static final long SDKAPPID = 1_400_000_000L;
    static final String SECRET = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
    static final String PRIVATE_PEM = text(ROOT.resolve("examples/keys/p256/private_key.txt"));
    static final String PUBLIC_PEM = text(ROOT.resolve("examples/keys/p256/public_key.txt"));

    private Cases() {}

    static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static List<JsonObject> read(String name) {
        JsonArray rows = JsonParser.parseString(text(ROOT.resolve("ci/conformance/" + name + ".json"))).getAsJsonArray();
        List<JsonObject> cases = new ArrayList<>();
        rows.forEach(row -> cases.add(row.getAsJsonObject()));
        if (cases.isEmpty()) {
            throw new AssertionError("no cases in " + name);
        }
        return cases;
    }

    static JsonObject key(String name) {
        return read("keys").stream().filter(key -> string(key, "name").equals(name)).findFirst().get();
    }

    /** A value that may be null or absent. */
    static Optional<JsonElement> optional(JsonObject object, String name) {
        return Optional.ofNullable(object.get(name)).filter(value -> !value.isJsonNull());
    }

    static String string(JsonObject object, String name) {
        return object.get(name).getAsString();
    }

    static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    /** A clock that shows these unix seconds. */
    static Clock clock(AtomicLong seconds) {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.ofEpochSecond(seconds.get());
            }
        };
    }

    static ErrorCode code(String word) {
        return ErrorCode.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
