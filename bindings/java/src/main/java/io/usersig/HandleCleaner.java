package io.usersig;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Closes the handles of unreachable objects, on Java 8 too, where {@code java.lang.ref.Cleaner} does not exist.
 *
 * <p>Its thread ends when nothing is left to watch, so that a web application whose keys are closed can be unloaded.
 */
final class HandleCleaner {
    static final ReferenceQueue<Object> QUEUE = new ReferenceQueue<>();

    private static final long IDLE_MILLISECONDS = 5_000;
    private static final Object LOCK = new Object();
    /** The first of all open handles: a reference that is itself unreachable is never enqueued. Guarded by the lock. */
    private static Handle first;

    private static final AtomicBoolean RUNNING = new AtomicBoolean();

    private HandleCleaner() {}

    static void add(Handle handle) {
        synchronized (LOCK) {
            handle.next = first;
            if (first != null) {
                first.previous = handle;
            }
            first = handle;
        }
        // Whoever makes objects faster than one thread releases them helps, so that they cannot pile up.
        for (int helped = 0; helped < 2; helped++) {
            Reference<?> unreachable = QUEUE.poll();
            if (unreachable != null) {
                ((Handle) unreachable).close();
            }
        }
        if (!RUNNING.get() && RUNNING.compareAndSet(false, true)) {
            start();
        }
    }

    static void remove(Handle handle) {
        handle.clear();
        synchronized (LOCK) {
            if (handle.previous == null) {
                first = handle.next;
            } else {
                handle.previous.next = handle.next;
            }
            if (handle.next != null) {
                handle.next.previous = handle.previous;
            }
            handle.previous = null;
            handle.next = null;
        }
    }

    private static boolean isIdle() {
        synchronized (LOCK) {
            return first == null;
        }
    }

    private static void start() {
        try {
            Thread thread = new Thread(HandleCleaner::run, "usersig-cleaner");
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
            } else if (isIdle()) {
                RUNNING.set(false);
                // Something added before it could see that this thread is ending is still this thread's.
                if (isIdle() || !RUNNING.compareAndSet(false, true)) {
                    return;
                }
            }
        }
    }
}
