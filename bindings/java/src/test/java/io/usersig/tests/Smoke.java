package io.usersig.tests;

import io.usersig.LoadException;
import io.usersig.SecretKey;
import io.usersig.Signer;
import io.usersig.UserSig;
import io.usersig.Verifier;

/** Run with nothing but the jar beside it. */
public final class Smoke {
    private Smoke() {}

    public static void main(String[] arguments) {
        try {
            UserSig.inspect("");
        } catch (LoadException failure) {
            System.out.println(failure);
        } catch (RuntimeException emptyTicket) {
            System.out.println(emptyTicket);
        }
        try (SecretKey secret = new SecretKey("5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e");
                Signer signer = new Signer(1_400_000_000L, secret);
                Verifier verifier = Verifier.builder(1_400_000_000L).key(secret).build()) {
            String identifier = verifier.verify(signer.genSig("xiaojun"), "xiaojun").getIdentifier();
            String where = "";
            try {
                Object module = Class.class.getMethod("getModule").invoke(Signer.class);
                where = " in " + module;
            } catch (ReflectiveOperationException beforeJava9) {
                where = "";
            }
            System.out.println("verified " + identifier + where);
        }
    }
}
