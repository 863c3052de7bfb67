package com.tls.sigcheck;

import io.usersig.GenOptions;
import io.usersig.PrivateKey;
import io.usersig.PublicKey;
import io.usersig.Signer;
import io.usersig.Ticket;
import io.usersig.UserSigException;
import io.usersig.Verifier;
import java.time.Duration;

/**
 * The official older JNI class, on usersig. Every number comes in as decimal text. The methods return 0 or a
 * {@code CHECK_ERR} number, and leave their results in this object, which is therefore for one thread at a time.
 * The names are Tencent's so that programs written for its library run as they are; none of the code is.
 */
public class tls_sigcheck {
    private static final int CHECK_ERR11_APPID_AT_3RD = 11;
    private static final int CHECK_ERR12_ACCOUNT_TYPE = 12;
    private static final int CHECK_ERR16_ARGUMENT = 16;
    /** As many digits as 4294967295 has, and leading zeros within reason. */
    private static final int MAX_DIGITS = 18;

    /** How long the checked ticket is valid, in seconds; at most 2147483647 is shown. */
    protected int expireTime;
    /** When the checked ticket was made, in unix seconds; at most 2147483647 is shown. */
    protected int initTime;
    /** What is wrong; empty where nothing is. */
    protected String strErrMsg = "";
    /** The ticket that was made last; empty if it could not be made. */
    protected String strJsonWithSig = "";

    /** Nothing yet. */
    public tls_sigcheck() {}

    /**
     * Does nothing: the library lies inside the jar.
     *
     * @param libPath not used
     */
    public void loadJniLib(String libPath) {}

    /**
     * A ticket with the fields of old applications that have them; read it with {@link #getSig}.
     *
     * @param expire how long it is valid, in seconds
     * @param appid3rd {@code TLS.appid_at_3rd}
     * @param sdkAppid the application
     * @param identifier the user
     * @param accountType {@code TLS.account_type}
     * @param priKey the private key's PEM text
     * @return 0 or a {@code CHECK_ERR} number
     * @deprecated use {@link #tls_gen_signature_ex2_with_expire}
     */
    @Deprecated
    public int tls_gen_signature_ex(
            String expire, String appid3rd, String sdkAppid, String identifier, String accountType, String priKey) {
        return generate(sdkAppid, identifier, priKey, expire, GenOptions.defaults().accountType(accountType).appidAt3rd(appid3rd));
    }

    /**
     * A ticket that is valid for 180 days; read it with {@link #getSig}.
     *
     * @param sdkAppid the application
     * @param identifier the user
     * @param priKey the private key's PEM text
     * @return 0 or a {@code CHECK_ERR} number
     */
    public int tls_gen_signature_ex2(String sdkAppid, String identifier, String priKey) {
        String expire = Long.toString(GenOptions.DEFAULT_EXPIRE.getSeconds());
        return generate(sdkAppid, identifier, priKey, expire, GenOptions.defaults());
    }

    /**
     * A ticket; read it with {@link #getSig}.
     *
     * @param sdkAppid the application
     * @param identifier the user
     * @param priKey the private key's PEM text
     * @param expire how long it is valid, in seconds
     * @return 0 or a {@code CHECK_ERR} number
     */
    public int tls_gen_signature_ex2_with_expire(String sdkAppid, String identifier, String priKey, String expire) {
        return generate(sdkAppid, identifier, priKey, expire, GenOptions.defaults());
    }

    /**
     * Checks a ticket with the fields of old applications that have them.
     *
     * @param sig the ticket
     * @param pubKey the public key's PEM text
     * @param accountType {@code TLS.account_type}
     * @param appid3rd {@code TLS.appid_at_3rd}
     * @param sdkAppid the application
     * @param identifier the user
     * @return 0 or a {@code CHECK_ERR} number
     * @deprecated use {@link #tls_check_signature_ex2}
     */
    @Deprecated
    public int tls_check_signature_ex(
            String sig, String pubKey, String accountType, String appid3rd, String sdkAppid, String identifier) {
        Ticket[] checked = new Ticket[1];
        int status = check(sig, pubKey, sdkAppid, identifier, checked);
        if (status != 0) {
            return status;
        }
        if (!checked[0].getAccountType().filter(text -> text.equals(accountType)).isPresent()) {
            return refuse(CHECK_ERR12_ACCOUNT_TYPE, "the ticket was made for another account type than the one asked for");
        }
        if (!checked[0].getAppidAt3rd().filter(text -> text.equals(appid3rd)).isPresent()) {
            return refuse(CHECK_ERR11_APPID_AT_3RD, "the ticket was made for another appid_at_3rd than the one asked for");
        }
        return 0;
    }

    /**
     * Checks a ticket.
     *
     * @param sig the ticket
     * @param pubKey the public key's PEM text
     * @param sdkAppid the application
     * @param identifier the user
     * @return 0 or a {@code CHECK_ERR} number
     */
    public int tls_check_signature_ex2(String sig, String pubKey, String sdkAppid, String identifier) {
        return check(sig, pubKey, sdkAppid, identifier, new Ticket[1]);
    }

    /**
     * How long the checked ticket is valid.
     *
     * @return seconds; 0 if the last check failed
     */
    public int getExpireTime() {
        return expireTime;
    }

    /**
     * When the checked ticket was made.
     *
     * @return unix seconds; 0 if the last check failed
     */
    public int getInitTime() {
        return initTime;
    }

    /**
     * What is wrong.
     *
     * @return one sentence; empty where nothing is
     */
    public String getErrMsg() {
        return strErrMsg;
    }

    /**
     * The ticket that was made last. A check does not change it.
     *
     * @return the ticket; empty if it could not be made
     */
    public String getSig() {
        return strJsonWithSig;
    }

    /** As the official class does: generating leaves the times of the last check, and a check leaves the ticket. */
    private int generate(String sdkAppid, String identifier, String priKey, String expire, GenOptions options) {
        strErrMsg = "";
        strJsonWithSig = "";
        if (!isDecimal(sdkAppid) || !isDecimal(expire)) {
            return fail(CHECK_ERR16_ARGUMENT, "the SDKAppID and expire must be decimal numbers");
        }
        try (PrivateKey key = PrivateKey.fromPem(priKey);
                Signer signer = new Signer(Long.parseLong(sdkAppid), key)) {
            strJsonWithSig = signer.genSig(identifier, options.expire(Duration.ofSeconds(Long.parseLong(expire))));
            return 0;
        } catch (UserSigException failure) {
            return fail(failure.getCheckErr(), failure.getMessage());
        } catch (NullPointerException missing) {
            return fail(CHECK_ERR16_ARGUMENT, missing.getMessage());
        }
    }

    private int check(String sig, String pubKey, String sdkAppid, String identifier, Ticket[] checked) {
        strErrMsg = "";
        if (!isDecimal(sdkAppid)) {
            return refuse(CHECK_ERR16_ARGUMENT, "the SDKAppID must be a decimal number");
        }
        try (PublicKey key = PublicKey.fromPem(pubKey);
                Verifier verifier = Verifier.builder(Long.parseLong(sdkAppid)).key(key).build()) {
            checked[0] = verifier.verify(sig == null ? null : bare(sig), identifier);
            expireTime = shown(checked[0].getExpire().getSeconds());
            initTime = shown(checked[0].getIssuedAt().getEpochSecond());
            return 0;
        } catch (UserSigException failure) {
            return refuse(failure.getCheckErr(), failure.getMessage());
        } catch (NullPointerException missing) {
            return refuse(CHECK_ERR16_ARGUMENT, missing.getMessage());
        }
    }

    private int fail(int checkErr, String message) {
        strErrMsg = message;
        return checkErr;
    }

    /** A ticket that is not accepted has no times. */
    private int refuse(int checkErr, String message) {
        expireTime = 0;
        initTime = 0;
        return fail(checkErr, message);
    }

    /** White space around a ticket comes from the file that it was read from. */
    private static String bare(String sig) {
        return sig.indexOf('\0') < 0 ? sig.trim() : sig;
    }

    private static boolean isDecimal(String text) {
        return text != null
                && !text.isEmpty()
                && text.length() <= MAX_DIGITS
                && text.chars().allMatch(character -> character >= '0' && character <= '9');
    }

    private static int shown(long seconds) {
        return (int) Math.min(seconds, Integer.MAX_VALUE);
    }
}
