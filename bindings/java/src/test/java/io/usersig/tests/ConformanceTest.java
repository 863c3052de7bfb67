package io.usersig.tests;

import static io.usersig.tests.Cases.bytes;
import static io.usersig.tests.Cases.optional;
import static io.usersig.tests.Cases.string;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.tls.base64_url.base64_url;
import io.usersig.Curve;
import io.usersig.ErrorCode;
import io.usersig.ExpectedUserbuf;
import io.usersig.GenOptions;
import io.usersig.PrivateKey;
import io.usersig.PrivateMapKey;
import io.usersig.Privileges;
import io.usersig.PublicKey;
import io.usersig.Room;
import io.usersig.SecretKey;
import io.usersig.Signer;
import io.usersig.Ticket;
import io.usersig.UntrustedTicket;
import io.usersig.UserSig;
import io.usersig.UserSigException;
import io.usersig.Verifier;
import io.usersig.VerifyOptions;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Inflater;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every conformance case through {@code io.usersig}. Java's types hold every input of theirs, so none is left out. */
class ConformanceTest {
    @Test
    void errorTable() {
        List<JsonObject> rows = Cases.read("errors");
        List<String> expected = rows.stream()
                .map(row -> string(row, "word") + row.get("number") + row.get("service"))
                .collect(Collectors.toList());
        List<String> actual = Arrays.stream(ErrorCode.values())
                .map(code -> code.getWord() + code.getNumber() + code.getServiceCodes().toString().replace(" ", ""))
                .collect(Collectors.toList());
        assertEquals(expected, actual);
        for (ErrorCode code : ErrorCode.values()) {
            assertEquals(code.getServiceCodes().stream().findFirst().orElse(0), code.getServiceCode().orElse(0));
        }
    }

    @TestFactory
    Stream<DynamicTest> keys() {
        return Cases.read("key_cases").stream().map(row -> dynamicTest(string(row, "name"), () -> {
            if (row.has("error")) {
                expect(row, () -> load(string(row, "load"), string(row, "text")));
            } else {
                Optional<String> curve = optional(row.getAsJsonObject("ok"), "curve").map(JsonElement::getAsString);
                assertEquals(curve, load(string(row, "load"), string(row, "text")).map(Curve::toString));
            }
        }));
    }

    private static Optional<Curve> load(String kind, String text) {
        switch (kind) {
            case "private":
                try (PrivateKey key = PrivateKey.fromPem(text);
                        PrivateKey again = PrivateKey.fromPem(key.toPem())) {
                    assertEquals(key.getCurve(), again.getCurve());
                    return Optional.of(key.getCurve());
                }
            case "public":
                try (PublicKey key = PublicKey.fromPem(text);
                        PublicKey again = PublicKey.fromPem(key.toPem())) {
                    assertEquals(key.getCurve(), again.getCurve());
                    return Optional.of(key.getCurve());
                }
            default:
                new SecretKey(text).close();
                return Optional.empty();
        }
    }

    @TestFactory
    Stream<DynamicTest> generating() {
        return Cases.read("gen_cases").stream().map(row -> dynamicTest(string(row, "name"), () -> {
            Cases.ran("java", row);
            if (row.has("error")) {
                expect(row, () -> generate(row));
                return;
            }
            JsonObject ok = row.getAsJsonObject("ok");
            String ticket = generate(row);
            assertEquals(string(ok, "json"), json(ticket));
            checkSignature(Cases.key(string(row, "key")), string(ok, "signed_text"), string(ok, "json"));
        }));
    }

    private static String generate(JsonObject row) {
        GenOptions options = GenOptions.defaults()
                .issuedAt(Instant.ofEpochSecond(row.get("issued_at").getAsLong()))
                .strictIdentifier(row.get("strict_identifier").getAsBoolean())
                .userbuf(optional(row, "userbuf").map(text -> bytes(text.getAsString())).orElse(null))
                .accountType(optional(row, "account_type").map(JsonElement::getAsString).orElse(null))
                .appidAt3rd(optional(row, "appid_at_3rd").map(JsonElement::getAsString).orElse(null));
        if (optional(row, "expire").isPresent()) {
            options = options.expire(Duration.ofSeconds(row.get("expire").getAsLong()));
        }
        try (Signer signer = signer(row.get("sdkappid").getAsLong(), Cases.key(string(row, "key")))) {
            String identifier = string(row, "identifier");
            if (!optional(row, "room").isPresent()) {
                return signer.genSig(identifier, options);
            }
            Privileges privileges = Privileges.of(row.get("privileges").getAsLong());
            return signer.genPrivateMapKey(identifier, room(row.getAsJsonObject("room")), privileges, options);
        }
    }

    private static Room room(JsonObject room) {
        return room.has("number") ? Room.number(room.get("number").getAsLong()) : Room.name(string(room, "name"));
    }

    private static Signer signer(long sdkappid, JsonObject key) {
        if (string(key, "kind").equals("secret")) {
            try (SecretKey secret = new SecretKey(string(key, "text"))) {
                return new Signer(sdkappid, secret);
            }
        }
        try (PrivateKey privateKey = PrivateKey.fromPem(string(key, "text"))) {
            return new Signer(sdkappid, privateKey);
        }
    }

    /** What is inside a ticket, opened with nothing of the library but its alphabet. */
    private static String json(String ticket) throws Exception {
        Inflater inflater = new Inflater();
        inflater.setInput(base64_url.base64DecodeUrl(ticket.getBytes(StandardCharsets.US_ASCII)));
        byte[] buffer = new byte[64 * 1024];
        int length = inflater.inflate(buffer);
        assertTrue(inflater.finished() && inflater.getRemaining() == 0);
        inflater.end();
        return new String(buffer, 0, length, StandardCharsets.UTF_8);
    }

    /** The signature by Java's own cryptography; secp256k1 was taken out of it. */
    private static void checkSignature(JsonObject key, String signedText, String json) throws Exception {
        byte[] message = signedText.getBytes(StandardCharsets.UTF_8);
        byte[] signature = bytes(JsonParser.parseString(json).getAsJsonObject().get("TLS.sig").getAsString());
        if (string(key, "kind").equals("secret")) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(string(key, "text").getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            assertArrayEquals(mac.doFinal(message), signature);
            return;
        }
        try (PrivateKey privateKey = PrivateKey.fromPem(string(key, "text"));
                PublicKey publicKey = privateKey.getPublicKey()) {
            if (privateKey.getCurve() == Curve.P256) {
                String body = publicKey.toPem().replaceAll("-----[A-Z ]+-----|\\s", "");
                Signature ecdsa = Signature.getInstance("SHA256withECDSA");
                ecdsa.initVerify(KeyFactory.getInstance("EC")
                        .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(body))));
                ecdsa.update(message);
                assertTrue(ecdsa.verify(signature));
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> verifying() {
        return Stream.of("verify_cases", "attack_cases", "official_cases")
                .flatMap(file -> Cases.read(file).stream())
                .map(row -> dynamicTest(string(row, "name"), () -> {
                    Cases.ran("java", row);
                    if (row.has("error")) {
                        UserSigException failure = expect(row, () -> verify(row));
                        assertEquals(row.get("check_err").getAsInt(), failure.getCheckErr());
                        assertEquals(optional(row, "field").map(JsonElement::getAsString), failure.getField());
                    } else {
                        Ticket ticket = verify(row);
                        JsonObject ok = row.getAsJsonObject("ok");
                        check(ok, new Object[] {
                            ticket.getVersion(), ticket.getSdkappid(), ticket.getIdentifier(), ticket.getIssuedAt(),
                            ticket.getExpire(), ticket.getExpiresAt(), base64(ticket.getUserbuf()),
                            permission(ticket.getPrivateMapKey())
                        });
                    }
                }));
    }

    private static Ticket verify(JsonObject row) {
        Verifier.Builder builder = Verifier.builder(row.get("sdkappid").getAsLong());
        for (JsonElement name : row.getAsJsonArray("keys")) {
            JsonObject key = Cases.key(name.getAsString());
            if (string(key, "kind").equals("secret")) {
                builder.key(new SecretKey(string(key, "text")));
            } else {
                builder.key(PublicKey.fromPem(string(key, "text")));
            }
        }
        optional(row, "leeway").ifPresent(seconds -> builder.leeway(Duration.ofSeconds(seconds.getAsLong())));
        optional(row, "future_tolerance")
                .ifPresent(seconds -> builder.futureTolerance(Duration.ofSeconds(seconds.getAsLong())));
        VerifyOptions options = VerifyOptions.defaults()
                .now(Instant.ofEpochSecond(row.get("now").getAsLong()))
                .userbuf(expectation(row.getAsJsonObject("userbuf")));
        try (Verifier verifier = builder.build()) {
            return verifier.verify(string(row, "ticket"), string(row, "identifier"), options);
        }
    }

    private static ExpectedUserbuf expectation(JsonObject userbuf) {
        switch (string(userbuf, "expect")) {
            case "absent":
                return ExpectedUserbuf.absent();
            case "present":
                return ExpectedUserbuf.present();
            case "any":
                return ExpectedUserbuf.any();
            default:
                return ExpectedUserbuf.exactly(bytes(string(userbuf, "value")));
        }
    }

    @TestFactory
    Stream<DynamicTest> inspecting() {
        return Cases.read("inspect_cases").stream().map(row -> dynamicTest(string(row, "name"), () -> {
            Cases.ran("java", row);
            if (row.has("error")) {
                UserSigException failure = expect(row, () -> UserSig.inspect(string(row, "ticket")));
                assertEquals(optional(row, "field").map(JsonElement::getAsString), failure.getField());
            } else {
                UntrustedTicket ticket = UserSig.inspect(string(row, "ticket"));
                check(row.getAsJsonObject("ok"), new Object[] {
                    ticket.getVersion(), ticket.getSdkappid(), ticket.getIdentifier(), ticket.getIssuedAt(),
                    ticket.getExpire(), ticket.getExpiresAt(), base64(ticket.getUserbuf()),
                    permission(ticket.getPrivateMapKey())
                });
            }
        }));
    }

    private static void check(JsonObject ok, Object[] actual) {
        Optional<String> permission = optional(ok, "private_map_key").map(JsonElement::getAsJsonObject)
                .map(key -> room(key.getAsJsonObject("room")) + " " + key.get("privileges") + " " + key.get("expires_at"));
        Object[] expected = {
            string(ok, "version"),
            ok.get("sdkappid").getAsLong(),
            string(ok, "identifier"),
            Instant.ofEpochSecond(ok.get("issued_at").getAsLong()),
            Duration.ofSeconds(ok.get("expire").getAsLong()),
            Instant.ofEpochSecond(ok.get("expires_at").getAsLong()),
            optional(ok, "userbuf").map(JsonElement::getAsString),
            permission
        };
        actual[0] = actual[0].toString();
        assertArrayEquals(expected, actual);
    }

    private static Optional<String> base64(Optional<byte[]> bytes) {
        return bytes.map(Base64.getEncoder()::encodeToString);
    }

    private static Optional<String> permission(Optional<PrivateMapKey> key) {
        return key.map(permission -> permission.getRoom() + " " + permission.getPrivileges().getBits() + " "
                + permission.getExpiresAt().getEpochSecond());
    }

    private static UserSigException expect(JsonObject row, org.junit.jupiter.api.function.Executable call) {
        UserSigException failure = assertThrows(UserSigException.class, call);
        assertEquals(Cases.code(string(row, "error")), failure.getCode(), failure.getMessage());
        for (String secret : new String[] {"identifier", "ticket", "text"}) {
            String text = optional(row, secret).map(JsonElement::getAsString).orElse("");
            assertFalse(text.length() > 9 && failure.toString().contains(text), "the error repeats its input");
        }
        return failure;
    }
}
