package io.usersig.tests;

import io.usersig.SecretKey;
import io.usersig.Signer;
import io.usersig.Verifier;

/** Run by {@code BoundaryTest}: the machine ends while daemon threads are in the middle of calls and nothing is closed. */
public final class AtExit {
    private AtExit() {}

    public static void main(String[] arguments) throws Exception {
        SecretKey secret = new SecretKey(arguments[0]);
        Signer signer = new Signer(1, secret);
        Verifier verifier = Verifier.builder(1).key(secret).build();
        for (int number = 0; number < 4; number++) {
            Thread thread = new Thread(() -> {
                for (int round = 0; ; round++) {
                    verifier.verify(signer.genSig("user" + round), "user" + round);
                    new SecretKey(arguments[0]);
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() ->
                System.out.println("at exit " + verifier.verify(signer.genSig("last"), "last").getIdentifier())));
        Thread.sleep(300);
        if (arguments.length > 1) {
            System.exit(0);
        }
    }
}
