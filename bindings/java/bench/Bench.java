import io.usersig.PrivateKey;
import io.usersig.PublicKey;
import io.usersig.SecretKey;
import io.usersig.Signer;
import io.usersig.Verifier;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The Java package against JCA, Deflater and Inflater by hand: keys parsed once, all objects used again, and the JSON written
 * and searched as text (a JSON library would only be slower). JSON rows on stdout; see ../report.py. Bench KEYS
 */
public final class Bench {
    private static final int SDKAPPID = 1400000000;
    private static final int EXPIRE = 15552000;
    /** Of this thread alone: the process's own comes in steps of 10 ms. */
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private final Signature sign = Signature.getInstance("SHA256withECDSA");
    private final Signature verify = Signature.getInstance("SHA256withECDSA");
    private final Mac mac = Mac.getInstance("HmacSHA256");
    private final Deflater deflater = new Deflater();
    private final Inflater inflater = new Inflater();
    private final byte[] buffer = new byte[4096];

    private Bench(String privatePem, String publicPem, String secret) throws Exception {
        KeyFactory factory = KeyFactory.getInstance("EC");
        sign.initSign(factory.generatePrivate(new PKCS8EncodedKeySpec(der(privatePem))));
        verify.initVerify(factory.generatePublic(new X509EncodedKeySpec(der(publicPem))));
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    }

    private static byte[] der(String pem) {
        return Base64.getDecoder().decode(pem.replaceAll("-----[^-]+-----|\\s", ""));
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalStateException("by hand: failed");
        }
    }

    private static long now() {
        return System.currentTimeMillis() / 1000;
    }

    private String seal(String json) {
        deflater.reset();
        deflater.setInput(json.getBytes(StandardCharsets.UTF_8));
        deflater.finish();
        int length = deflater.deflate(buffer);
        byte[] text = Base64.getEncoder().encode(Arrays.copyOf(buffer, length));
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) (text[i] == '+' ? '*' : text[i] == '/' ? '-' : text[i] == '=' ? '_' : text[i]);
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private String unseal(String ticket) throws Exception {
        byte[] text = ticket.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) (text[i] == '*' ? '+' : text[i] == '-' ? '/' : text[i] == '_' ? '=' : text[i]);
        }
        inflater.reset();
        inflater.setInput(Base64.getDecoder().decode(text));
        return new String(buffer, 0, inflater.inflate(buffer), StandardCharsets.UTF_8);
    }

    private static String value(String json, String key) {
        int start = json.indexOf("\"" + key + "\":") + key.length() + 3;
        boolean quoted = json.charAt(start) == '"';
        int end = quoted ? json.indexOf('"', start + 1) : start;
        while (!quoted && Character.isDigit(json.charAt(end))) {
            end++;
        }
        return json.substring(quoted ? start + 1 : start, end);
    }

    private static byte[] v1Text(String third, String account, String identifier, String app, String time, String expire) {
        return ("TLS.appid_at_3rd:" + third + "\nTLS.account_type:" + account + "\nTLS.identifier:" + identifier + "\nTLS.sdk_appid:" + app
                + "\nTLS.time:" + time + "\nTLS.expire_after:" + expire + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private String v1Gen(String identifier) throws Exception {
        String time = Long.toString(now());
        sign.update(v1Text("0", "0", identifier, Integer.toString(SDKAPPID), time, Integer.toString(EXPIRE)));
        String sig = Base64.getEncoder().encodeToString(sign.sign());
        return seal("{\"TLS.account_type\":\"0\",\"TLS.identifier\":\"" + identifier + "\",\"TLS.appid_at_3rd\":\"0\",\"TLS.sdk_appid\":\"" + SDKAPPID
                + "\",\"TLS.expire_after\":\"" + EXPIRE + "\",\"TLS.version\":\"201512300000\",\"TLS.time\":\"" + time + "\",\"TLS.sig\":\"" + sig + "\"}");
    }

    private void v1Verify(String ticket, String identifier) throws Exception {
        String json = unseal(ticket);
        String time = value(json, "TLS.time");
        String expire = value(json, "TLS.expire_after");
        verify.update(v1Text(value(json, "TLS.appid_at_3rd"), value(json, "TLS.account_type"), value(json, "TLS.identifier"),
                value(json, "TLS.sdk_appid"), time, expire));
        require(verify.verify(Base64.getDecoder().decode(value(json, "TLS.sig"))) && value(json, "TLS.identifier").equals(identifier)
                && Long.parseLong(time) + Long.parseLong(expire) >= now());
    }

    private byte[] v2Mac(String identifier, String app, String time, String expire) {
        return mac.doFinal(("TLS.identifier:" + identifier + "\nTLS.sdkappid:" + app + "\nTLS.time:" + time + "\nTLS.expire:" + expire + "\n")
                .getBytes(StandardCharsets.UTF_8));
    }

    private String v2Gen(String identifier) {
        String time = Long.toString(now());
        String sig = Base64.getEncoder().encodeToString(v2Mac(identifier, Integer.toString(SDKAPPID), time, Integer.toString(EXPIRE)));
        return seal("{\"TLS.ver\":\"2.0\",\"TLS.identifier\":\"" + identifier + "\",\"TLS.sdkappid\":" + SDKAPPID + ",\"TLS.expire\":" + EXPIRE
                + ",\"TLS.time\":" + time + ",\"TLS.sig\":\"" + sig + "\"}");
    }

    private void v2Verify(String ticket, String identifier) throws Exception {
        String json = unseal(ticket);
        String time = value(json, "TLS.time");
        String expire = value(json, "TLS.expire");
        byte[] expected = v2Mac(value(json, "TLS.identifier"), value(json, "TLS.sdkappid"), time, expire);
        require(MessageDigest.isEqual(Base64.getDecoder().decode(value(json, "TLS.sig")), expected)
                && value(json, "TLS.identifier").equals(identifier) && Long.parseLong(time) + Long.parseLong(expire) >= now());
    }

    private interface Call {
        void run() throws Exception;
    }

    private static double once(Call call, int times) throws Exception {
        long start = CPU.getCurrentThreadCpuTime();
        for (int i = 0; i < times; i++) {
            call.run();
        }
        return (CPU.getCurrentThreadCpuTime() - start) / 1000.0 / times;
    }

    public static void main(String[] arguments) throws Exception {
        Path keys = Paths.get(arguments[0]);
        String privatePem = new String(Files.readAllBytes(keys.resolve("p256/private_key.txt")), StandardCharsets.US_ASCII);
        String publicPem = new String(Files.readAllBytes(keys.resolve("p256/public_key.txt")), StandardCharsets.US_ASCII);
        String secret = new String(Files.readAllBytes(keys.resolve("secret.txt")), StandardCharsets.US_ASCII).trim();
        Bench hand = new Bench(privatePem, publicPem, secret);
        Signer v1 = new Signer(SDKAPPID, PrivateKey.fromPem(privatePem));
        Signer v2 = new Signer(SDKAPPID, new SecretKey(secret));
        Verifier v1Verifier = Verifier.builder(SDKAPPID).key(PublicKey.fromPem(publicPem)).build();
        Verifier v2Verifier = Verifier.builder(SDKAPPID).key(new SecretKey(secret)).build();
        String t1 = v1.genSig("xiaojun");
        String t2 = v2.genSig("xiaojun");
        v1Verifier.verify(hand.v1Gen("xiaojun"), "xiaojun");
        v2Verifier.verify(hand.v2Gen("xiaojun"), "xiaojun");

        String[][] names = {{"v1 gen", "prepared"}, {"v1 gen", "by hand"}, {"v1 verify", "prepared"}, {"v1 verify", "by hand"},
            {"v2 gen", "prepared"}, {"v2 gen", "by hand"}, {"v2 verify", "prepared"}, {"v2 verify", "by hand"}};
        Call[] calls = {() -> v1.genSig("xiaojun"), () -> hand.v1Gen("xiaojun"), () -> v1Verifier.verify(t1, "xiaojun"),
            () -> hand.v1Verify(t1, "xiaojun"), () -> v2.genSig("xiaojun"), () -> hand.v2Gen("xiaojun"),
            () -> v2Verifier.verify(t2, "xiaojun"), () -> hand.v2Verify(t2, "xiaojun")};
        System.out.printf("{\"language\": \"java\", \"row\": \"runtime\", \"name\": \"%s %s\"}%n", System.getProperty("java.vm.name"),
                System.getProperty("java.version"));
        int[] times = new int[calls.length];
        double[][] measured = new double[calls.length][40];
        // The just-in-time compiler needs some ten thousand calls, of those that take long a second or two.
        for (int i = 0; i < calls.length; i++) {
            once(calls[i], (int) Math.min(20_000, 2e6 / once(calls[i], 1000)));
            times[i] = Math.max(1, (int) (3000 / once(calls[i], 1000)));
        }
        for (int round = 0; round < 40; round++) {
            for (int i = 0; i < calls.length; i++) {
                measured[i][round] = once(calls[i], times[i]);
            }
        }
        for (int i = 0; i < calls.length; i++) {
            Arrays.sort(measured[i]);
            System.out.printf("{\"language\": \"java\", \"row\": \"%s\", \"variant\": \"%s\", \"us\": %.3f}%n", names[i][0], names[i][1], measured[i][20]);
        }
        scaling("v1 gen", 3_000, calls[0]);
        scaling("v2 gen", 60_000, calls[4]);
    }

    private static void scaling(String row, int calls, Call call) throws Exception {
        double[] ratios = new double[9];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = rate(2, calls, call) / rate(1, calls, call);
        }
        Arrays.sort(ratios);
        System.out.printf("{\"language\": \"java\", \"row\": \"%s\", \"variant\": \"two threads over one\", \"ratio\": %.3f}%n", row, ratios[4]);
    }

    /** Calls per second of this many threads together. */
    private static double rate(int threads, int calls, Call call) throws Exception {
        Thread[] workers = new Thread[threads];
        long start = System.nanoTime();
        for (int i = 0; i < threads; i++) {
            workers[i] = new Thread(() -> {
                try {
                    once(call, calls);
                } catch (Exception error) {
                    throw new IllegalStateException(error);
                }
            });
            workers[i].start();
        }
        for (Thread worker : workers) {
            worker.join();
        }
        return threads * calls * 1e9 / (System.nanoTime() - start);
    }
}
