package io.usersig.tests;

import static io.usersig.tests.Cases.SDKAPPID;
import static io.usersig.tests.Cases.SECRET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.usersig.Curve;
import io.usersig.GenOptions;
import io.usersig.PrivateKey;
import io.usersig.PublicKey;
import io.usersig.SecretKey;
import io.usersig.Signer;
import io.usersig.UserSig;
import io.usersig.UserSigException;
import io.usersig.UserSigSource;
import io.usersig.Verifier;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Eight threads on one object, which one of them closes in the middle. */
class ThreadsTest {
    private static final int THREADS = 8;

    /** Runs until the object is closed under it; every call either succeeds or is an IllegalStateException. */
    private static long hammer(Runnable use, AutoCloseable object, int round) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        CountDownLatch started = new CountDownLatch(THREADS);
        AtomicLong done = new AtomicLong();
        List<Future<?>> running = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            running.add(pool.submit(() -> {
                started.countDown();
                for (; ; ) {
                    try {
                        use.run();
                        done.incrementAndGet();
                    } catch (IllegalStateException closed) {
                        assertThrows(IllegalStateException.class, use::run);
                        return null;
                    }
                }
            }));
        }
        started.await();
        TimeUnit.MICROSECONDS.sleep(round * 37L % 2000);
        // Two at once: each object is freed once.
        Future<?> other = pool.submit(() -> {
            object.close();
            return null;
        });
        object.close();
        pool.shutdown();
        other.get();
        for (Future<?> thread : running) {
            thread.get(60, TimeUnit.SECONDS);
        }
        assertTrue(pool.awaitTermination(60, TimeUnit.SECONDS));
        return done.get();
    }

    @Test
    void signerClosedInUse() throws Exception {
        long done = 0;
        for (int round = 0; round < 60; round++) {
            try (SecretKey key = new SecretKey(SECRET)) {
                Signer signer = new Signer(SDKAPPID, key);
                done += hammer(() -> signer.genSig("xiaojun"), signer, round);
            }
        }
        assertTrue(done > 0);
    }

    @Test
    void verifierClosedInUse() throws Exception {
        long done = 0;
        for (int round = 0; round < 60; round++) {
            try (SecretKey key = new SecretKey(SECRET);
                    Signer signer = new Signer(SDKAPPID, key)) {
                String ticket = signer.genSig("xiaojun");
                Verifier verifier = Verifier.builder(SDKAPPID).key(key).build();
                done += hammer(() -> verifier.verify(ticket, "xiaojun"), verifier, round);
            }
        }
        assertTrue(done > 0);
    }

    @Test
    void keysClosedInUse() throws Exception {
        long done = 0;
        for (int round = 0; round < 30; round++) {
            PrivateKey key = PrivateKey.generate(Curve.P256);
            PublicKey publicKey = key.getPublicKey();
            SecretKey secret = new SecretKey(SECRET);
            done += hammer(() -> key.getPublicKey().close(), key, round);
            done += hammer(() -> Verifier.builder(1).key(publicKey).build().close(), publicKey, round);
            done += hammer(() -> new Signer(1, secret).close(), secret, round);
        }
        assertTrue(done > 0);
    }

    @Test
    void oneSignerAndVerifierForAll() throws Exception {
        try (SecretKey key = new SecretKey(SECRET);
                Signer signer = new Signer(SDKAPPID, key);
                Verifier verifier = Verifier.builder(SDKAPPID).key(key).build()) {
            ExecutorService pool = Executors.newFixedThreadPool(THREADS);
            List<Future<Integer>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                String prefix = "user" + thread + "-";
                running.add(pool.submit(() -> {
                    int good = 0;
                    for (int index = 0; index < 2000; index++) {
                        String identifier = prefix + index;
                        String said = verifier.verify(signer.genSig(identifier), identifier).getIdentifier();
                        good += identifier.equals(said) ? 1 : 0;
                    }
                    return good;
                }));
            }
            for (Future<Integer> thread : running) {
                assertEquals(2000, thread.get(60, TimeUnit.SECONDS));
            }
            pool.shutdown();
        }
    }

    /** A clock that jumps while eight threads ask: each jump costs one signature. */
    @Test
    void aSourceSignsOnceForEachRenewal() throws Exception {
        long start = 1_600_000_000;
        AtomicLong now = new AtomicLong(start);
        Clock clock = Cases.clock(now);
        GenOptions options = GenOptions.defaults().expire(Duration.ofSeconds(1000));
        try (PrivateKey key = PrivateKey.generate(Curve.P256);
                Signer signer = new Signer(SDKAPPID, key, clock);
                UserSigSource source = new UserSigSource(signer, "admin", options)) {
            String first = source.ticket();
            now.set(start + 500);
            assertEquals(first, source.ticket());
            long renewals = 1;
            for (long jump : new long[] {start + 501, start + 90_000, start + 20, 5, start}) {
                ExecutorService pool = Executors.newFixedThreadPool(THREADS);
                CountDownLatch started = new CountDownLatch(THREADS);
                List<Future<?>> running = new ArrayList<>();
                for (int thread = 0; thread < THREADS; thread++) {
                    running.add(pool.submit(() -> {
                        started.countDown();
                        for (int round = 0; round < 500; round++) {
                            source.ticket();
                        }
                    }));
                }
                started.await();
                now.set(jump);
                for (Future<?> thread : running) {
                    thread.get(60, TimeUnit.SECONDS);
                }
                pool.shutdown();
                assertEquals(jump, UserSig.inspect(source.ticket()).getIssuedAt().getEpochSecond());
                assertEquals(++renewals, source.getRenewals());
            }
            assertThrows(UserSigException.class, () -> new UserSigSource(signer, "admin", options, 1.5));
            assertThrows(UserSigException.class, () -> new UserSigSource(signer, "", options));
            assertThrows(
                    UserSigException.class, () -> new UserSigSource(signer, "admin", options.issuedAt(Instant.EPOCH)));
        }
    }
}
