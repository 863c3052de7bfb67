package com.tencentyun;

import com.tls.base64_url.base64_url;

/**
 * The official v2 library's base64: standard base64 with {@code +/=} replaced by {@code *-_}. Not RFC 4648 base64url.
 * The names are Tencent's so that programs written for its library run as they are; none of the code is.
 */
public class Base64URL {
    /** Holds nothing: the methods are static. */
    public Base64URL() {}

    /**
     * Encodes.
     *
     * @param data the bytes
     * @return the ASCII bytes of the text
     */
    public static byte[] base64EncodeUrl(byte[] data) {
        return base64_url.base64EncodeUrl(data);
    }

    /**
     * Decodes; standard base64 and white space pass as well.
     *
     * @param text the ASCII bytes of the text
     * @return the bytes
     * @throws IllegalArgumentException for anything else, a text without its padding for example
     */
    public static byte[] base64DecodeUrl(byte[] text) {
        return base64_url.base64DecodeUrl(text);
    }
}
