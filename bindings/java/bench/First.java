import io.usersig.PrivateKey;
import io.usersig.SecretKey;
import io.usersig.Signer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.zip.DeflaterOutputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One ticket by the package, or by hand as Tencent's own library makes it (but without the JSON library that it takes along):
 * First KEYS VERSION VARIANT; see ci/measure/first.py.
 */
public final class First {
    private First() {}

    public static void main(String[] arguments) throws Exception {
        boolean v2 = arguments[1].equals("v2");
        String file = v2 ? "secret.txt" : "p256/private_key.txt";
        String key = new String(Files.readAllBytes(Paths.get(arguments[0], file)), StandardCharsets.US_ASCII).trim();
        if (arguments[2].equals("prepared")) {
            Signer signer = v2 ? new Signer(1400000000, new SecretKey(key)) : new Signer(1400000000, PrivateKey.fromPem(key));
            System.out.println(signer.genSig("xiaojun"));
            return;
        }
        long now = System.currentTimeMillis() / 1000;
        System.out.println(v2 ? v2(key, now) : v1(key, now));
    }

    private static String v2(String secret, long now) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String text = "TLS.identifier:xiaojun\nTLS.sdkappid:1400000000\nTLS.time:" + now + "\nTLS.expire:15552000\n";
        return seal("{\"TLS.ver\":\"2.0\",\"TLS.identifier\":\"xiaojun\",\"TLS.sdkappid\":1400000000,\"TLS.expire\":15552000,\"TLS.time\":" + now,
                mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String v1(String pem, long now) throws Exception {
        byte[] der = Base64.getDecoder().decode(pem.replaceAll("-----[^-]+-----|\\s", ""));
        Signature sign = Signature.getInstance("SHA256withECDSA");
        sign.initSign(KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der)));
        sign.update(("TLS.appid_at_3rd:0\nTLS.account_type:0\nTLS.identifier:xiaojun\nTLS.sdk_appid:1400000000\nTLS.time:" + now
                + "\nTLS.expire_after:15552000\n").getBytes(StandardCharsets.UTF_8));
        return seal("{\"TLS.account_type\":\"0\",\"TLS.identifier\":\"xiaojun\",\"TLS.appid_at_3rd\":\"0\",\"TLS.sdk_appid\":\"1400000000\","
                + "\"TLS.expire_after\":\"15552000\",\"TLS.version\":\"201512300000\",\"TLS.time\":\"" + now + "\"", sign.sign());
    }

    private static String seal(String json, byte[] signature) throws Exception {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        try (DeflaterOutputStream zlib = new DeflaterOutputStream(sealed)) {
            zlib.write((json + ",\"TLS.sig\":\"" + Base64.getEncoder().encodeToString(signature) + "\"}").getBytes(StandardCharsets.UTF_8));
        }
        return Base64.getEncoder().encodeToString(sealed.toByteArray()).replace('+', '*').replace('/', '-').replace('=', '_');
    }
}
