package io.usersig.tests;

import static io.usersig.tests.Cases.PRIVATE_PEM;
import static io.usersig.tests.Cases.PUBLIC_PEM;
import static io.usersig.tests.Cases.SDKAPPID;
import static io.usersig.tests.Cases.SECRET;
import static io.usersig.tests.Cases.optional;
import static io.usersig.tests.Cases.string;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.tencentyun.TLSSigAPIv2;
import com.tls.base64_url.base64_url;
import com.tls.sigcheck.tls_sigcheck;
import com.tls.tls_sigature.tls_sigature;
import com.tls.tls_sigature.tls_sigature.CheckTLSSignatureResult;
import com.tls.tls_sigature.tls_sigature.GenTLSSignatureResult;
import io.usersig.ErrorCode;
import io.usersig.PrivateMapKey;
import io.usersig.UntrustedTicket;
import io.usersig.UserSig;
import io.usersig.UserSigException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The official names: their own usage, and every case whose answer does not depend on the clock. */
class DropInTest {
    /** Cases that the official checks cannot express: several keys, or an expected userbuf. */
    private static final long SEVERAL_KEYS = 4;

    private static final long USERBUFS = 87;

    private static List<JsonObject> verifyCases() {
        return Stream.of("verify_cases", "attack_cases", "official_cases")
                .flatMap(file -> Cases.read(file).stream())
                .filter(row -> row.get("any_time").getAsBoolean())
                .collect(Collectors.toList());
    }

    /** The official checks take one public key and know no userbuf. */
    private static boolean canExpress(JsonObject row) {
        return row.getAsJsonArray("keys").size() == 1
                && string(row.getAsJsonObject("userbuf"), "expect").equals("absent")
                && row.get("leeway").isJsonNull()
                && row.get("future_tolerance").isJsonNull();
    }

    @Test
    void casesLeftOutAreCounted() {
        List<JsonObject> rows = verifyCases();
        long several = rows.stream().filter(row -> row.getAsJsonArray("keys").size() != 1).count();
        long userbufs = rows.stream()
                .filter(row -> !string(row.getAsJsonObject("userbuf"), "expect").equals("absent"))
                .count();
        assertEquals(SEVERAL_KEYS, several);
        assertEquals(USERBUFS, userbufs);
        assertEquals(rows.size() - several - userbufs, rows.stream().filter(DropInTest::canExpress).count());
    }

    @TestFactory
    Stream<DynamicTest> checking() {
        return verifyCases().stream().filter(DropInTest::canExpress).map(row -> dynamicTest(string(row, "name"), () -> {
            JsonObject key = Cases.key(row.getAsJsonArray("keys").get(0).getAsString());
            boolean secret = string(key, "kind").equals("secret");
            long sdkappid = row.get("sdkappid").getAsLong();
            String ticket = string(row, "ticket");
            String identifier = string(row, "identifier");

            tls_sigcheck older = new tls_sigcheck();
            int status =
                    older.tls_check_signature_ex2(ticket, string(key, "text"), Long.toString(sdkappid), identifier);
            CheckTLSSignatureResult result;
            try {
                result = tls_sigature.CheckTLSSignatureEx(ticket, sdkappid, identifier, string(key, "text"));
            } catch (DataFormatException damaged) {
                assertEquals("malformed_zlib", optional(row, "error").map(JsonElement::getAsString).orElse("valid"));
                result = new CheckTLSSignatureResult();
                result.errMessage = damaged.getMessage();
            }
            boolean spaced = !ticket.equals(ticket.trim());
            assertTrue(!spaced || secret, "a case of this kind for the public keys of v1");
            if (row.has("error") || secret) {
                assertFalse(result.verifyResult);
                assertNotEquals("", result.errMessage);
                // A secret is no public key, whatever the ticket is.
                assertEquals(secret ? 17 : row.get("check_err").getAsInt(), status);
                assertEquals(result.errMessage, older.getErrMsg());
                assertEquals(0, result.expireTime + result.initTime + older.getExpireTime() + older.getInitTime());
            } else {
                JsonObject ok = row.getAsJsonObject("ok");
                assertEquals("", result.errMessage);
                assertTrue(result.verifyResult);
                assertEquals(0, status);
                long expire = Math.min(ok.get("expire").getAsLong(), Integer.MAX_VALUE);
                assertEquals(expire, result.expireTime);
                assertEquals(expire, older.getExpireTime());
                assertEquals(ok.get("issued_at").getAsLong(), result.initTime);
                assertEquals(ok.get("issued_at").getAsLong(), older.getInitTime());
            }
        }));
    }

    /** Those without an option that is unknown here. */
    private static Stream<JsonObject> genCases() {
        List<String> known = Arrays.asList(
                "name", "key", "sdkappid", "identifier", "room", "privileges", "ok", "error",
                "expire", "issued_at", "userbuf", "strict_identifier", "account_type", "appid_at_3rd");
        return Cases.read("gen_cases").stream().filter(row -> row.entrySet().stream()
                .allMatch(field -> known.contains(field.getKey()) || field.getValue().isJsonNull()));
    }

    /** No official class makes these: the strict check, v1 fields with a secret, v1 tickets with a userbuf or a room. */
    private static boolean canMake(JsonObject row) {
        boolean secret = string(Cases.key(string(row, "key")), "kind").equals("secret");
        return !row.get("strict_identifier").getAsBoolean()
                && (secret
                        ? !optional(row, "account_type").isPresent()
                        : !optional(row, "userbuf").isPresent() && !optional(row, "room").isPresent());
    }

    @Test
    void casesThatCannotBeMadeAreNamed() {
        assertEquals(
                Arrays.asList(
                        "p256_private: userbuf, text",
                        "p256_private: userbuf, every byte",
                        "p256_private: userbuf, 8192 bytes",
                        "p256_private: userbuf, no bytes",
                        "p256_private: strict identifier, 32 bytes",
                        "p256_private: strict identifier of 33 bytes that breaks the service's rule",
                        "p256_private: strict identifier of 3 bytes that breaks the service's rule",
                        "p256_private: strict identifier of 6 bytes that breaks the service's rule",
                        "p256_private: userbuf of 8193 bytes",
                        "secret: strict identifier, 32 bytes",
                        "secret: strict identifier of 33 bytes that breaks the service's rule",
                        "secret: strict identifier of 3 bytes that breaks the service's rule",
                        "secret: strict identifier of 6 bytes that breaks the service's rule",
                        "secret: account_type with a v2 key",
                        "room: with an EC key", "room: with an EC key on secp256k1",
                "room: name, with an EC key and v1 fields", "room: number 0 with an EC key"),
                genCases()
                        .filter(row -> !canMake(row))
                        .map(row -> string(row, "name"))
                        .collect(Collectors.toList()));
    }

    @TestFactory
    Stream<DynamicTest> generating() {
        return genCases()
                .filter(DropInTest::canMake)
                .map(row -> dynamicTest(string(row, "name"), () -> {
                    JsonObject key = Cases.key(string(row, "key"));
                    long sdkappid = row.get("sdkappid").getAsLong();
                    String identifier = string(row, "identifier");
                    long expire = optional(row, "expire").map(JsonElement::getAsLong).orElse(15_552_000L);
                    boolean refused = row.has("error");
                    String ticket;
                    if (string(key, "kind").equals("secret")) {
                        try {
                            ticket = generateV2(row, sdkappid, string(key, "text"), identifier, expire);
                        } catch (UserSigException failure) {
                            assertTrue(refused, failure.toString());
                            assertEquals(Cases.code(string(row, "error")), failure.getCode());
                            return;
                        }
                        if (refused) {
                            // These depend on a time of issue or on a userbuf, which the official methods do not take.
                            assertTrue(Arrays.asList(
                                            "secret: past the end of time", "secret: issued after the end of time",
                                            "room: beyond the last moment of 32 bits",
                                            "room: with a userbuf besides")
                                    .contains(string(row, "name")), string(row, "name"));
                            return;
                        }
                    } else {
                        ticket = generateV1(row, sdkappid, string(key, "text"), identifier, expire);
                        if (ticket == null) {
                            return;
                        }
                    }
                    UntrustedTicket said = UserSig.inspect(ticket);
                    assertEquals(identifier, said.getIdentifier());
                    assertEquals(sdkappid, said.getSdkappid());
                    assertEquals(Duration.ofSeconds(expire), said.getExpire());
                    assertNow(said.getIssuedAt());
                }));
    }

    private static String generateV2(JsonObject row, long sdkappid, String secret, String identifier, long expire) {
        TLSSigAPIv2 api = new TLSSigAPIv2(sdkappid, secret);
        if (optional(row, "room").isPresent()) {
            JsonObject room = row.getAsJsonObject("room");
            long privileges = row.get("privileges").getAsLong();
            return room.has("number")
                    ? api.genPrivateMapKey(identifier, expire, room.get("number").getAsLong(), privileges)
                    : api.genPrivateMapKeyWithStringRoomID(identifier, expire, string(room, "name"), privileges);
        }
        return optional(row, "userbuf").isPresent()
                ? api.genSigWithUserBuf(identifier, expire, Cases.bytes(string(row, "userbuf")))
                : api.genUserSig(identifier, expire);
    }

    /** Both v1 classes give the same; null where both refuse, as they must where the core does. */
    private static String generateV1(JsonObject row, long sdkappid, String pem, String identifier, long expire) {
        if (optional(row, "account_type").isPresent() || optional(row, "appid_at_3rd").isPresent()) {
            String accountType = optional(row, "account_type").map(JsonElement::getAsString).orElse("0");
            String appid = optional(row, "appid_at_3rd").map(JsonElement::getAsString).orElse("0");
            tls_sigcheck api = new tls_sigcheck();
            @SuppressWarnings("deprecation")
            int status = api.tls_gen_signature_ex(
                    Long.toString(expire), appid, Long.toString(sdkappid), identifier, accountType, pem);
            assertEquals(row.has("error"), status != 0, api.getErrMsg());
            return status == 0 ? api.getSig() : null;
        }
        GenTLSSignatureResult result = tls_sigature.GenTLSSignatureEx(sdkappid, identifier, pem, expire);
        tls_sigcheck api = new tls_sigcheck();
        int status = api.tls_gen_signature_ex2_with_expire(
                Long.toString(sdkappid), identifier, pem, Long.toString(expire));
        assertEquals(status == 0, result.errMessage.isEmpty());
        boolean clockDependent = string(row, "name").endsWith("past the end of time")
                || string(row, "name").endsWith("after the end of time");
        assertEquals(row.has("error") && !clockDependent, status != 0, api.getErrMsg());
        if (status != 0) {
            assertEquals("", result.urlSig);
            assertEquals("", api.getSig());
            return null;
        }
        assertEquals(Math.min(expire, Integer.MAX_VALUE), result.expireTime);
        assertNow(Instant.ofEpochSecond(result.initTime));
        return result.urlSig;
    }

    private static final Instant STARTED = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private static void assertNow(Instant time) {
        assertTrue(!time.isBefore(STARTED) && !time.isAfter(Instant.now()));
    }

    @Test
    void officialV1Usage() throws Exception {
        GenTLSSignatureResult made = tls_sigature.genSig(SDKAPPID, "xiaojun", PRIVATE_PEM);
        assertEquals("", made.errMessage);
        assertEquals(15_552_000, made.expireTime);
        CheckTLSSignatureResult checked =
                tls_sigature.CheckTLSSignatureEx(made.urlSig, SDKAPPID, "xiaojun", PUBLIC_PEM);
        assertTrue(checked.verifyResult);
        assertEquals(made.initTime, checked.initTime);
        String line = " " + made.urlSig + "\r\n";
        assertTrue(tls_sigature.CheckTLSSignatureEx(line, SDKAPPID, "xiaojun", PUBLIC_PEM).verifyResult);
        assertEquals(0, new tls_sigcheck().tls_check_signature_ex2(line, PUBLIC_PEM, Long.toString(SDKAPPID), "xiaojun"));
        assertFalse(tls_sigature.CheckTLSSignatureEx(made.urlSig + "\0", SDKAPPID, "xiaojun", PUBLIC_PEM).verifyResult);
        assertEquals(86_400, tls_sigature.genSig(SDKAPPID, "xiaojun", 86_400, PRIVATE_PEM).expireTime);
        assertEquals(15_552_000, tls_sigature.GenTLSSignatureEx(SDKAPPID, "xiaojun", PRIVATE_PEM).expireTime);
        assertEquals(7, tls_sigature.GenTLSSignatureEx(SDKAPPID, "xiaojun", PRIVATE_PEM, 7).expireTime);

        GenTLSSignatureResult failed = tls_sigature.genSig(SDKAPPID, "", PRIVATE_PEM);
        assertEquals("", failed.urlSig);
        assertTrue(failed.errMessage.contains("empty"));
        assertFalse(tls_sigature.genSig(SDKAPPID, null, PRIVATE_PEM).errMessage.isEmpty());
        assertFalse(tls_sigature.genSig(SDKAPPID, "xiaojun", null).errMessage.isEmpty());
        assertFalse(tls_sigature.CheckTLSSignatureEx(null, SDKAPPID, null, null).verifyResult);
    }

    @Test
    void aLongIdentifierIsNotCut() throws Exception {
        char[] letters = new char[500];
        Arrays.fill(letters, 'x');
        String identifier = new String(letters);
        String ticket = tls_sigature.genSig(SDKAPPID, identifier, PRIVATE_PEM).urlSig;
        assertTrue(tls_sigature.CheckTLSSignatureEx(ticket, SDKAPPID, identifier, PUBLIC_PEM).verifyResult);
        assertFalse(tls_sigature.CheckTLSSignatureEx(ticket, SDKAPPID, identifier.substring(1), PUBLIC_PEM).verifyResult);
    }

    @Test
    @SuppressWarnings("deprecation")
    void fieldsFromBefore2016() throws Exception {
        String ticket = tls_sigature.GenTLSSignature(3600, "7", SDKAPPID, "xiaojun", 36, PRIVATE_PEM).urlSig;
        assertTrue(tls_sigature.CheckTLSSignature(ticket, "7", SDKAPPID, "xiaojun", 36, PUBLIC_PEM).verifyResult);
        assertFalse(tls_sigature.CheckTLSSignature(ticket, "8", SDKAPPID, "xiaojun", 36, PUBLIC_PEM).verifyResult);
        assertFalse(tls_sigature.CheckTLSSignature(ticket, "7", SDKAPPID, "xiaojun", 37, PUBLIC_PEM).verifyResult);
        assertFalse(tls_sigature.CheckTLSSignature(ticket, null, SDKAPPID, "xiaojun", 36, PUBLIC_PEM).verifyResult);

        String sdkappid = Long.toString(SDKAPPID);
        tls_sigcheck api = new tls_sigcheck();
        assertEquals(0, api.tls_gen_signature_ex("3600", "7", sdkappid, "xiaojun", "36", PRIVATE_PEM));
        ticket = api.getSig();
        assertEquals(0, api.tls_check_signature_ex(ticket, PUBLIC_PEM, "36", "7", sdkappid, "xiaojun"));
        assertEquals(12, api.tls_check_signature_ex(ticket, PUBLIC_PEM, "37", "7", sdkappid, "xiaojun"));
        assertEquals(11, api.tls_check_signature_ex(ticket, PUBLIC_PEM, "36", "8", sdkappid, "xiaojun"));
        assertEquals(13, api.tls_check_signature_ex(ticket, PUBLIC_PEM, "36", "7", sdkappid, "somebody"));
    }

    @Test
    void officialJniUsage() {
        tls_sigcheck api = new tls_sigcheck();
        api.loadJniLib("/path/to/jnisigcheck.so");
        String sdkappid = Long.toString(SDKAPPID);
        assertEquals(0, api.tls_gen_signature_ex2(sdkappid, "xiaojun", PRIVATE_PEM));
        String ticket = api.getSig();
        assertEquals("", api.getErrMsg());
        assertEquals(0, api.tls_check_signature_ex2(ticket, PUBLIC_PEM, sdkappid, "xiaojun"));
        assertEquals(15_552_000, api.getExpireTime());
        assertNow(Instant.ofEpochSecond(api.getInitTime()));
        assertEquals(14, api.tls_check_signature_ex2(ticket, PUBLIC_PEM, "1400000001", "xiaojun"));
        assertEquals(1, api.tls_check_signature_ex2("", PUBLIC_PEM, sdkappid, "xiaojun"));
        for (String number : new String[] {null, "", "-1", " 1", "1e3", "99999999999999999999", "1\n", "\u0661"}) {
            assertEquals(16, api.tls_gen_signature_ex2(number, "xiaojun", PRIVATE_PEM), number);
            assertEquals(16, api.tls_gen_signature_ex2_with_expire(sdkappid, "xiaojun", PRIVATE_PEM, number), number);
            assertEquals(16, api.tls_check_signature_ex2(ticket, PUBLIC_PEM, number, "xiaojun"), number);
            assertEquals("", api.getSig());
        }
        assertEquals(17, api.tls_gen_signature_ex2(sdkappid, "xiaojun", SECRET));
        assertEquals(16, api.tls_gen_signature_ex2(sdkappid, null, PRIVATE_PEM));
    }

    /** Programs generate, check with the same object, and then return {@code getSig()}. */
    @Test
    @SuppressWarnings("deprecation")
    void aCheckLeavesTheTicketAndGeneratingTheTimes() {
        String sdkappid = Long.toString(SDKAPPID);
        tls_sigcheck api = new tls_sigcheck();
        assertEquals(0, api.tls_gen_signature_ex2_with_expire(sdkappid, "xiaojun", PRIVATE_PEM, "3600"));
        String ticket = api.getSig();
        assertEquals(0, api.getExpireTime() + api.getInitTime());
        assertEquals(0, api.tls_check_signature_ex2(ticket, PUBLIC_PEM, sdkappid, "xiaojun"));
        assertEquals(ticket, api.getSig());
        int initTime = api.getInitTime();
        assertNow(Instant.ofEpochSecond(initTime));

        assertEquals(13, api.tls_check_signature_ex2(ticket, PUBLIC_PEM, sdkappid, "somebody"));
        assertEquals(16, api.tls_check_signature_ex2(ticket, PUBLIC_PEM, "x", "xiaojun"));
        assertEquals(12, api.tls_check_signature_ex(ticket, PUBLIC_PEM, "1", "0", sdkappid, "xiaojun"));
        assertEquals(11, api.tls_check_signature_ex(ticket, PUBLIC_PEM, "0", "1", sdkappid, "xiaojun"));
        assertEquals(ticket, api.getSig());
        assertNotEquals("", api.getErrMsg());
        assertEquals(0, api.getExpireTime() + api.getInitTime(), "a ticket that is not valid has no times");

        assertEquals(0, api.tls_check_signature_ex2(ticket, PUBLIC_PEM, sdkappid, "xiaojun"));
        assertEquals(0, api.tls_gen_signature_ex2(sdkappid, "xiaojun", PRIVATE_PEM));
        assertNotEquals(ticket, api.getSig());
        assertEquals(0, api.tls_gen_signature_ex("60", "7", sdkappid, "xiaojun", "36", PRIVATE_PEM));
        assertEquals(16, api.tls_gen_signature_ex2(sdkappid, "", PRIVATE_PEM));
        assertEquals("", api.getSig(), "somebody else's ticket must not pass for the one that was not made");
        assertEquals(16, api.tls_gen_signature_ex2("x", "xiaojun", PRIVATE_PEM));
        assertEquals(3600, api.getExpireTime());
        assertEquals(initTime, api.getInitTime());
    }

    @Test
    void officialV2Usage() {
        TLSSigAPIv2 api = new TLSSigAPIv2(SDKAPPID, SECRET);
        assertEquals("xiaojun", UserSig.inspect(api.genUserSig("xiaojun", 180 * 86_400)).getIdentifier());
        assertEquals("xiaojun", UserSig.inspect(api.genSig("xiaojun", 180 * 86_400)).getIdentifier());
        byte[] userbuf = {0, 1, 2};
        assertArrayEquals(
                userbuf, UserSig.inspect(api.genSigWithUserBuf("xiaojun", 60, userbuf)).getUserbuf().get());

        UntrustedTicket numeric = UserSig.inspect(api.genPrivateMapKey("xiaojun", 60, 10000, 255));
        PrivateMapKey permission = numeric.getPrivateMapKey().get();
        assertEquals(10000, permission.getRoom().getNumber().getAsLong());
        assertEquals(numeric.getExpiresAt(), permission.getExpiresAt());
        UntrustedTicket named = UserSig.inspect(api.genPrivateMapKeyWithStringRoomID("xiaojun", 60, "abc", 42));
        assertEquals("abc", named.getPrivateMapKey().get().getRoom().getName().get());
        assertEquals(42, named.getPrivateMapKey().get().getPrivileges().getBits());

        for (String roomName : new String[] {"", null, "abc"}) {
            byte[] made = api.genUserBuf("xiaojun", 10000, 60, 255, 0, roomName);
            permission = UserSig.inspect(api.genSigWithUserBuf("xiaojun", 60, made)).getPrivateMapKey().get();
            assertEquals("abc".equals(roomName), permission.getRoom().getName().isPresent());
            assertNow(permission.getExpiresAt().minusSeconds(60));
        }
        for (long expire : new long[] {-1, 4_294_967_296L, Long.MIN_VALUE, Long.MAX_VALUE}) {
            UserSigException failure = assertThrows(
                    UserSigException.class, () -> api.genUserBuf("xiaojun", 10000, expire, 255, 0, ""));
            assertEquals(ErrorCode.INVALID_EXPIRE, failure.getCode());
            assertEquals(
                    ErrorCode.INVALID_EXPIRE,
                    assertThrows(UserSigException.class, () -> api.genUserSig("xiaojun", expire)).getCode());
        }
        assertThrows(IllegalArgumentException.class, () -> api.genUserBuf("xiaojun", 10000, 60, 255, 1, ""));
    }

    /** As officially, the first use of what a constructor was given says what is wrong with it. */
    @Test
    void noConstructorFails() {
        for (TLSSigAPIv2 api : new TLSSigAPIv2[] {
            new TLSSigAPIv2(0, SECRET),
            new TLSSigAPIv2(SDKAPPID, PRIVATE_PEM),
            new TLSSigAPIv2(SDKAPPID, ""),
            new com.tencentcloud.TLSSigAPIv2(-1, SECRET),
        }) {
            assertThrows(UserSigException.class, () -> api.genUserSig("xiaojun", 60));
            assertThrows(UserSigException.class, () -> api.genPrivateMapKey("xiaojun", 60, 1, 255));
            assertThrows(UserSigException.class, () -> api.genSigWithUserBuf("xiaojun", 60, new byte[0]));
        }
        TLSSigAPIv2 missing = new TLSSigAPIv2(SDKAPPID, null);
        NullPointerException failure = assertThrows(NullPointerException.class, () -> missing.genSig("xiaojun", 60));
        assertTrue(failure.getMessage().contains("secret"), failure.getMessage());
        // This needs no secret.
        assertEquals(
                new TLSSigAPIv2(SDKAPPID, SECRET).genUserBuf("xiaojun", 1, 0, 255, 0, "").length,
                missing.genUserBuf("xiaojun", 1, 0, 255, 0, "").length);
    }

    @Test
    void base64() {
        Random random = new Random(7);
        for (int length = 0; length < 300; length++) {
            byte[] data = new byte[length];
            random.nextBytes(data);
            byte[] text = base64_url.base64EncodeUrl(data);
            assertTrue(new String(text, StandardCharsets.US_ASCII).matches("[A-Za-z0-9*-]*_{0,2}"));
            assertArrayEquals(data, base64_url.base64DecodeUrl(text));
        }
        assertEquals(
                "*-8_", new String(base64_url.base64EncodeUrl(new byte[] {-5, -1}), StandardCharsets.US_ASCII));
        // As officially: standard base64 as well, white space, and no text without its padding.
        for (String text : new String[] {"MQ__", "MQ==", "M Q\r\n_\t_"}) {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            assertArrayEquals(new byte[] {'1'}, base64_url.base64DecodeUrl(bytes));
            assertArrayEquals(new byte[] {'1'}, com.tencentyun.Base64URL.base64DecodeUrl(bytes));
            assertArrayEquals(new byte[] {'1'}, com.tencentcloud.Base64URL.base64DecodeUrl(bytes));
        }
        assertArrayEquals(base64_url.base64DecodeUrl("*-8_".getBytes()), base64_url.base64DecodeUrl("+/8=".getBytes()));
        assertEquals("*-8_", new String(com.tencentyun.Base64URL.base64EncodeUrl(new byte[] {-5, -1}), StandardCharsets.US_ASCII));
        assertEquals("*-8_", new String(com.tencentcloud.Base64URL.base64EncodeUrl(new byte[] {-5, -1}), StandardCharsets.US_ASCII));
        for (String bad : new String[] {"A", "MQ", "MQ_", "AAA%", "\u00e9AAA"}) {
            byte[] text = bad.getBytes(StandardCharsets.ISO_8859_1);
            assertThrows(IllegalArgumentException.class, () -> base64_url.base64DecodeUrl(text), bad);
        }
    }

    /** The signatures that code compiled against the official classes links to. */
    @Test
    void officialSignatures() throws Exception {
        assertEquals(
                Arrays.asList(
                        "CheckTLSSignature(String, String, long, String, long, String)",
                        "CheckTLSSignatureEx(String, long, String, String)",
                        "GenTLSSignature(long, String, long, String, long, String)",
                        "GenTLSSignatureEx(long, String, String)",
                        "GenTLSSignatureEx(long, String, String, long)",
                        "genSig(long, String, String)",
                        "genSig(long, String, int, String)"),
                signatures(tls_sigature.class));
        assertEquals(
                Arrays.asList(
                        "genPrivateMapKey(String, long, long, long)",
                        "genPrivateMapKeyWithStringRoomID(String, long, String, long)",
                        "genSig(String, long)",
                        "genSigWithUserBuf(String, long, byte[])",
                        "genUserBuf(String, long, long, long, long, String)",
                        "genUserSig(String, long)"),
                signatures(TLSSigAPIv2.class));
        Method check = tls_sigature.class.getMethod(
                "CheckTLSSignatureEx", String.class, long.class, String.class, String.class);
        assertArrayEquals(new Class<?>[] {DataFormatException.class}, check.getExceptionTypes());
        Method older = tls_sigature.class.getMethod(
                "CheckTLSSignature", String.class, String.class, long.class, String.class, long.class, String.class);
        assertEquals(0, older.getExceptionTypes().length);
    }

    private static List<String> signatures(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getDeclaringClass() == type)
                .map(method -> Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", method.getName() + "(", ")")))
                .sorted()
                .collect(Collectors.toList());
    }
}
