package io.usersig;

/** Run by {@code BoundaryTest} with a library built for it: a native method that panics. */
public final class PanicProbe {
    private PanicProbe() {}

    static native long panic(Class<?> boundary);

    public static void main(String[] arguments) {
        NativeLibrary.load();
        for (int round = 0; round < 100; round++) {
            try {
                panic(Native.class);
                throw new AssertionError("no exception");
            } catch (UserSigException expected) {
                if (expected.getCode() != ErrorCode.INTERNAL) {
                    throw new AssertionError("the wrong code", expected);
                }
            }
        }
        // The machine is well after it.
        try (PrivateKey key = PrivateKey.generate(Curve.P256)) {
            System.out.println("survived on " + key.getCurve());
        }
    }
}
