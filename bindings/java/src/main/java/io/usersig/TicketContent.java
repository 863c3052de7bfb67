package io.usersig;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What both kinds of ticket say. */
abstract class TicketContent {
    private final Fields fields;

    TicketContent(Fields fields) {
        this.fields = fields;
    }

    /**
     * The version of the ticket.
     *
     * @return the version
     */
    public Version getVersion() {
        return fields.version;
    }

    /**
     * The application that the ticket is for.
     *
     * @return 1 to 4294967295
     */
    public long getSdkappid() {
        return fields.sdkappid;
    }

    /**
     * The user that the ticket logs in.
     *
     * @return the identifier
     */
    public String getIdentifier() {
        return fields.identifier;
    }

    /**
     * When the ticket was made.
     *
     * @return a whole second
     */
    public Instant getIssuedAt() {
        return Instant.ofEpochSecond(fields.issuedAt);
    }

    /**
     * How long the ticket is valid from {@link #getIssuedAt}.
     *
     * @return whole seconds, 0 to 4294967295
     */
    public Duration getExpire() {
        return Duration.ofSeconds(fields.expire);
    }

    /**
     * The last second in which the ticket is valid.
     *
     * @return a whole second
     */
    public Instant getExpiresAt() {
        return Instant.ofEpochSecond(fields.issuedAt + fields.expire);
    }

    /**
     * The bytes that the ticket carries, where it carries any.
     *
     * @return a copy
     */
    public Optional<byte[]> getUserbuf() {
        return Optional.ofNullable(fields.userbuf).map(byte[]::clone);
    }

    /**
     * {@code TLS.account_type} of a v1 ticket, usually {@code "0"}.
     *
     * @return the text; nothing for v2
     */
    public Optional<String> getAccountType() {
        return Optional.ofNullable(fields.accountType);
    }

    /**
     * {@code TLS.appid_at_3rd} of a v1 ticket, usually {@code "0"}.
     *
     * @return the text; nothing for v2 and for very old tickets
     */
    public Optional<String> getAppidAt3rd() {
        return Optional.ofNullable(fields.appidAt3rd);
    }

    /**
     * The TRTC room permission that the userbuf holds, where it is one for this ticket's identifier and SDKAppID.
     *
     * @return the permission, or nothing
     */
    public Optional<PrivateMapKey> getPrivateMapKey() {
        return Optional.ofNullable(fields.permission);
    }

    /** Shows neither identifier nor userbuf, so that it can be logged. */
    @Override
    public String toString() {
        return getClass().getSimpleName() + "{version=" + fields.version + ", sdkappid=" + fields.sdkappid + ", issuedAt="
                + getIssuedAt() + ", expire=" + getExpire() + "}";
    }

    static final class Fields {
        private final Version version;
        private final long sdkappid;
        private final String identifier;
        private final long issuedAt;
        private final long expire;
        private final byte[] userbuf;
        private final String accountType;
        private final String appidAt3rd;
        private final PrivateMapKey permission;

        Fields(
                Version version,
                long sdkappid,
                String identifier,
                long issuedAt,
                long expire,
                byte[] userbuf,
                String accountType,
                String appidAt3rd,
                PrivateMapKey permission) {
            this.version = version;
            this.sdkappid = sdkappid;
            this.identifier = identifier;
            this.issuedAt = issuedAt;
            this.expire = expire;
            this.userbuf = userbuf;
            this.accountType = accountType;
            this.appidAt3rd = appidAt3rd;
            this.permission = permission;
        }
    }
}
