package io.usersig.tests;

import static io.usersig.tests.Cases.SDKAPPID;
import static io.usersig.tests.Cases.SECRET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.usersig.SecretKey;
import io.usersig.Signer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A million objects and steady native memory: closed, unreachable, and the tickets that a verifier returns. */
class MemoryTest {
    private static final long ALLOWED_KIB = 12 * 1024;

    /** In a machine of its own, whose heap has a fixed size and is touched from the start: what grows is native. */
    private static String run(String what, String heap) throws Exception {
        return BoundaryTest.run(
                0, "-Xms" + heap, "-Xmx" + heap, "-XX:+AlwaysPreTouch", "-cp", BoundaryTest.classPath(Cases.JAR),
                MemoryProgram.class.getName(), what);
    }

    private static long grown(String what, String heap) throws Exception {
        String output = run(what, heap);
        String kib = output.replaceAll("(?s).*grew (-?[0-9]+) KiB.*", "$1");
        System.out.println(what + ": a million more took " + kib + " KiB");
        return Long.parseLong(kib);
    }

    @ParameterizedTest
    @ValueSource(strings = {"closed", "unreachable", "tickets"})
    void steady(String what) throws Exception {
        assertTrue(grown(what, "64m") < ALLOWED_KIB);
    }

    /** The measurement sees a leak of a fifth of the objects. */
    @Test
    void control() throws Exception {
        assertTrue(grown("kept", "256m") > 2 * ALLOWED_KIB);
    }

    /** The README's figures: up to 3 KiB for each key that an object holds, and under 1 KiB for each ticket of a batch. */
    @Test
    void figures() throws Exception {
        String output = run("sizes", "64m");
        System.out.println(output.trim());
        Matcher sizes = Pattern.compile("(?m)^[A-Z][^:]*?( 100)?: ([0-9]+) bytes$").matcher(output);
        int seen = 0;
        for (; sizes.find(); seen++) {
            assertTrue(Long.parseLong(sizes.group(2)) <= 3072 * (sizes.group(1) == null ? 1 : 100), sizes.group());
        }
        assertEquals(9, seen, output);

        output = run("batch", "256m");
        System.out.println(output.trim());
        Matcher batch = Pattern.compile("heap ([0-9]+), beside it ([0-9]+) bytes for each of 100000").matcher(output);
        assertTrue(batch.find(), output);
        assertTrue(Long.parseLong(batch.group(1)) + Long.parseLong(batch.group(2)) < 1024, output);
    }

    @Test
    void unreachableWhileInUse() {
        // Each signer is garbage as soon as its call has begun.
        for (int index = 0; index < 200_000; index++) {
            String ticket = new Signer(SDKAPPID, new SecretKey(SECRET)).genSig("xiaojun");
            assertTrue(ticket.length() > 100);
        }
    }
}
