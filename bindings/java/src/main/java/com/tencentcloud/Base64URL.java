package com.tencentcloud;

/**
 * The base64 of the newest official v2 library.
 * The name is Tencent's so that programs written for its library run as they are; none of the code is.
 */
public class Base64URL extends com.tencentyun.Base64URL {
    /** Holds nothing: the methods are static. */
    public Base64URL() {}
}
