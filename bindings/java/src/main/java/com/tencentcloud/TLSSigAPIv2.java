package com.tencentcloud;

/**
 * The class of the newest official v2 library, which has the methods of the older one.
 * The name is Tencent's so that programs written for its library run as they are; none of the code is.
 */
public class TLSSigAPIv2 extends com.tencentyun.TLSSigAPIv2 {
    /**
     * Makes tickets for one application. Fails for nothing, as the official class: what is wrong with an argument is thrown by the
     * first method that needs it.
     *
     * @param sdkappid the application
     * @param key its secret, exactly as the console shows it
     */
    public TLSSigAPIv2(long sdkappid, String key) {
        super(sdkappid, key);
    }
}
