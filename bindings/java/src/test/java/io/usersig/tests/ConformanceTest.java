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

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.tls.base64_url.base64_url;
import io.usersig.Compression;
import io.usersig.Curve;
import io.usersig.ErrorCode;
import io.usersig.ExpectedUserbuf;
import io.usersig.GenOptions;
import io.usersig.GenResult;
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
import io.usersig.UserSigSource;
import io.usersig.Verifier;
import io.usersig.VerifyOptions;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
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

    @TestFactory
    Stream<DynamicTest> sources() {
        return Cases.read("source_cases").stream().map(row -> dynamicTest(string(row, "name"), () -> {
            if (row.has("error")) {
                expect(row, () -> tickets(row));
            } else {
                assertEquals(row.get("ok"), tickets(row));
            }
        }));
    }

    /** What a source has at each of the times. */
    private static JsonObject tickets(JsonObject row) {
        AtomicLong now = new AtomicLong();
        GenOptions options = GenOptions.defaults().expire(Duration.ofSeconds(row.get("expire").getAsLong()));
        double share = optional(row, "min_share").map(JsonElement::getAsDouble).orElse(0.5);
        try (SecretKey key = new SecretKey(string(Cases.key(string(row, "key")), "text"));
                Signer signer = new Signer(row.get("sdkappid").getAsLong(), key, Cases.clock(now));
                UserSigSource source = new UserSigSource(signer, string(row, "identifier"), options, share)) {
            JsonArray issuedAt = new JsonArray();
            for (JsonElement time : row.getAsJsonArray("times")) {
                now.set(time.getAsLong());
                issuedAt.add(UserSig.inspect(source.ticket()).getIssuedAt().getEpochSecond());
            }
            JsonObject made = new JsonObject();
            made.add("issued_at", issuedAt);
            made.addProperty("renewals", source.getRenewals());
            return made;
        }
    }

    private static String generate(JsonObject row) {
        GenOptions options = options(row);
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
                    if (row.has("error")) {
                        UserSigException failure = expect(row, () -> verify(row));
                        assertEquals(row.get("check_err").getAsInt(), failure.getCheckErr());
                        assertEquals(optional(row, "field").map(JsonElement::getAsString), failure.getField());
                    } else {
                        check(row.getAsJsonObject("ok"), said(verify(row)));
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> authenticating() {
        return Cases.read("authenticate_cases").stream().map(row -> dynamicTest(string(row, "name"), () -> {
            if (row.has("error")) {
                UserSigException failure = expect(row, () -> verify(row));
                assertEquals(optional(row, "field").map(JsonElement::getAsString), failure.getField());
            } else {
                check(row.getAsJsonObject("ok"), said(verify(row)));
            }
        }));
    }

    private static Object[] said(Ticket ticket) {
        return new Object[] {
            ticket.getVersion(), ticket.getSdkappid(), ticket.getIdentifier(), ticket.getIssuedAt(),
            ticket.getExpire(), ticket.getExpiresAt(), base64(ticket.getUserbuf()), permission(ticket.getPrivateMapKey())
        };
    }

    private static Object[] said(UntrustedTicket ticket) {
        return new Object[] {
            ticket.getVersion(), ticket.getSdkappid(), ticket.getIdentifier(), ticket.getIssuedAt(),
            ticket.getExpire(), ticket.getExpiresAt(), base64(ticket.getUserbuf()), permission(ticket.getPrivateMapKey())
        };
    }

    /** Asks who sent the ticket where the case expects nobody. */
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
            return row.has("identifier")
                    ? verifier.verify(string(row, "ticket"), string(row, "identifier"), options)
                    : verifier.authenticate(string(row, "ticket"), options);
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
            if (row.has("error")) {
                UserSigException failure = expect(row, () -> UserSig.inspect(string(row, "ticket")));
                assertEquals(optional(row, "field").map(JsonElement::getAsString), failure.getField());
            } else {
                check(row.getAsJsonObject("ok"), said(UserSig.inspect(string(row, "ticket"))));
            }
        }));
    }

    /** What all languages answer alike. Java's types hold no option without its flag, no unknown option, no other key. */
    @TestFactory
    Stream<DynamicTest> contract() {
        List<JsonObject> possible = Cases.read("contract_cases").stream().filter(ConformanceTest::isPossible).collect(Collectors.toList());
        // Besides those without a flag, of which there are as many as options.
        assertEquals(27, Cases.read("contract_cases").stream().filter(row -> !row.has("unflagged") && !isPossible(row)).count());
        return possible.stream().map(row -> dynamicTest(string(row, "name"), () -> {
            String error = optional(row, "error").map(JsonElement::getAsString).orElse("");
            if (error.equals("null_error")) {
                String message = assertThrows(NullPointerException.class, () -> call(row)).getMessage();
                assertTrue(message.matches("(pem|secret|key|identifier|ticket) must not be null.*"), message);
            } else if (!error.isEmpty()) {
                UserSigException failure = assertThrows(UserSigException.class, () -> call(row));
                assertEquals(Cases.code(error), failure.getCode(), failure.getMessage());
            } else if (string(row, "call").equals("gen_sig_batch")) {
                List<?> results = (List<?>) call(row);
                assertEquals(row.getAsJsonArray("ok").size(), results.size());
                for (int index = 0; index < results.size(); index++) {
                    JsonObject expected = row.getAsJsonArray("ok").get(index).getAsJsonObject();
                    GenResult result = (GenResult) results.get(index);
                    assertEquals(index, result.getIndex());
                    if (expected.has("error")) {
                        assertEquals(Cases.code(string(expected, "error")), result.getError().get().getCode());
                    } else {
                        assertEquals(string(expected, "json"), json(result.getTicket()));
                    }
                }
            } else {
                Object result = call(row);
                JsonObject ok = row.getAsJsonObject("ok");
                if (result instanceof String) {
                    assertEquals(string(ok, "json"), json((String) result));
                } else if (result instanceof Curve) {
                    assertEquals(string(ok, "curve"), result.toString());
                } else {
                    check(ok, result instanceof Ticket ? said((Ticket) result) : said((UntrustedTicket) result));
                }
            }
        }));
    }

    private static boolean isPossible(JsonObject row) {
        String error = optional(row, "error").map(JsonElement::getAsString).orElse("");
        boolean unnamedCurve = string(row, "call").equals("generate_key") && !error.isEmpty();
        boolean otherElements = false;
        if (row.has("identifiers")) {
            for (JsonElement element : row.getAsJsonArray("identifiers")) {
                boolean isText = element.isJsonObject() || element.isJsonNull()
                        || element.isJsonPrimitive() && element.getAsJsonPrimitive().isString();
                otherElements |= !isText;
            }
        }
        return !unnamedCurve && !otherElements && !row.has("unflagged") && !error.equals("type_error") && !error.equals("refused");
    }

    /** A text as Java has it, which may be none. */
    private static String text(JsonElement value) {
        if (value == null || value.isJsonNull()) {
            return null;
        }
        if (!value.isJsonObject()) {
            return value.getAsString();
        }
        JsonObject units = value.getAsJsonObject();
        StringBuilder once = new StringBuilder();
        for (int at = 0; at < string(units, "units").length(); at += 4) {
            once.append((char) Integer.parseInt(string(units, "units").substring(at, at + 4), 16));
        }
        int repeat = units.has("repeat") ? units.get("repeat").getAsInt() : 1;
        return String.join("", Collections.nCopies(repeat, once));
    }

    private static byte[] userbuf(JsonElement value) {
        if (!value.isJsonObject()) {
            return bytes(value.getAsString());
        }
        JsonObject object = value.getAsJsonObject();
        String once = string(object, "bytes");
        String hex = String.join("", Collections.nCopies(object.has("repeat") ? object.get("repeat").getAsInt() : 1, once));
        byte[] bytes = new byte[hex.length() / 2];
        for (int at = 0; at < bytes.length; at++) {
            bytes[at] = (byte) Integer.parseInt(hex.substring(2 * at, 2 * at + 2), 16);
        }
        return bytes;
    }

    private static Duration span(JsonElement value) {
        if (!value.isJsonObject()) {
            return Duration.ofSeconds(value.getAsLong());
        }
        JsonObject object = value.getAsJsonObject();
        return Duration.ofSeconds(object.get("seconds").getAsLong(), object.get("nanoseconds").getAsLong());
    }

    private static Instant moment(JsonElement value) {
        return Instant.EPOCH.plus(span(value));
    }

    private static GenOptions options(JsonObject row) {
        GenOptions options = GenOptions.defaults();
        // vocabulary: gen_cases
        if (optional(row, "expire").isPresent()) {
            options = options.expire(span(row.get("expire")));
        }
        if (optional(row, "userbuf").isPresent()) {
            options = options.userbuf(userbuf(row.get("userbuf")));
        }
        if (optional(row, "issued_at").isPresent()) {
            options = options.issuedAt(moment(row.get("issued_at")));
        }
        if (optional(row, "strict_identifier").isPresent()) {
            options = options.strictIdentifier(row.get("strict_identifier").getAsBoolean());
        }
        options = options.accountType(text(row.get("account_type")));
        options = options.appidAt3rd(text(row.get("appid_at_3rd")));
        if (optional(row, "compression").isPresent()) {
            options = options.compression(Compression.valueOf(row.get("compression").getAsString().toUpperCase(Locale.ROOT)));
        }
        // vocabulary: end
        return options;
    }

    private static Object call(JsonObject row) {
        String call = string(row, "call");
        switch (call) {
            case "generate_key":
                Curve named = Arrays.stream(Curve.values())
                        .filter(curve -> curve.toString().equals(string(row, "curve"))).findFirst().get();
                return PrivateKey.generate(named).getCurve();
            case "load_private":
                return PrivateKey.fromPem(text(row.get("text")));
            case "load_public":
                return PublicKey.fromPem(text(row.get("text")));
            case "load_secret":
                return new SecretKey(text(row.get("text")));
            case "inspect":
                return UserSig.inspect(text(row.get("ticket")));
            case "verify":
            case "authenticate":
                return checked(row, call.equals("verify"));
            default:
                return made(row, call);
        }
    }

    private static Object checked(JsonObject row, boolean verify) {
        Verifier.Builder builder = Verifier.builder(row.get("sdkappid").getAsLong());
        for (JsonElement name : row.getAsJsonArray("keys")) {
            JsonObject key = Cases.key(name.getAsString());
            builder.key(string(key, "kind").equals("secret")
                    ? new SecretKey(string(key, "text"))
                    : PublicKey.fromPem(string(key, "text")));
        }
        optional(row, "leeway").ifPresent(value -> builder.leeway(span(value)));
        optional(row, "future_tolerance").ifPresent(value -> builder.futureTolerance(span(value)));
        VerifyOptions options = VerifyOptions.defaults();
        if (row.has("userbuf")) {
            options = options.userbuf(expectation(row.getAsJsonObject("userbuf")));
        }
        if (row.has("now")) {
            options = options.now(moment(row.get("now")));
        }
        String ticket = text(row.get("ticket"));
        try (Verifier verifier = builder.build()) {
            return verify
                    ? verifier.verify(ticket, text(row.get("identifier")), options)
                    : verifier.authenticate(ticket, options);
        }
    }

    private static Object made(JsonObject row, String call) {
        GenOptions options = options(row);
        long sdkappid = row.get("sdkappid").getAsLong();
        if (row.get("key").isJsonNull()) {
            return new Signer(sdkappid, null);
        }
        try (Signer signer = signer(sdkappid, Cases.key(string(row, "key")))) {
            String identifier = text(row.get("identifier"));
            if (call.equals("gen_sig_batch")) {
                List<String> identifiers = new ArrayList<>();
                row.getAsJsonArray("identifiers").forEach(element -> identifiers.add(text(element)));
                return signer.genSigBatch(identifiers, options);
            }
            if (call.equals("gen_sig")) {
                return signer.genSig(identifier, options);
            }
            JsonObject room = row.getAsJsonObject("room");
            Room opened = room.has("number") ? Room.number(room.get("number").getAsLong()) : Room.name(text(room.get("name")));
            return signer.genPrivateMapKey(identifier, opened, Privileges.of(row.get("privileges").getAsLong()), options);
        }
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
