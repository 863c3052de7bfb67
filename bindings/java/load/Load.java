import io.usersig.ExpectedUserbuf;
import io.usersig.GenOptions;
import io.usersig.PrivateKey;
import io.usersig.PublicKey;
import io.usersig.SecretKey;
import io.usersig.Signer;
import io.usersig.UserSig;
import io.usersig.UserSigException;
import io.usersig.Verifier;
import io.usersig.VerifyOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** ci/load's work in Java, two threads on one signer and one verifier: Load CASES SECONDS SEED. */
public final class Load {
    private static final long SDKAPPID = 1_400_000_000L;
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789_-";
    private static final Map<String, Object> KEYS = new HashMap<>();
    private static final List<String[]> CASES = new ArrayList<>();
    private static final AtomicLong OPERATIONS = new AtomicLong();
    private static final AtomicLong WRONG = new AtomicLong();

    private static byte[] bytes(String field) {
        byte[] bytes = new byte[(field.length() - 1) / 2];
        for (int index = 0; index < bytes.length; index++) {
            bytes[index] = (byte) Integer.parseInt(field.substring(1 + 2 * index, 3 + 2 * index), 16);
        }
        return bytes;
    }

    private static String text(String field) {
        return new String(bytes(field), StandardCharsets.UTF_8);
    }

    private static AutoCloseable load(String kind, String text) {
        return kind.equals("private") ? PrivateKey.fromPem(text)
                : kind.equals("public") ? PublicKey.fromPem(text) : new SecretKey(text);
    }

    /** 0 for success, -1 for a wrong answer, otherwise the error's number. */
    private static int number(BooleanSupplier call) {
        try {
            return call.getAsBoolean() ? 0 : -1;
        } catch (UserSigException failure) {
            return failure.getNumber();
        }
    }

    private static void expect(boolean correct, String what, int got) {
        OPERATIONS.incrementAndGet();
        if (!correct && WRONG.incrementAndGet() <= 10) {
            System.err.println("wrong: " + what + " gave " + got);
        }
    }

    private static int run(String[] row) {
        if (row[0].equals("inspect")) {
            return number(() -> UserSig.inspect(text(row[2])) != null);
        }
        if (row[0].equals("load")) {
            // Every other key is left to the collector.
            return number(() -> {
                AutoCloseable key = load(row[2], text(row[3]));
                if (OPERATIONS.get() % 2 == 0) {
                    try {
                        key.close();
                    } catch (Exception failure) {
                        throw new IllegalStateException(failure);
                    }
                }
                return true;
            });
        }
        ExpectedUserbuf userbuf = row[5].equals("absent") ? ExpectedUserbuf.absent()
                : row[5].equals("present") ? ExpectedUserbuf.present()
                : row[5].equals("any") ? ExpectedUserbuf.any() : ExpectedUserbuf.exactly(bytes(row[5]));
        VerifyOptions options = VerifyOptions.defaults().now(Instant.ofEpochSecond(Long.parseLong(row[4]))).userbuf(userbuf);
        return number(() -> {
            Verifier.Builder builder = Verifier.builder(Long.parseLong(row[2]));
            for (String name : row[6].split(",")) {
                Object key = KEYS.get(name);
                if (key instanceof PublicKey) {
                    builder.key((PublicKey) key);
                } else {
                    builder.key((SecretKey) key);
                }
            }
            try (Verifier verifier = builder.build()) {
                return verifier.verify(text(row[7]), text(row[3]), options).getIdentifier().equals(text(row[3]));
            }
        });
    }

    private static void round(Random random, Signer[] signers, Verifier verifier) {
        StringBuilder name = new StringBuilder();
        for (int left = 1 + random.nextInt(40); left > 0; left--) {
            name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        String identifier = name.toString();
        GenOptions made = GenOptions.defaults();
        VerifyOptions options = VerifyOptions.defaults();
        if (random.nextBoolean()) {
            byte[] userbuf = new byte[random.nextInt(300)];
            random.nextBytes(userbuf);
            made = made.userbuf(userbuf);
            options = options.userbuf(ExpectedUserbuf.exactly(userbuf));
        }
        String ticket = signers[random.nextInt(2)].genSig(identifier, made);
        OPERATIONS.incrementAndGet();
        VerifyOptions chosen = options;
        int got = number(() -> verifier.verify(ticket, identifier, chosen).getIdentifier().equals(identifier));
        expect(got == 0, "verify", got);
        got = number(() -> verifier.verify(ticket, identifier + "x", chosen) != null);
        expect(got == 33, "verify for another", got);
        StringBuilder changed = new StringBuilder(ticket);
        int at = random.nextInt(ticket.length());
        changed.setCharAt(at, (char) (ticket.charAt(at) ^ 1 << random.nextInt(7)));
        got = number(() -> verifier.verify(changed.toString(), identifier, chosen) != null);
        expect(got >= 20 && got <= 34, "verify of a changed ticket", got);
        byte[] garbage = new byte[random.nextInt(20_000)];
        random.nextBytes(garbage);
        got = number(() -> UserSig.inspect(new String(garbage, StandardCharsets.ISO_8859_1)) != null);
        expect(got >= 20 && got <= 26, "inspect of garbage", got);
        for (int index = 0; index < 3; index++) {
            String[] row = CASES.get(random.nextInt(CASES.size()));
            got = run(row);
            expect(got == Integer.parseInt(row[1]), row[0], got);
        }
    }

    public static void main(String[] arguments) throws Exception {
        for (String line : Files.readAllLines(Paths.get(arguments[0]), StandardCharsets.US_ASCII)) {
            String[] row = line.split("\t", -1);
            if (row[0].equals("key")) {
                KEYS.put(row[1], load(row[2], text(row[3])));
            } else {
                CASES.add(row);
            }
        }
        SecretKey secret = (SecretKey) KEYS.get("secret");
        Signer[] signers = {new Signer(SDKAPPID, (PrivateKey) KEYS.get("p256_private")), new Signer(SDKAPPID, secret)};
        Verifier verifier = Verifier.builder(SDKAPPID).key((PublicKey) KEYS.get("p256_public")).key(secret).build();
        long deadline = System.nanoTime() + 1_000_000_000L * Long.parseLong(arguments[1]);
        Thread[] threads = new Thread[2];
        for (int index = 0; index < threads.length; index++) {
            Random random = new Random(2 * Long.parseLong(arguments[2]) + index);
            threads[index] = new Thread(() -> {
                try {
                    while (System.nanoTime() < deadline) {
                        round(random, signers, verifier);
                    }
                } catch (Throwable failure) {
                    WRONG.incrementAndGet();
                    failure.printStackTrace();
                }
            });
            threads[index].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println("operations " + OPERATIONS + " wrong " + WRONG);
        System.exit(WRONG.get() == 0 ? 0 : 1);
    }
}
