package io.usersig;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Closes the handles of unreachable objects, on Java 8 too, where {@code java.lang.ref.Cleaner} does not exist.
 *
 * <p>Its thread ends when nothing is left to watch, so that a web application whose keys are closed can be unloaded.
 */
final class Cleaner {
    static final ReferenceQueue<Object> QUEUE = new ReferenceQueue<>();

    private static final long IDLE_MILLISECONDS = 5_000;
    /** A reference that is itself unreachable is never enqueued. */
    private static final Set<Handle> LIVE = ConcurrentHashMap.newKeySet();

    private static final AtomicBoolean RUNNING = new AtomicBoolean();

    private Cleaner() {}

    static void add(Handle handle) {
        LIVE.add(handle);
        if (!RUNNING.get() && RUNNING.compareAndSet(false, true)) {
            start();
        }
    }

    static void remove(Handle handle) {
        LIVE.remove(handle);
        handle.clear();
    }

    private static void start() {
        try {
            Thread thread = new Thread(Cleaner::run, "usersig-cleaner");
            thread.setDaemon(true);
            thread.setContextClassLoader(null);
            thread.start();
        } catch (Throwable failure) {
            // The next object tries again.
            RUNNING.set(false);
        }
    }

    private static void run() {
        for (; ; ) {
            Reference<?> unreachable;
            try {
                unreachable = QUEUE.remove(IDLE_MILLISECONDS);
            } catch (InterruptedException interrupted) {
                continue;
            }
            if (unreachable != null) {
                ((Handle) unreachable).close();
            } else if (LIVE.isEmpty()) {
                RUNNING.set(false);
                // Something added before it could see that this thread is ending is still this thread's.
                if (LIVE.isEmpty() || !RUNNING.compareAndSet(false, true)) {
                    return;
                }
            }
        }
    }
}
