package com.tls.base64_url;

import java.util.Base64;

/**
 * The official v1 library's base64: standard base64 with {@code +/=} replaced by {@code *-_}. Not RFC 4648 base64url.
 * The names are Tencent's so that programs written for its library run as they are; none of the code is.
 */
public class base64_url {
    /** Holds nothing: the methods are static. */
    public base64_url() {}

    /**
     * Encodes.
     *
     * @param data the bytes
     * @return the ASCII bytes of the text
     */
    public static byte[] base64EncodeUrl(byte[] data) {
        byte[] text = Base64.getEncoder().encode(data);
        for (int index = 0; index < text.length; index++) {
            text[index] = exchange(text[index], "+/=", "*-_");
        }
        return text;
    }

    /**
     * Decodes.
     *
     * @param text the ASCII bytes of the text
     * @return the bytes
     * @throws IllegalArgumentException for anything else than such a text; the official method lets some of it pass
     */
    public static byte[] base64DecodeUrl(byte[] text) {
        byte[] standard = text.clone();
        for (int index = 0; index < standard.length; index++) {
            // What is not of this alphabet must not pass for what is.
            if ("+/=".indexOf(standard[index]) >= 0) {
                throw new IllegalArgumentException("the text is in standard base64 instead of Tencent's");
            }
            standard[index] = exchange(standard[index], "*-_", "+/=");
        }
        return Base64.getDecoder().decode(standard);
    }

    private static byte exchange(byte character, String from, String to) {
        int index = from.indexOf(character);
        return index < 0 ? character : (byte) to.charAt(index);
    }
}
