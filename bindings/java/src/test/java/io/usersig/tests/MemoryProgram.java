package io.usersig.tests;

import com.sun.management.ThreadMXBean;
import io.usersig.Curve;
import io.usersig.GenOptions;
import io.usersig.GenResult;
import io.usersig.PrivateKey;
import io.usersig.PublicKey;
import io.usersig.SecretKey;
import io.usersig.Signer;
import io.usersig.Verifier;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** Makes objects, mostly a million to warm up and a million more, and prints by how many KiB the process grew in between. */
public final class MemoryProgram {
    private static final int OBJECTS = 1_000_000;
    private static final long SDKAPPID = 1_400_000_000L;
    private static final String SECRET = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";

    /** Nothing in it is freed, so that no object takes the place of an earlier one. */
    private static final List<AutoCloseable> KEPT = new ArrayList<>();

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
            case "sizes":
                sizes();
                break;
            case "batch":
                batch(signer, 100_000);
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
        long before = kib("VmRSS");
        for (int index = 0; index < OBJECTS; index++) {
            make.accept(index);
        }
        System.out.println("grew " + (kib("VmRSS") - before) + " KiB");
    }

    /** What one object of each kind takes beside the heap, in bytes. The keys that a signer or verifier was made of are closed. */
    private static void sizes() throws IOException {
        size("PrivateKey", 20_000, () -> PrivateKey.generate(Curve.P256));
        PrivateKey source = PrivateKey.generate(Curve.P256);
        String pem;
        try (PublicKey key = source.getPublicKey()) {
            pem = key.toPem();
        }
        size("PublicKey", 20_000, () -> PublicKey.fromPem(pem));
        size("SecretKey", 20_000, () -> new SecretKey(SECRET));
        size("Signer v1", 20_000, () -> {
            try (PrivateKey key = PrivateKey.generate(Curve.P256)) {
                return new Signer(SDKAPPID, key);
            }
        });
        size("Signer v2", 20_000, () -> {
            try (SecretKey key = new SecretKey(SECRET)) {
                return new Signer(SDKAPPID, key);
            }
        });
        for (int keys : new int[] {1, 100}) {
            size("Verifier v1 " + keys, 20_000 / keys, () -> verifier(Collections.nCopies(keys, pem), Collections.emptyList()));
            size("Verifier v2 " + keys, 20_000 / keys, () -> verifier(Collections.emptyList(), Collections.nCopies(keys, SECRET)));
        }
    }

    private static Verifier verifier(List<String> publicKeys, List<String> secrets) {
        Verifier.Builder builder = Verifier.builder(SDKAPPID);
        List<AutoCloseable> keys = new ArrayList<>();
        for (String pem : publicKeys) {
            PublicKey key = PublicKey.fromPem(pem);
            keys.add(key);
            builder.key(key);
        }
        for (String secret : secrets) {
            SecretKey key = new SecretKey(secret);
            keys.add(key);
            builder.key(key);
        }
        Verifier made = builder.build();
        for (AutoCloseable key : keys) {
            try {
                key.close();
            } catch (Exception impossible) {
                throw new AssertionError(impossible);
            }
        }
        return made;
    }

    private static void size(String name, int count, Supplier<AutoCloseable> make) throws IOException {
        for (int index = 0; index < count / 10; index++) {
            KEPT.add(make.get());
        }
        long before = kib("VmRSS");
        for (int index = 0; index < count; index++) {
            KEPT.add(make.get());
        }
        System.out.println(name + ": " + (kib("VmRSS") - before) * 1024 / count + " bytes");
    }

    /** The most memory while a batch runs, above what there was before it, for each identifier. */
    private static void batch(Signer signer, int count) throws IOException {
        List<String> identifiers = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            identifiers.add("user" + index);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = kib("VmRSS");
        long heap = threads.getThreadAllocatedBytes(thread);
        List<GenResult> results = signer.genSigBatch(identifiers, GenOptions.defaults());
        heap = threads.getThreadAllocatedBytes(thread) - heap;
        System.out.println("heap " + heap / count + ", beside it " + (kib("VmHWM") - before) * 1024 / count + " bytes for each of "
                + results.size());
    }

    /** A row of this process's status, such as {@code VmRSS}. */
    static long kib(String row) throws IOException {
        return Files.readAllLines(Paths.get("/proc/self/status")).stream()
                .filter(line -> line.startsWith(row + ":"))
                .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .get();
    }
}
