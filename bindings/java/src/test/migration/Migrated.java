import com.tencentyun.TLSSigAPIv2;
import com.tls.base64_url.base64_url;
import com.tls.sigcheck.tls_sigcheck;
import com.tls.tls_sigature.tls_sigature;
import com.tls.tls_sigature.tls_sigature.CheckTLSSignatureResult;
import com.tls.tls_sigature.tls_sigature.GenTLSSignatureResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.Arrays;

/** Written as for the official libraries, with nothing of usersig's own names; only the dependency is another. */
public class Migrated {
    static String file(String name) throws IOException {
        return new String(Files.readAllBytes(Paths.get(name)), StandardCharsets.UTF_8);
    }

    static void check(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }

    /** Declares no exception, as the published class's method does not. */
    @SuppressWarnings("deprecation")
    static boolean checkOld(String sig, String pubStr) {
        return tls_sigature.CheckTLSSignature(sig, "0", 140000000, "xiaojun", 0, pubStr).verifyResult;
    }

    public static void main(String[] args) throws Exception {
        String privStr = file("private_key.txt");
        String pubStr = file("public_key.txt");

        // v1
        GenTLSSignatureResult result = tls_sigature.genSig(140000000, "xiaojun", privStr);
        check(0 != result.urlSig.length(), "genSig failed: " + result.errMessage);
        CheckTLSSignatureResult checkResult =
                tls_sigature.CheckTLSSignatureEx(result.urlSig, 140000000, "xiaojun", pubStr);
        check(checkResult.verifyResult, "CheckTLSSignatureEx failed: " + checkResult.errMessage);
        check(checkResult.expireTime == 24 * 3600 * 180 && checkResult.initTime > 1600000000, "times");

        check(checkOld(result.urlSig, pubStr) && !checkOld("eJw", pubStr), "CheckTLSSignature");

        tls_sigature.GenTLSSignatureResult withExpire =
                tls_sigature.GenTLSSignatureEx(140000000, "xiaojun", privStr, 24 * 3600 * 10);
        checkResult = tls_sigature.CheckTLSSignatureEx(withExpire.urlSig, 140000000, "xiaojun", pubStr);
        check(checkResult.verifyResult && checkResult.expireTime == 24 * 3600 * 10, "with expire");
        check(!tls_sigature.CheckTLSSignatureEx(withExpire.urlSig, 140000001, "xiaojun", pubStr).verifyResult, "appid");

        char[] letters = new char[500];
        Arrays.fill(letters, 'x');
        String longest = new String(letters);
        String longSig = tls_sigature.GenTLSSignatureEx(140000000, longest, privStr).urlSig;
        check(tls_sigature.CheckTLSSignatureEx(longSig, 140000000, longest, pubStr).verifyResult, "500 characters");

        byte[] round = base64_url.base64DecodeUrl(base64_url.base64EncodeUrl("UserSig".getBytes("UTF-8")));
        check(new String(round, "UTF-8").equals("UserSig"), "base64");

        // v1, the older JNI class
        tls_sigcheck api = new tls_sigcheck();
        api.loadJniLib("/opt/tls_sig_api/jnisigcheck_mt_x64.so");
        int ret = api.tls_gen_signature_ex2_with_expire("140000000", "xiaojun", privStr, "864000");
        check(0 == ret, "tls_gen_signature_ex2_with_expire " + ret + ": " + api.getErrMsg());
        ret = api.tls_check_signature_ex2(api.getSig(), pubStr, "140000000", "xiaojun");
        check(0 == ret && api.getExpireTime() == 864000, "tls_check_signature_ex2 " + ret + ": " + api.getErrMsg());

        // v2
        TLSSigAPIv2 v2 = new TLSSigAPIv2(
                1400000000, "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e");
        check(v2.genUserSig("xiaojun", 180 * 86400).length() > 100, "genUserSig");
        check(v2.genSig("xiaojun", 180 * 86400).length() > 100, "genSig");
        check(v2.genPrivateMapKey("xiaojun", 180 * 86400, 10000, 255).length() > 100, "genPrivateMapKey");
        check(v2.genPrivateMapKeyWithStringRoomID("xiaojun", 180 * 86400, "abc", 255).length() > 100, "string room");
        byte[] userBuf = v2.genUserBuf("xiaojun", 10000, 180 * 86400, 255, 0, "");
        check(v2.genSigWithUserBuf("xiaojun", 180 * 86400, userBuf).length() > 100, "genSigWithUserBuf");
        byte[] text = com.tencentyun.Base64URL.base64EncodeUrl(new byte[] {-5, -1});
        check(new String(text, "US-ASCII").equals("*-8_"), "Base64URL");
        // Placeholders may stand in the configuration until they are used.
        check(new TLSSigAPIv2(0, "").getClass() == TLSSigAPIv2.class, "constructor");

        // v2, the newest family
        com.tencentcloud.TLSSigAPIv2 newest = new com.tencentcloud.TLSSigAPIv2(
                1400000000, "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e");
        check(newest.genUserSig("xiaojun", 180 * 86400).length() > 100, "genUserSig of com.tencentcloud");
        check(newest.genPrivateMapKey("xiaojun", 180 * 86400, 10000, 255).length() > 100, "genPrivateMapKey");
        check(com.tencentcloud.Base64URL.base64EncodeUrl(new byte[] {-5, -1}).length == 4, "Base64URL");
        System.out.println("all good");
    }
}
