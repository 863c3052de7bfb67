package io.usersig.tests;

import static io.usersig.tests.Cases.SDKAPPID;
import static io.usersig.tests.Cases.SECRET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.tls.sigcheck.tls_sigcheck;
import com.tls.tls_sigature.tls_sigature;
import io.usersig.ErrorCode;
import io.usersig.ExpectedUserbuf;
import io.usersig.GenOptions;
import io.usersig.PrivateKey;
import io.usersig.Privileges;
import io.usersig.PublicKey;
import io.usersig.Room;
import io.usersig.SecretKey;
import io.usersig.Signer;
import io.usersig.UserSig;
import io.usersig.UserSigException;
import io.usersig.Verifier;
import io.usersig.VerifyOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;

/** Inputs that nobody sends by mistake: each is an answer or a UserSigException with another code than internal. */
class HostileTest {
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

    @Test
    void hugeTexts() {
        char[] characters = new char[20_000_000];
        Arrays.fill(characters, 'A');
        String ascii = new String(characters);
        Arrays.fill(characters, '\u5c0f');
        String wide = new String(characters);
        try (SecretKey secret = new SecretKey(SECRET);
                Signer signer = new Signer(SDKAPPID, secret);
                Verifier verifier = Verifier.builder(SDKAPPID).key(secret).build()) {
            for (String huge : new String[] {ascii, wide}) {
                for (Call call : new Call[] {
                    () -> signer.genSig(huge),
                    () -> signer.genSig("a", GenOptions.defaults().userbuf(new byte[20_000_000])),
                    () -> signer.genPrivateMapKey("a", Room.name(huge), Privileges.ALL, Duration.ZERO),
                    () -> verifier.verify(huge, "a"),
                    () -> verifier.verify("a", huge),
                    () -> UserSig.inspect(huge),
                    () -> new SecretKey(huge),
                    () -> PrivateKey.fromPem(huge),
                    () -> PublicKey.fromPem(huge)
                }) {
                    long started = System.nanoTime();
                    assertTrue(!survives(call));
                    // It is refused for its length, before anybody reads all of it.
                    assertTrue(System.nanoTime() - started < 200_000_000L);
                }
            }
        }
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
