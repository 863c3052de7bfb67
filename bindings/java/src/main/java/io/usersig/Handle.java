package io.usersig;

import java.lang.ref.PhantomReference;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * A native object, freed once: when it was closed, or its Java object has become unreachable, and no call uses it.
 *
 * <p>The state counts the running calls; its sign bit says that no more may begin. Taking and giving back are one atomic
 * addition each. An object small enough that the garbage collector need not move it to the old generation early, where
 * it would find out late that its owner is gone.
 */
final class Handle extends PhantomReference<Object> {
    static final int PRIVATE_KEY = 0;
    static final int PUBLIC_KEY = 1;
    static final int SECRET_KEY = 2;
    static final int SIGNER = 3;
    static final int VERIFIER = 4;
    static final int SOURCE = 5;
    private static final String[] NAMES = {"PrivateKey", "PublicKey", "SecretKey", "Signer", "Verifier", "UserSigSource"};

    private static final int CLOSED = Integer.MIN_VALUE;
    /** Far enough from {@link #CLOSED} that no number of late callers leads back to it. */
    private static final int FREED = CLOSED + (1 << 30);

    private static final AtomicIntegerFieldUpdater<Handle> STATE =
            AtomicIntegerFieldUpdater.newUpdater(Handle.class, "state");

    final int kind;
    /** The neighbours in the list of the {@link HandleCleaner}. */
    Handle previous;

    Handle next;

    private final long pointer;
    private volatile int state;

    Handle(Object owner, int kind, long pointer) {
        super(owner, HandleCleaner.QUEUE);
        this.kind = kind;
        this.pointer = pointer;
        HandleCleaner.add(this);
    }

    /** The pointer, valid until {@link #release}. */
    long acquire() {
        if (STATE.getAndIncrement(this) < 0) {
            release();
            throw new IllegalStateException("the " + NAMES[kind] + " is closed");
        }
        return pointer;
    }

    void release() {
        if (STATE.decrementAndGet(this) == CLOSED) {
            free();
        }
    }

    /** Lets no new call begin, and frees the native object once the running ones are done. */
    void close() {
        if (STATE.getAndAccumulate(this, CLOSED, (now, closed) -> now | closed) == 0) {
            free();
        }
    }

    private void free() {
        if (STATE.compareAndSet(this, CLOSED, FREED)) {
            HandleCleaner.remove(this);
            Native.free(kind, pointer);
        }
    }
}
