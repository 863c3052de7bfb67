package io.usersig.tests;

import io.usersig.SecretKey;
import io.usersig.Signer;
import io.usersig.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Makes objects, a million to warm up and a million more, and prints by how many KiB the process grew in between. */
public final class MemoryProgram {
    private static final int OBJECTS = 1_000_000;
    private static final long SDKAPPID = 1_400_000_000L;
    private static final String SECRET = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";

    private MemoryProgram() {}

    public static void main(String[] arguments) throws IOException {
        SecretKey key = new SecretKey(SECRET);
        Signer signer = new Signer(SDKAPPID, key);
        Verifier verifier = Verifier.builder(SDKAPPID).key(key).build();
        String ticket = signer.genSig("xiaojun");
        switch (arguments[0]) {
            case "closed":
                measure(index -> new Signer(SDKAPPID, key).close());
                break;
            case "unreachable":
                measure(index -> {
                    switch (index % 3) {
                        case 0:
                            new SecretKey(SECRET);
                            break;
                        case 1:
                            new Signer(SDKAPPID, key);
                            break;
                        default:
                            Verifier.builder(SDKAPPID).key(key).build();
                    }
                });
                break;
            case "tickets":
                measure(index -> verifier.verify(ticket, "xiaojun"));
                break;
            default:
                // The control: what is kept must show.
                List<Signer> kept = new ArrayList<>();
                measure(index -> {
                    if (index % 5 == 0) {
                        // With a key of its own: signers share what they are given.
                        kept.add(new Signer(SDKAPPID, new SecretKey(SECRET)));
                    }
                });
                System.out.println("kept " + kept.size());
        }
    }

    private static void measure(IntConsumer make) throws IOException {
        for (int index = 0; index < OBJECTS; index++) {
            make.accept(index);
        }
        long before = residentKib();
        for (int index = 0; index < OBJECTS; index++) {
            make.accept(index);
        }
        System.out.println("grew " + (residentKib() - before) + " KiB");
    }

    private static long residentKib() throws IOException {
        return Files.readAllLines(Paths.get("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .get();
    }
}
