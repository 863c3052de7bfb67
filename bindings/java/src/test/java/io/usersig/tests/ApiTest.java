package io.usersig.tests;

import static io.usersig.tests.Cases.PRIVATE_PEM;
import static io.usersig.tests.Cases.PUBLIC_PEM;
import static io.usersig.tests.Cases.SDKAPPID;
import static io.usersig.tests.Cases.SECRET;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tencentyun.TLSSigAPIv2;
import com.tls.base64_url.base64_url;
import com.tls.sigcheck.tls_sigcheck;
import com.tls.tls_sigature.tls_sigature.CheckTLSSignatureResult;
import com.tls.tls_sigature.tls_sigature;
import io.usersig.Compression;
import io.usersig.Curve;
import io.usersig.ErrorCode;
import io.usersig.ErrorKind;
import io.usersig.ExpectedUserbuf;
import io.usersig.GenOptions;
import io.usersig.GenResult;
import io.usersig.LoadException;
import io.usersig.PrivateKey;
import io.usersig.Privileges;
import io.usersig.PublicKey;
import io.usersig.Room;
import io.usersig.SecretKey;
import io.usersig.Signer;
import io.usersig.SigningKey;
import io.usersig.Ticket;
import io.usersig.UntrustedTicket;
import io.usersig.UserSig;
import io.usersig.UserSigException;
import io.usersig.UserSigSource;
import io.usersig.Verifier;
import io.usersig.VerifyOptions;
import io.usersig.Version;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What the Java API adds to the conformance cases: options, clocks, closing, texts of every kind. */
class ApiTest {
    private static final Instant ISSUED = Instant.ofEpochSecond(1_600_000_000L);

    private final SecretKey secret = new SecretKey(SECRET);
    private final Signer signer = new Signer(SDKAPPID, secret);
    private final Verifier verifier = Verifier.builder(SDKAPPID).key(secret).build();

    @AfterEach
    void close() {
        verifier.close();
        signer.close();
        secret.close();
    }

    private static UserSigException fails(ErrorCode code, Executable call) {
        UserSigException failure = assertThrows(UserSigException.class, call);
        assertEquals(code, failure.getCode(), failure.getMessage());
        return failure;
    }

    @Test
    void bothVersionsWithOneVerifier() {
        try (PrivateKey key = PrivateKey.fromPem(PRIVATE_PEM);
                PublicKey publicKey = key.getPublicKey();
                Signer v1 = new Signer(SDKAPPID, key);
                Verifier both = Verifier.builder(SDKAPPID).key(publicKey).key(secret).build()) {
            Ticket first = both.verify(v1.genSig("xiaojun"), "xiaojun");
            assertEquals(Version.V1, first.getVersion());
            assertEquals(Optional.of("0"), first.getAccountType());
            assertEquals(Optional.of("0"), first.getAppidAt3rd());
            Ticket second = both.verify(signer.genSig("xiaojun"), "xiaojun");
            assertEquals(Version.V2, second.getVersion());
            assertEquals(Optional.empty(), second.getAccountType());
            assertEquals(Optional.empty(), second.getAppidAt3rd());
            assertEquals(SDKAPPID, v1.getSdkappid());
            assertEquals(SDKAPPID, both.getSdkappid());
            assertEquals(PUBLIC_PEM.replace("\r", "").trim(), publicKey.toPem().trim());
        }
    }

    @Test
    void generatedKeys() {
        for (Curve curve : Curve.values()) {
            try (PrivateKey key = PrivateKey.generate(curve);
                    PublicKey publicKey = key.getPublicKey();
                    PrivateKey other = PrivateKey.generate(curve);
                    Signer own = new Signer(SDKAPPID, PrivateKey.fromPem(key.toPem()));
                    Signer foreign = new Signer(SDKAPPID, other);
                    Verifier check = Verifier.builder(SDKAPPID).key(publicKey).build()) {
                assertEquals(curve, key.getCurve());
                assertEquals(curve, publicKey.getCurve());
                assertNotEquals(key.toPem(), other.toPem());
                check.verify(own.genSig("xiaojun"), "xiaojun");
                fails(ErrorCode.BAD_SIGNATURE, () -> check.verify(foreign.genSig("xiaojun"), "xiaojun"));
            }
        }
    }

    @Test
    void clocks() {
        Clock then = Clock.fixed(ISSUED, ZoneOffset.UTC);
        try (Signer past = new Signer(SDKAPPID, secret, then);
                Verifier check = Verifier.builder(SDKAPPID).key(secret).clock(then).build()) {
            String ticket = past.genSig("xiaojun", Duration.ofHours(1));
            assertEquals(ISSUED, check.verify(ticket, "xiaojun").getIssuedAt());
            assertEquals(ISSUED.plusSeconds(3600), check.verify(ticket, "xiaojun").getExpiresAt());
            UserSigException expired = fails(ErrorCode.EXPIRED, () -> verifier.verify(ticket, "xiaojun"));
            assertEquals(35, expired.getNumber());
            assertEquals(70001, expired.getServiceCode().getAsInt());
            // A time of its own beats the clock.
            String later = past.genSig("xiaojun", GenOptions.defaults().issuedAt(ISSUED.plusSeconds(301)));
            fails(ErrorCode.NOT_YET_VALID, () -> check.verify(later, "xiaojun"));
            check.verify(later, "xiaojun", VerifyOptions.defaults().now(ISSUED.plusSeconds(1)));
            List<GenResult> batch = past.genSigBatch(Arrays.asList("a", "b"), GenOptions.defaults());
            assertEquals(ISSUED, check.verify(batch.get(1).getTicket(), "b").getIssuedAt());
        }
        Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Instant made = verifier.verify(signer.genSig("xiaojun"), "xiaojun").getIssuedAt();
        assertTrue(!made.isBefore(before) && !made.isAfter(Instant.now()));
        for (Instant bad : new Instant[] {Instant.MIN, Instant.MAX, Instant.ofEpochSecond(-1)}) {
            fails(ErrorCode.INVALID_ARGUMENT, () -> signer.genSig("a", GenOptions.defaults().issuedAt(bad)));
            fails(ErrorCode.INVALID_ARGUMENT, () -> verifier.verify("a", "a", VerifyOptions.defaults().now(bad)));
        }
    }

    @Test
    void durations() {
        assertEquals(Duration.ofDays(180), UserSig.inspect(signer.genSig("a")).getExpire());
        assertEquals(Duration.ZERO, UserSig.inspect(signer.genSig("a", Duration.ZERO)).getExpire());
        Duration longest = Duration.ofSeconds(4_294_967_295L);
        assertEquals(longest, UserSig.inspect(signer.genSig("a", longest)).getExpire());
        for (Duration bad : new Duration[] {
            Duration.ofMillis(1500), Duration.ofSeconds(-1), longest.plusSeconds(1),
            Duration.ofSeconds(Long.MAX_VALUE), Duration.ofSeconds(Long.MIN_VALUE)
        }) {
            fails(ErrorCode.INVALID_EXPIRE, () -> signer.genSig("a", bad));
        }
        for (Duration bad : new Duration[] {
            Duration.ofNanos(1), Duration.ofSeconds(-1), Duration.ofSeconds(86_401), Duration.ofSeconds(Long.MIN_VALUE)
        }) {
            fails(ErrorCode.INVALID_ARGUMENT, () -> Verifier.builder(1).key(secret).leeway(bad).build());
            fails(ErrorCode.INVALID_ARGUMENT, () -> Verifier.builder(1).key(secret).futureTolerance(bad).build());
        }
        Verifier.builder(1).key(secret).leeway(Duration.ofDays(1)).futureTolerance(Duration.ZERO).build().close();
    }

    @Test
    void texts() {
        String emoji = "\ud83d\ude00";
        char[] letters = new char[1024];
        Arrays.fill(letters, 'x');
        String longest = new String(letters);
        for (String identifier : new String[] {
            "a", "a b", "\u00e9", "\u20ac", "\u5c0f\u519b", emoji, "x" + emoji + "y", "\ufffd", "\uffff", longest,
            String.join("", Collections.nCopies(256, emoji)), String.join("", Collections.nCopies(341, "\u20ac")),
            longest.substring(0, 511) + "\u00e9", longest.substring(0, 512), longest.substring(0, 513)
        }) {
            String ticket = signer.genSig(identifier);
            assertEquals(identifier, verifier.verify(ticket, identifier).getIdentifier());
            assertEquals(identifier, UserSig.inspect(ticket).getIdentifier());
        }
        String ticket = signer.genSig("xiaojun");
        for (String bad : new String[] {
            "", "\0", "xiaojun\0", "xiaojun\0zzz", "a\n", "\u007f", "\ud83d", "\ude00", "a\ud83d", "\ude00\ud83d", "\ud83dx",
            longest + "x", longest + emoji, longest.substring(1) + emoji, longest + "x\ud83d",
            String.join("", Collections.nCopies(257, emoji)), String.join("", Collections.nCopies(100_000, emoji)),
            "x" + String.join("", Collections.nCopies(100_000, emoji))
        }) {
            UserSigException failure = fails(ErrorCode.INVALID_IDENTIFIER, () -> signer.genSig(bad));
            fails(ErrorCode.INVALID_IDENTIFIER, () -> verifier.verify(ticket, bad));
            assertEquals(bad.length() > 500, failure.getMessage().contains("1024"), failure.getMessage());
        }
        for (String bad : new String[] {"\ud83d", ticket + "\ud83d", "\ude00" + ticket, "\u00e9", ticket + "\u2028"}) {
            fails(ErrorCode.MALFORMED_BASE64, () -> verifier.verify(bad, "xiaojun"));
            fails(ErrorCode.MALFORMED_BASE64, () -> UserSig.inspect(bad));
        }
        fails(ErrorCode.EMPTY, () -> UserSig.inspect(""));
        fails(ErrorCode.TOO_LONG, () -> UserSig.inspect(String.join("", Collections.nCopies(9_000, emoji))));
        fails(ErrorCode.INVALID_KEY, () -> new SecretKey("secret\ud83d"));
        fails(ErrorCode.INVALID_KEY, () -> PrivateKey.fromPem("\ud83d"));
        fails(ErrorCode.INVALID_KEY, () -> PublicKey.fromPem("\ud83d"));
        // Longer than a secret, and named all the same.
        String der = Cases.text(Cases.ROOT.resolve("ci/conformance/keys/rsa.pkcs8.pem")).replaceAll("-----[A-Z ]+-----|\\s", "");
        fails(ErrorCode.WRONG_KEY_KIND, () -> new SecretKey(der));
        fails(ErrorCode.INVALID_ROOM, () -> signer.genPrivateMapKey("a", Room.name("\ud83d"), Privileges.ALL, Duration.ZERO));
        fails(ErrorCode.INVALID_ARGUMENT, () -> new Signer(1, PrivateKey.fromPem(PRIVATE_PEM))
                .genSig("a", GenOptions.defaults().accountType("\ud83d")));
        fails(ErrorCode.INVALID_KEY, () -> new SecretKey("\u5bc6\u7801" + emoji));
    }

    /** The language's own error, which names the argument. */
    @Test
    void nulls() {
        String unset = "; is the environment variable set?";
        isMissing("secret", unset, () -> new SecretKey((String) null));
        isMissing("secret", unset, () -> new SecretKey((byte[]) null));
        isMissing("pem", unset, () -> PrivateKey.fromPem((String) null));
        isMissing("pem", unset, () -> PrivateKey.fromPem((byte[]) null));
        isMissing("pem", unset, () -> PublicKey.fromPem((String) null));
        isMissing("pem", unset, () -> PublicKey.fromPem((byte[]) null));
        isMissing("key", unset, () -> new Signer(1, null));
        isMissing("key", unset, () -> Verifier.builder(1).key(null));
        isMissing("key", unset, () -> UserSig.genSig(1, null, "a"));
        isMissing("curve", "", () -> PrivateKey.generate(null));
        isMissing("identifier", "", () -> signer.genSig(null));
        isMissing("identifier", "", () -> signer.genPrivateMapKey(null, Room.number(1), Privileges.ALL, Duration.ZERO));
        isMissing("options", "", () -> signer.genSig("a", (GenOptions) null));
        isMissing("expire", "", () -> signer.genSig("a", (Duration) null));
        isMissing("identifiers", "", () -> signer.genSigBatch(null, GenOptions.defaults()));
        isMissing("room", "", () -> signer.genPrivateMapKey("a", null, Privileges.ALL, Duration.ZERO));
        isMissing("privileges", "", () -> signer.genPrivateMapKey("a", Room.number(1), null, Duration.ZERO));
        isMissing("name", "", () -> Room.name(null));
        isMissing("leeway", "", () -> Verifier.builder(1).leeway(null));
        isMissing("futureTolerance", "", () -> Verifier.builder(1).futureTolerance(null));
        isMissing("ticket", "", () -> verifier.verify(null, "a"));
        isMissing("identifier", "", () -> verifier.verify("a", null));
        isMissing("options", "", () -> verifier.verify("a", "a", null));
        isMissing("ticket", "", () -> verifier.authenticate(null));
        isMissing("options", "", () -> verifier.authenticate("a", null));
        isMissing("ticket", "", () -> UserSig.inspect(null));
        isMissing("bytes", "", () -> ExpectedUserbuf.exactly(null));
        isMissing("now", "", () -> VerifyOptions.defaults().now(null));
        isMissing("issuedAt", "", () -> GenOptions.defaults().issuedAt(null));
        isMissing("compression", "", () -> GenOptions.defaults().compression(null));
        fails(ErrorCode.INVALID_ARGUMENT, () -> Verifier.builder(1).build());
    }

    private static void isMissing(String argument, String advice, Executable call) {
        assertEquals(argument + " must not be null" + advice, assertThrows(NullPointerException.class, call).getMessage());
    }

    @Test
    void whoSentATicket() {
        String ticket = signer.genSig("xiaojun", GenOptions.defaults().userbuf(new byte[] {1}));
        VerifyOptions any = VerifyOptions.defaults().userbuf(ExpectedUserbuf.any());
        assertEquals("xiaojun", verifier.authenticate(ticket, any).getIdentifier());
        assertEquals("a", verifier.authenticate(signer.genSig("a")).getIdentifier());
        fails(ErrorCode.USERBUF_MISMATCH, () -> verifier.authenticate(ticket));
        fails(ErrorCode.SDKAPPID_MISMATCH, () -> verifier.authenticate(UserSig.genSig(SDKAPPID + 1, secret, "a")));
        fails(ErrorCode.EXPIRED, () -> verifier.authenticate(
                UserSig.genSig(SDKAPPID, secret, "a", GenOptions.defaults().issuedAt(ISSUED).expire(Duration.ZERO))));
        try (Verifier then = Verifier.builder(SDKAPPID).key(secret).clock(Clock.fixed(ISSUED, ZoneOffset.UTC)).build()) {
            fails(ErrorCode.NOT_YET_VALID, () -> then.authenticate(signer.genSig("a")));
        }
    }

    @Test
    void kindsOfErrors() {
        assertEquals(ErrorKind.ARGUMENT, fails(ErrorCode.INVALID_IDENTIFIER, () -> signer.genSig("")).getKind());
        assertEquals(ErrorKind.KEY, fails(ErrorCode.INVALID_KEY, () -> new SecretKey("")).getKind());
        assertEquals(ErrorKind.TICKET, fails(ErrorCode.EMPTY, () -> UserSig.inspect("")).getKind());
        assertEquals(ErrorKind.TICKET, fails(ErrorCode.EXPIRED, () -> verifier.authenticate(signer.genSig(
                "a", GenOptions.defaults().issuedAt(ISSUED).expire(Duration.ZERO)))).getKind());
    }

    @Test
    void keysFromBytes() {
        byte[] pem = PRIVATE_PEM.getBytes(StandardCharsets.UTF_8);
        try (PrivateKey key = PrivateKey.fromPem(pem);
                PublicKey publicKey = PublicKey.fromPem(PUBLIC_PEM.getBytes(StandardCharsets.UTF_8));
                SecretKey same = new SecretKey(Cases.SECRET.getBytes(StandardCharsets.UTF_8));
                Verifier check = Verifier.builder(SDKAPPID).key(publicKey).key(same).build()) {
            for (SigningKey signing : new SigningKey[] {key, secret}) {
                assertEquals("a", check.authenticate(UserSig.genSig(SDKAPPID, signing, "a")).getIdentifier());
            }
        }
        for (byte[] bad : new byte[][] {{}, {(byte) 0xff}, new byte[16_385], new byte[100_000]}) {
            fails(ErrorCode.INVALID_KEY, () -> new SecretKey(bad));
            fails(ErrorCode.INVALID_KEY, () -> PrivateKey.fromPem(bad));
            fails(ErrorCode.INVALID_KEY, () -> PublicKey.fromPem(bad));
        }
        assertThrows(IllegalArgumentException.class, () -> new Signer(1, () -> {}));
        assertThrows(IllegalArgumentException.class, () -> Verifier.builder(1).key(() -> {}));
    }

    @Test
    void compression() {
        GenOptions options = GenOptions.defaults().issuedAt(ISSUED);
        String small = signer.genSig("xiaojun", options);
        String fast = signer.genSig("xiaojun", options.compression(Compression.FAST));
        String stored = signer.genSig("xiaojun", options.compression(Compression.NONE));
        assertTrue(small.length() <= fast.length() && fast.length() <= stored.length() && small.length() < stored.length());
        for (String ticket : new String[] {small, fast, stored}) {
            assertEquals("xiaojun", UserSig.inspect(ticket).getIdentifier());
        }
    }

    @Test
    void userbufs() {
        byte[] bytes = {1, 2, 3};
        GenOptions options = GenOptions.defaults().userbuf(bytes);
        bytes[0] = 9;
        String ticket = signer.genSig("a", options);
        VerifyOptions any = VerifyOptions.defaults().userbuf(ExpectedUserbuf.any());
        Ticket verified = verifier.verify(ticket, "a", any);
        verified.getUserbuf().get()[1] = 9;
        assertArrayEquals(new byte[] {1, 2, 3}, verified.getUserbuf().get(), "copied on the way in and out");
        fails(ErrorCode.USERBUF_MISMATCH, () -> verifier.verify(ticket, "a"));
        signer.genSig("a", GenOptions.defaults().userbuf(new byte[8192]));
        fails(ErrorCode.INVALID_USERBUF, () -> signer.genSig("a", GenOptions.defaults().userbuf(new byte[8193])));
        assertEquals(0, UserSig.inspect(signer.genSig("a", GenOptions.defaults().userbuf(new byte[0])))
                .getUserbuf().get().length);
        assertFalse(UserSig.inspect(signer.genSig("a", options.userbuf(null))).getUserbuf().isPresent());
    }

    @Test
    void batch() {
        List<String> identifiers = new ArrayList<>();
        for (int index = 0; index < 1000; index++) {
            identifiers.add(index % 100 == 99 ? "bad\n" : "user" + index);
        }
        identifiers.set(3, null);
        identifiers.set(4, "\ud83d");
        for (int threads : new int[] {0, 1, 2, 8}) {
            List<GenResult> results = signer.genSigBatch(identifiers, GenOptions.defaults(), threads);
            assertEquals(1000, results.size());
            for (int index = 0; index < 1000; index++) {
                GenResult result = results.get(index);
                assertEquals(index, result.getIndex());
                if (index == 3 || index == 4 || index % 100 == 99) {
                    ErrorCode expected = ErrorCode.INVALID_IDENTIFIER;
                    assertFalse(result.isOk());
                    assertEquals(expected, result.getError().get().getCode());
                    assertSame(result.getError().get(), fails(expected, result::getTicket));
                } else {
                    assertTrue(result.isOk() && !result.getError().isPresent());
                    assertEquals(identifiers.get(index), UserSig.inspect(result.getTicket()).getIdentifier());
                }
            }
        }
        assertEquals(0, signer.genSigBatch(Collections.emptyList(), GenOptions.defaults()).size());
        fails(ErrorCode.INVALID_ARGUMENT, () -> signer.genSigBatch(identifiers, GenOptions.defaults(), -1));
        fails(ErrorCode.INVALID_EXPIRE, () -> signer.genSigBatch(
                identifiers, GenOptions.defaults().expire(Duration.ofSeconds(-1))));
    }

    @Test
    void privileges() {
        Privileges some = Privileges.of(Privileges.ENTER_ROOM, Privileges.RECEIVE_AUDIO);
        assertEquals(10, some.getBits());
        assertEquals(Privileges.of(10), some);
        assertEquals(Privileges.of(10).hashCode(), some.hashCode());
        assertTrue(Privileges.ALL.contains(some) && !some.contains(Privileges.ALL) && some.contains(Privileges.of()));
        assertTrue(Privileges.ALL.contains(Privileges.of(
                Privileges.CREATE_ROOM, Privileges.ENTER_ROOM, Privileges.SEND_AUDIO, Privileges.RECEIVE_AUDIO,
                Privileges.SEND_VIDEO, Privileges.RECEIVE_VIDEO, Privileges.SEND_SCREEN, Privileges.RECEIVE_SCREEN)));
        String ticket = signer.genPrivateMapKey("a", Room.name("abc"), some, Duration.ofHours(1));
        VerifyOptions any = VerifyOptions.defaults().userbuf(ExpectedUserbuf.present());
        assertEquals(some, verifier.verify(ticket, "a", any).getPrivateMapKey().get().getPrivileges());
        assertEquals(Room.name("abc"), verifier.verify(ticket, "a", any).getPrivateMapKey().get().getRoom());
        assertNotEquals(Room.number(0), Room.name(""));
    }

    @Test
    void closed() {
        SecretKey key = new SecretKey(SECRET);
        Signer closedSigner = new Signer(SDKAPPID, key);
        Verifier closedVerifier = Verifier.builder(SDKAPPID).key(key).build();
        key.close();
        // Each has a copy of its own.
        closedVerifier.verify(closedSigner.genSig("a"), "a");
        PrivateKey privateKey = PrivateKey.generate(Curve.P256);
        PublicKey publicKey = privateKey.getPublicKey();
        for (AutoCloseable object : new AutoCloseable[] {closedSigner, closedVerifier, privateKey, publicKey, key}) {
            for (int times = 0; times < 3; times++) {
                try {
                    object.close();
                } catch (Exception impossible) {
                    throw new AssertionError(impossible);
                }
            }
        }
        Verifier.Builder builder = Verifier.builder(1).key(secret).key(publicKey).key(key);
        for (Executable use : new Executable[] {
            () -> new Signer(SDKAPPID, key), () -> new Signer(SDKAPPID, privateKey), builder::build,
            () -> closedSigner.genSig("a"), () -> closedSigner.genSigBatch(Arrays.asList("a"), GenOptions.defaults()),
            () -> closedSigner.genPrivateMapKey("a", Room.number(1), Privileges.ALL, Duration.ZERO),
            () -> closedVerifier.verify("a", "a"), privateKey::getCurve, privateKey::toPem, privateKey::getPublicKey,
            publicKey::getCurve, publicKey::toPem
        }) {
            for (int times = 0; times < 3; times++) {
                assertThrows(IllegalStateException.class, use);
            }
        }
        // A failed build gives back what it took.
        signer.genSig(new Signer(1, secret).genSig("a").substring(0, 5));
        secret.close();
        assertThrows(IllegalStateException.class, () -> new Signer(1, secret));
    }

    /** What a log, a debugger or an error report would print of every public class: the jar says which there are. */
    @Test
    void nothingIsShownOrSerialized() throws Exception {
        byte[] userbuf = "private bytes".getBytes(StandardCharsets.US_ASCII);
        GenOptions options = GenOptions.defaults().userbuf(userbuf).accountType("somebody");
        VerifyOptions any = VerifyOptions.defaults().userbuf(ExpectedUserbuf.any());
        String ticket = signer.genSig("somebody", GenOptions.defaults().userbuf(userbuf));
        String mapKey = signer.genPrivateMapKey("somebody", Room.number(7), Privileges.ALL, Duration.ofHours(1));
        tls_sigcheck older = new tls_sigcheck();
        older.tls_gen_signature_ex2("1", "somebody", PRIVATE_PEM);
        CheckTLSSignatureResult checked = tls_sigature.CheckTLSSignatureEx(older.getSig(), 1, "somebody", PUBLIC_PEM);
        GenResult[] batch = signer.genSigBatch(Arrays.asList("somebody", "somebody\n"), GenOptions.defaults()).toArray(new GenResult[0]);
        PrivateKey key = PrivateKey.fromPem(PRIVATE_PEM);
        Object[] objects = {
            key, key.getPublicKey(), secret, signer, new UserSigSource(signer, "somebody", GenOptions.defaults()),
            verifier, Verifier.builder(1).key(secret), options, any,
            VerifyOptions.defaults().userbuf(ExpectedUserbuf.exactly(userbuf)), ExpectedUserbuf.exactly(userbuf),
            UserSig.inspect(ticket), verifier.verify(ticket, "somebody", any), verifier.verify(mapKey, "somebody", any),
            verifier.verify(mapKey, "somebody", any).getPrivateMapKey().get(), Room.number(7), Privileges.ALL,
            batch[0], batch[1], batch[1].getError().get(),
            new TLSSigAPIv2(SDKAPPID, SECRET), older, checked, tls_sigature.genSig(1, "somebody", PRIVATE_PEM),
            new tls_sigature(), new base64_url(), new com.tencentyun.Base64URL(), new com.tencentcloud.Base64URL(),
            new com.tencentcloud.TLSSigAPIv2(SDKAPPID, SECRET)
        };
        List<String> hidden = new ArrayList<>(Arrays.asList(
                "somebody", SECRET, ticket, mapKey, older.getSig(), "private bytes", Arrays.toString(userbuf),
                Base64.getEncoder().encodeToString(userbuf)));
        hidden.addAll(Arrays.asList(PRIVATE_PEM.trim().split("\\s*\n")));
        hidden.addAll(Arrays.asList(PUBLIC_PEM.trim().split("\\s*\n")));
        List<Class<?>> seen = new ArrayList<>();
        for (Object object : objects) {
            seen.add(object.getClass());
            hides(hidden, object.toString());
            if (!(object instanceof Throwable)) {
                assertFalse(object instanceof Serializable);
                assertThrows(NotSerializableException.class, () ->
                        new ObjectOutputStream(new ByteArrayOutputStream()).writeObject(object));
            }
        }
        try (JarFile jar = new JarFile(Cases.JAR.toFile())) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                if (entry.getName().matches("(io|com)/.*\\.class") && !entry.getName().endsWith("-info.class")) {
                    Class<?> type = Class.forName(entry.getName().replace(".class", "").replace('/', '.'));
                    // An interface has no objects but those of its classes; nobody but the library's loader makes a LoadException.
                    boolean enumOrStatic = type.isEnum() || type.isInterface() || type == UserSig.class || type == LoadException.class;
                    assertTrue(!Modifier.isPublic(type.getModifiers()) || enumOrStatic || seen.contains(type), type + " is not looked at");
                }
            }
        }
        for (Executable call : new Executable[] {
            () -> verifier.verify(ticket, "somebody"), () -> verifier.verify(mapKey, "somebody-else", any),
            () -> verifier.verify(ticket + "A", "somebody", any), () -> UserSig.inspect("-" + ticket),
            () -> signer.genSig("somebody\n"), () -> signer.genSig("somebody", options),
            () -> signer.genPrivateMapKey("somebody", Room.name("\u00e9"), Privileges.ALL, options),
            () -> new SecretKey(SECRET + " "), () -> new SecretKey(PRIVATE_PEM), () -> PrivateKey.fromPem(SECRET),
            () -> PrivateKey.fromPem(PRIVATE_PEM.substring(0, 120)), () -> PublicKey.fromPem(PRIVATE_PEM),
            () -> new TLSSigAPIv2(SDKAPPID, PUBLIC_PEM).genUserSig("somebody", 60)
        }) {
            StringWriter report = new StringWriter();
            assertThrows(UserSigException.class, call).printStackTrace(new PrintWriter(report));
            hides(hidden, report.toString());
        }
        key.close();
    }

    private static void hides(List<String> hidden, String text) {
        for (String part : hidden) {
            // The lines that frame a key are no secret.
            assertTrue(part.startsWith("-----") || !text.contains(part), text);
        }
    }

    @Test
    void exceptions() {
        UserSigException failure = fails(ErrorCode.INVALID_SDKAPPID, () -> new Signer(0, secret));
        assertEquals(16, failure.getCheckErr());
        assertEquals(Optional.empty(), failure.getField());
        assertTrue(failure.toString().startsWith("io.usersig.UserSigException: invalid_sdkappid (2): "));
        assertTrue(failure instanceof RuntimeException);
    }
}
