/** UserSig login tickets for Tencent Cloud Chat (IM) and TRTC. */
module io.usersig {
    exports io.usersig;
    exports com.tencentcloud;
    exports com.tencentyun;
    exports com.tls.base64_url;
    exports com.tls.sigcheck;
    exports com.tls.tls_sigature;
}
