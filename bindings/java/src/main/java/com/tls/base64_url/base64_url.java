package com.tls.base64_url;

import java.util.Arrays;
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
     * Decodes, as generously as the official method: standard base64 passes as well, and white space does.
     *
     * @param text the ASCII bytes of the text
     * @return the bytes
     * @throws IllegalArgumentException for anything else, a text without its padding for example
     */
    public static byte[] base64DecodeUrl(byte[] text) {
        byte[] standard = new byte[text.length];
        int length = 0;
        for (byte character : text) {
            if (" \t\r\n".indexOf(character) < 0) {
                standard[length++] = exchange(character, "*-_", "+/=");
            }
        }
        if (length % 4 != 0) {
            throw new IllegalArgumentException("the text must end with its padding: its length must be a multiple of 4");
        }
        return Base64.getDecoder().decode(Arrays.copyOf(standard, length));
    }

    private static byte exchange(byte character, String from, String to) {
        int index = from.indexOf(character);
        return index < 0 ? character : (byte) to.charAt(index);
    }
}
