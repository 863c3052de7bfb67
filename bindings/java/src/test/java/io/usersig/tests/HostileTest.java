package io.usersig.tests;

import static io.usersig.tests.Cases.SDKAPPID;
import static io.usersig.tests.Cases.SECRET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.sun.management.ThreadMXBean;
import com.tencentyun.TLSSigAPIv2;
import com.tls.sigcheck.tls_sigcheck;
import com.tls.tls_sigature.tls_sigature;
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
import io.usersig.UserSig;
import io.usersig.UserSigException;
import io.usersig.Verifier;
import io.usersig.VerifyOptions;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;

/** Inputs that nobody sends by mistake: each is an answer or a UserSigException with another code than internal. */
class HostileTest {
    private static final int HUGE = 25_000_000;

    private final Random random = new Random(20_261_124);

    private interface Call {
        Object run() throws DataFormatException;
    }

    /** False where the call was refused. */
    private static boolean survives(Call call) {
        try {
            assertNotNull(call.run());
            return true;
        } catch (UserSigException failure) {
            assertTrue(failure.getCode() != ErrorCode.INTERNAL, failure.toString());
            assertNotNull(failure.getMessage());
            return false;
        } catch (DataFormatException damaged) {
            return false;
        }
    }

    private String mutate(String text) {
        StringBuilder changed = new StringBuilder(text);
        for (int changes = 1 + random.nextInt(4); changes > 0 && changed.length() > 0; changes--) {
            int place = random.nextInt(changed.length());
            switch (random.nextInt(6)) {
                case 0:
                    changed.setCharAt(place, (char) random.nextInt(0x10000));
                    break;
                case 1:
                    changed.setCharAt(place, (char) (0x20 + random.nextInt(0x60)));
                    break;
                case 2:
                    changed.deleteCharAt(place);
                    break;
                case 3:
                    changed.insert(place, changed.charAt(random.nextInt(changed.length())));
                    break;
                case 4:
                    changed.setLength(place);
                    break;
                default:
                    changed.append(changed, place, changed.length());
            }
        }
        return changed.toString();
    }

    @Test
    void changedTickets() {
        List<JsonObject> cases = Cases.read("verify_cases");
        cases.addAll(Cases.read("attack_cases"));
        try (SecretKey secret = new SecretKey(SECRET);
                PublicKey key = PublicKey.fromPem(Cases.PUBLIC_PEM);
                Verifier verifier = Verifier.builder(SDKAPPID).key(secret).key(key).build()) {
            VerifyOptions options = VerifyOptions.defaults()
                    .now(Instant.ofEpochSecond(1_600_000_060L))
                    .userbuf(ExpectedUserbuf.any());
            int accepted = 0;
            int genuine = 0;
            for (int round = 0; round < 30_000; round++) {
                JsonObject row = cases.get(random.nextInt(cases.size()));
                String original = row.get("ticket").getAsString();
                String ticket = mutate(original);
                String identifier = row.get("identifier").getAsString();
                survives(() -> UserSig.inspect(ticket));
                boolean passed = survives(() -> verifier.verify(ticket, identifier, options));
                // What was refused may become genuine by a change, such as an attack's trailing byte that goes.
                if (row.has("ok") && !ticket.equals(original)) {
                    genuine++;
                    accepted += passed ? 1 : 0;
                }
            }
            assertTrue(genuine > 5_000);
            assertEquals(0, accepted, "a changed ticket passed");
        }
    }

    @Test
    void changedKeys() {
        for (JsonObject row : Cases.read("key_cases")) {
            for (int round = 0; round < 40; round++) {
                String text = mutate(row.get("text").getAsString());
                survives(() -> PrivateKey.fromPem(text));
                survives(() -> PublicKey.fromPem(text));
                survives(() -> new SecretKey(text));
                survives(() -> tls_sigature.genSig(SDKAPPID, "a", text));
                survives(() -> new tls_sigcheck().tls_check_signature_ex2("a", text, "1", "a"));
            }
        }
    }

    @Test
    void randomTexts() {
        try (SecretKey secret = new SecretKey(SECRET);
                Signer signer = new Signer(SDKAPPID, secret);
                Verifier verifier = Verifier.builder(SDKAPPID).key(secret).build()) {
            for (int round = 0; round < 20_000; round++) {
                char[] characters = new char[random.nextInt(round % 100 == 0 ? 2_000 : 40)];
                int range = new int[] {0x80, 0x800, 0x10000}[round % 3];
                for (int index = 0; index < characters.length; index++) {
                    characters[index] = (char) random.nextInt(range);
                }
                String text = new String(characters);
                if (survives(() -> signer.genSig(text))) {
                    assertEquals(text, verifier.verify(signer.genSig(text), text).getIdentifier());
                }
                survives(() -> signer.genPrivateMapKey(text, Room.name(text), Privileges.ALL, Duration.ofHours(1)));
                survives(() -> signer.genSig("a", GenOptions.defaults().accountType(text).appidAt3rd(text)));
                survives(() -> verifier.verify(text, text));
            }
        }
    }

    /**
     * What is longer than its bound is refused by its length: nothing of its size is allocated, in Java's heap or beside it.
     */
    @Test
    void hugeInputs() throws Exception {
        char[] characters = new char[HUGE];
        Arrays.fill(characters, 'A');
        String ascii = new String(characters);
        Arrays.fill(characters, '\u5c0f');
        String wide = new String(characters);
        byte[] bytes = new byte[HUGE];
        Instant now = Instant.now();
        try (SecretKey secret = new SecretKey(SECRET);
                PrivateKey privateKey = PrivateKey.fromPem(Cases.PRIVATE_PEM);
                Signer signer = new Signer(SDKAPPID, secret);
                Signer v1 = new Signer(SDKAPPID, privateKey);
                Verifier verifier = Verifier.builder(SDKAPPID).key(secret).build()) {
            GenOptions defaults = GenOptions.defaults();
            TLSSigAPIv2 api = new TLSSigAPIv2(SDKAPPID, SECRET);
            String ticket = signer.genSig("a", defaults.userbuf(new byte[1]));
            refused(ErrorCode.INVALID_USERBUF, () -> signer.genSig("a", defaults.userbuf(bytes)));
            refused(ErrorCode.INVALID_USERBUF, () -> v1.genSigBatch(Arrays.asList("a"), defaults.userbuf(bytes)).get(0).getTicket());
            refused(ErrorCode.INVALID_ARGUMENT, () -> signer.genPrivateMapKey("a", Room.number(1), Privileges.ALL, defaults.userbuf(bytes)));
            refused(ErrorCode.INVALID_USERBUF, () -> api.genSigWithUserBuf("a", 60, bytes));
            refused(ErrorCode.USERBUF_MISMATCH, () ->
                    verifier.verify(ticket, "a", VerifyOptions.defaults().userbuf(ExpectedUserbuf.exactly(bytes))));
            for (String huge : new String[] {ascii, wide}) {
                refused(ErrorCode.INVALID_IDENTIFIER, () -> signer.genSig(huge));
                refused(ErrorCode.INVALID_IDENTIFIER, () -> signer.genSig(huge, defaults.strictIdentifier(true)));
                refused(ErrorCode.INVALID_IDENTIFIER, () -> signer.genSigBatch(Arrays.asList(huge, huge), defaults).get(1).getTicket());
                refused(ErrorCode.INVALID_IDENTIFIER, () -> signer.genPrivateMapKey(huge, Room.number(1), Privileges.ALL, defaults));
                refused(ErrorCode.INVALID_IDENTIFIER, () -> verifier.verify(ticket, huge));
                refused(ErrorCode.INVALID_IDENTIFIER, () -> PrivateMapKey.toUserbuf(huge, 1, Room.number(1), now, Privileges.ALL));
                refused(ErrorCode.INVALID_ROOM, () -> PrivateMapKey.toUserbuf("a", 1, Room.name(huge), now, Privileges.ALL));
                refused(ErrorCode.INVALID_ROOM, () -> signer.genPrivateMapKey("a", Room.name(huge), Privileges.ALL, defaults));
                refused(ErrorCode.INVALID_ARGUMENT, () -> v1.genSig("a", defaults.accountType(huge)));
                refused(ErrorCode.INVALID_ARGUMENT, () -> v1.genSig("a", defaults.appidAt3rd(huge)));
                refused(ErrorCode.TOO_LONG, () -> verifier.verify(huge, "a"));
                refused(ErrorCode.TOO_LONG, () -> UserSig.inspect(huge));
                refused(ErrorCode.INVALID_KEY, () -> new SecretKey(huge));
                refused(ErrorCode.INVALID_KEY, () -> PrivateKey.fromPem(huge));
                refused(ErrorCode.INVALID_KEY, () -> PublicKey.fromPem(huge));
                refused(ErrorCode.INVALID_KEY, () -> new TLSSigAPIv2(SDKAPPID, huge).genUserSig("a", 60));
                refused(ErrorCode.INVALID_IDENTIFIER, () -> api.genUserSig(huge, 60));
                refused(ErrorCode.INVALID_IDENTIFIER, () -> api.genPrivateMapKey(huge, 60, 1, 255));
                refused(ErrorCode.INVALID_ROOM, () -> api.genPrivateMapKeyWithStringRoomID("a", 60, huge, 255));
                refused(ErrorCode.INVALID_ROOM, () -> api.genUserBuf("a", 0, 60, 255, 0, huge));
                dropInRefuses(huge);
            }
        }
    }

    @SuppressWarnings("deprecation")
    private static void dropInRefuses(String huge) throws Exception {
        String sdkappid = Long.toString(SDKAPPID);
        tls_sigcheck older = new tls_sigcheck();
        for (Callable<Boolean> call : Arrays.<Callable<Boolean>>asList(
                () -> tls_sigature.genSig(SDKAPPID, huge, Cases.PRIVATE_PEM).urlSig.isEmpty(),
                () -> tls_sigature.genSig(SDKAPPID, "a", huge).urlSig.isEmpty(),
                () -> tls_sigature.GenTLSSignature(60, huge, SDKAPPID, "a", 1, Cases.PRIVATE_PEM).urlSig.isEmpty(),
                () -> !tls_sigature.CheckTLSSignatureEx(huge, SDKAPPID, "a", Cases.PUBLIC_PEM).verifyResult,
                () -> !tls_sigature.CheckTLSSignatureEx("a", SDKAPPID, huge, Cases.PUBLIC_PEM).verifyResult,
                () -> !tls_sigature.CheckTLSSignatureEx("a", SDKAPPID, "a", huge).verifyResult,
                () -> older.tls_gen_signature_ex2(huge, "a", Cases.PRIVATE_PEM) == 16,
                () -> older.tls_gen_signature_ex2(sdkappid, huge, Cases.PRIVATE_PEM) == 16,
                () -> older.tls_gen_signature_ex2(sdkappid, "a", huge) == 17,
                () -> older.tls_gen_signature_ex2_with_expire(sdkappid, "a", Cases.PRIVATE_PEM, huge) == 16,
                () -> older.tls_gen_signature_ex("60", huge, sdkappid, "a", "0", Cases.PRIVATE_PEM) == 16,
                () -> older.tls_gen_signature_ex("60", "0", sdkappid, "a", huge, Cases.PRIVATE_PEM) == 16,
                () -> older.tls_check_signature_ex2(huge, Cases.PUBLIC_PEM, sdkappid, "a") == 3,
                () -> older.tls_check_signature_ex2("a", huge, sdkappid, "a") == 17,
                () -> older.tls_check_signature_ex2("a", Cases.PUBLIC_PEM, huge, "a") == 16,
                () -> older.tls_check_signature_ex2("a", Cases.PUBLIC_PEM, sdkappid, huge) == 16)) {
            assertTrue(small(call));
        }
    }

    private static void refused(ErrorCode code, Callable<?> call) throws Exception {
        assertEquals(code, small(() -> assertThrows(UserSigException.class, call::call)).getCode());
    }

    /** Makes a call that must allocate next to nothing. */
    private static <T> T small(Callable<T> call) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        // From here on VmHWM is the most since now.
        Files.write(Paths.get("/proc/self/clear_refs"), new byte[] {'5'});
        long resident = MemoryProgram.kib("VmRSS");
        long before = threads.getThreadAllocatedBytes(thread);
        T result = call.call();
        long allocated = threads.getThreadAllocatedBytes(thread) - before;
        assertTrue(allocated > 0 && allocated < 1_000_000, allocated + " bytes of heap");
        assertTrue(MemoryProgram.kib("VmHWM") - resident < HUGE / 1024 / 2, "a copy beside the heap");
        return result;
    }

    @Test
    void extremeNumbers() {
        long[] numbers = {
            Long.MIN_VALUE, Long.MIN_VALUE + 1, Integer.MIN_VALUE, -1, 0, 1, Integer.MAX_VALUE, 1L << 31, 0xffff_fffeL,
            0xffff_ffffL, 1L << 32, 253_402_300_799L, 253_402_300_800L, Long.MAX_VALUE - 1, Long.MAX_VALUE
        };
        try (SecretKey secret = new SecretKey(SECRET);
                Signer signer = new Signer(SDKAPPID, secret)) {
            for (long number : numbers) {
                assertEquals(number > 0 && number <= 0xffff_ffffL, survives(() -> new Signer(number, secret)));
                assertEquals(
                        number >= 0 && number <= 0xffff_ffffL,
                        survives(() -> signer.genSig("a", Duration.ofSeconds(number))));
                assertEquals(
                        number > 0 && number < 0xffff_ffffL,
                        survives(() -> signer.genPrivateMapKey(
                                "a", Room.number(number), Privileges.ALL, Duration.ofHours(1))));
                assertEquals(
                        number >= 0 && number <= 0xffff_ffffL,
                        survives(() -> signer.genPrivateMapKey(
                                "a", Room.number(1), Privileges.of(number), Duration.ofHours(1))));
                assertEquals(
                        number >= 0 && number <= 86_400,
                        survives(() -> Verifier.builder(1).key(secret).leeway(Duration.ofSeconds(number)).build()));
            }
        }
    }
}
