package com.tls.tls_sigature;

import io.usersig.ErrorCode;
import io.usersig.GenOptions;
import io.usersig.PrivateKey;
import io.usersig.PublicKey;
import io.usersig.Signer;
import io.usersig.Ticket;
import io.usersig.UserSigException;
import io.usersig.Verifier;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.DataFormatException;

/**
 * The official v1 library's class, on usersig. Every method reads the key anew; {@link Signer} and {@link Verifier} read
 * it once.
 * The names are Tencent's so that programs written for its library run as they are; none of the code is.
 */
public class tls_sigature {
    private static final long DEFAULT_EXPIRE = GenOptions.DEFAULT_EXPIRE.getSeconds();

    /** Holds nothing: the methods are static. */
    public tls_sigature() {}

    /** What generating gives. */
    public static class GenTLSSignatureResult {
        /** What is wrong; empty where nothing is. */
        public String errMessage = "";
        /** The ticket; empty where something is wrong. */
        public String urlSig = "";
        /** How long the ticket is valid, in seconds; at most 2147483647 is shown. */
        public int expireTime;
        /** When it was made, in unix seconds; at most 2147483647 is shown. */
        public int initTime;

        /** Nothing yet. */
        public GenTLSSignatureResult() {}
    }

    /** What checking gives. */
    public static class CheckTLSSignatureResult {
        /** What is wrong; empty where nothing is. */
        public String errMessage = "";
        /** Whether the ticket is valid. */
        public boolean verifyResult;
        /** How long the ticket is valid, in seconds; at most 2147483647 is shown. */
        public int expireTime;
        /** When it was made, in unix seconds; at most 2147483647 is shown. */
        public int initTime;

        /** Nothing yet. */
        public CheckTLSSignatureResult() {}
    }

    /**
     * A ticket that is valid for 180 days.
     *
     * @param sdkappid the application
     * @param identifier the user
     * @param priKey the private key's PEM text
     * @return the ticket or what is wrong
     */
    public static GenTLSSignatureResult genSig(long sdkappid, String identifier, String priKey) {
        return generate(sdkappid, identifier, DEFAULT_EXPIRE, priKey, GenOptions.defaults());
    }

    /**
     * A ticket.
     *
     * @param sdkappid the application
     * @param identifier the user
     * @param expire how long it is valid, in seconds
     * @param priKey the private key's PEM text
     * @return the ticket or what is wrong
     */
    public static GenTLSSignatureResult genSig(long sdkappid, String identifier, int expire, String priKey) {
        return generate(sdkappid, identifier, expire, priKey, GenOptions.defaults());
    }

    /**
     * A ticket that is valid for 180 days.
     *
     * @param sdkappid the application
     * @param identifier the user
     * @param priKey the private key's PEM text
     * @return the ticket or what is wrong
     */
    public static GenTLSSignatureResult GenTLSSignatureEx(long sdkappid, String identifier, String priKey) {
        return generate(sdkappid, identifier, DEFAULT_EXPIRE, priKey, GenOptions.defaults());
    }

    /**
     * A ticket.
     *
     * @param sdkappid the application
     * @param identifier the user
     * @param priKey the private key's PEM text
     * @param expire how long it is valid, in seconds
     * @return the ticket or what is wrong
     */
    public static GenTLSSignatureResult GenTLSSignatureEx(
            long sdkappid, String identifier, String priKey, long expire) {
        return generate(sdkappid, identifier, expire, priKey, GenOptions.defaults());
    }

    /**
     * A ticket with the fields of old applications that have them.
     *
     * @param expire how long it is valid, in seconds
     * @param appid3rd {@code TLS.appid_at_3rd}
     * @param sdkappid the application
     * @param identifier the user
     * @param accountType {@code TLS.account_type}
     * @param priKey the private key's PEM text
     * @return the ticket or what is wrong
     * @deprecated use {@link #genSig(long, String, int, String)}
     */
    @Deprecated
    public static GenTLSSignatureResult GenTLSSignature(
            long expire, String appid3rd, long sdkappid, String identifier, long accountType, String priKey) {
        GenOptions options = GenOptions.defaults().accountType(Long.toString(accountType)).appidAt3rd(appid3rd);
        return generate(sdkappid, identifier, expire, priKey, options);
    }

    /**
     * Checks a ticket.
     *
     * @param sig the ticket
     * @param sdkappid the application
     * @param identifier the user
     * @param publicKey the public key's PEM text
     * @return whether it is valid, or what is wrong
     * @throws DataFormatException where the ticket's zlib stream is damaged
     */
    public static CheckTLSSignatureResult CheckTLSSignatureEx(
            String sig, long sdkappid, String identifier, String publicKey) throws DataFormatException {
        CheckTLSSignatureResult result = new CheckTLSSignatureResult();
        check(result, sig, sdkappid, identifier, publicKey);
        return result;
    }

    /**
     * Checks a ticket with the fields of old applications that have them.
     *
     * @param sig the ticket
     * @param appid3rd {@code TLS.appid_at_3rd}
     * @param sdkappid the application
     * @param identifier the user
     * @param accountType {@code TLS.account_type}
     * @param pubKey the public key's PEM text
     * @return whether it is valid, or what is wrong
     * @deprecated use {@link #CheckTLSSignatureEx}
     */
    @Deprecated
    public static CheckTLSSignatureResult CheckTLSSignature(
            String sig, String appid3rd, long sdkappid, String identifier, long accountType, String pubKey) {
        CheckTLSSignatureResult result = new CheckTLSSignatureResult();
        Ticket ticket;
        try {
            ticket = check(result, sig, sdkappid, identifier, pubKey);
        } catch (DataFormatException damaged) {
            result.errMessage = damaged.getMessage();
            return result;
        }
        if (ticket == null) {
            return result;
        }
        if (!ticket.getAppidAt3rd().filter(text -> text.equals(appid3rd)).isPresent()) {
            result.verifyResult = false;
            result.errMessage = "the ticket was made for another appid_at_3rd than the one asked for";
        } else if (!ticket.getAccountType().filter(Long.toString(accountType)::equals).isPresent()) {
            result.verifyResult = false;
            result.errMessage = "the ticket was made for another account type than the one asked for";
        }
        return result;
    }

    private static GenTLSSignatureResult generate(
            long sdkappid, String identifier, long expire, String priKey, GenOptions options) {
        GenTLSSignatureResult result = new GenTLSSignatureResult();
        Instant now = Instant.now();
        try (PrivateKey key = PrivateKey.fromPem(priKey);
                Signer signer = new Signer(sdkappid, key)) {
            result.urlSig = signer.genSig(identifier, options.expire(Duration.ofSeconds(expire)).issuedAt(now));
            result.expireTime = shown(expire);
            result.initTime = shown(now.getEpochSecond());
        } catch (UserSigException | NullPointerException failure) {
            result.errMessage = failure.getMessage();
        }
        return result;
    }

    /** White space around a ticket comes from the file that it was read from. */
    private static String bare(String sig) {
        return sig.indexOf('\0') < 0 ? sig.trim() : sig;
    }

    private static Ticket check(
            CheckTLSSignatureResult result, String sig, long sdkappid, String identifier, String publicKey)
            throws DataFormatException {
        try (PublicKey key = PublicKey.fromPem(publicKey);
                Verifier verifier = Verifier.builder(sdkappid).key(key).build()) {
            Ticket ticket = verifier.verify(sig == null ? null : bare(sig), identifier);
            result.verifyResult = true;
            result.expireTime = shown(ticket.getExpire().getSeconds());
            result.initTime = shown(ticket.getIssuedAt().getEpochSecond());
            return ticket;
        } catch (UserSigException failure) {
            if (failure.getCode() == ErrorCode.MALFORMED_ZLIB) {
                throw new DataFormatException(failure.getMessage());
            }
            result.errMessage = failure.getMessage();
            return null;
        } catch (NullPointerException missing) {
            result.errMessage = missing.getMessage();
            return null;
        }
    }

    private static int shown(long seconds) {
        return (int) Math.min(seconds, Integer.MAX_VALUE);
    }
}
