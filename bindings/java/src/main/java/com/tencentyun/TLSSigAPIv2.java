package com.tencentyun;

import io.usersig.GenOptions;
import io.usersig.PrivateMapKey;
import io.usersig.Privileges;
import io.usersig.Room;
import io.usersig.SecretKey;
import io.usersig.Signer;
import io.usersig.UserSigException;
import java.time.Duration;
import java.time.Instant;

/**
 * The official v2 library's class, on usersig. Made once, used by any number of threads. What cannot be signed as asked
 * for is a {@link UserSigException}, never a ticket that the service refuses.
 * The names are Tencent's so that programs written for its library run as they are; none of the code is.
 */
public class TLSSigAPIv2 {
    private final long sdkappid;
    private final Signer signer;
    /** Why there is no signer, or null. */
    private final RuntimeException failure;

    /**
     * Makes tickets for one application. Fails for nothing, as the official class: what is wrong with an argument is thrown by the
     * first method that needs it.
     *
     * @param sdkappid the application
     * @param key its secret, exactly as the console shows it
     */
    public TLSSigAPIv2(long sdkappid, String key) {
        this.sdkappid = sdkappid;
        Signer made = null;
        RuntimeException failed = null;
        try (SecretKey secret = new SecretKey(key)) {
            made = new Signer(sdkappid, secret);
        } catch (RuntimeException unusable) {
            failed = unusable;
        }
        signer = made;
        failure = failed;
    }

    private Signer signer() {
        if (failure != null) {
            throw failure;
        }
        return signer;
    }

    /**
     * A ticket.
     *
     * @param userid the user
     * @param expire how long it is valid, in seconds
     * @return the ticket
     */
    public String genUserSig(String userid, long expire) {
        return signer().genSig(userid, Duration.ofSeconds(expire));
    }

    /**
     * A room permission (PrivateMapKey) for a numeric room.
     *
     * @param userid the user
     * @param expire how long it is valid, in seconds
     * @param roomid the room, 1 to 4294967294
     * @param privilegeMap the privilege bits; 255 for all
     * @return the ticket
     */
    public String genPrivateMapKey(String userid, long expire, long roomid, long privilegeMap) {
        return signer().genPrivateMapKey(
                userid, Room.number(roomid), Privileges.of(privilegeMap), Duration.ofSeconds(expire));
    }

    /**
     * A room permission (PrivateMapKey) for a string room.
     *
     * @param userid the user
     * @param expire how long it is valid, in seconds
     * @param roomstr the room, 1 to 64 bytes
     * @param privilegeMap the privilege bits; 255 for all
     * @return the ticket
     */
    public String genPrivateMapKeyWithStringRoomID(String userid, long expire, String roomstr, long privilegeMap) {
        return signer().genPrivateMapKey(
                userid, Room.name(roomstr), Privileges.of(privilegeMap), Duration.ofSeconds(expire));
    }

    /**
     * The bytes of a room permission that begins now.
     *
     * @param account the user
     * @param dwAuthID the number of the room; not used where {@code roomStr} is given
     * @param dwExpTime how long it is valid, in seconds
     * @param dwPrivilegeMap the privilege bits; 255 for all
     * @param dwAccountType 0, the only one that there is
     * @param roomStr the name of a string room; empty for a numeric one
     * @return the bytes
     */
    public byte[] genUserBuf(
            String account, long dwAuthID, long dwExpTime, long dwPrivilegeMap, long dwAccountType, String roomStr) {
        if (dwAccountType != 0) {
            throw new IllegalArgumentException("the account type of a room permission is 0");
        }
        Room room = roomStr == null || roomStr.isEmpty() ? Room.number(dwAuthID) : Room.name(roomStr);
        // Far enough from what a time can be that the core refuses it.
        Instant expiresAt = Instant.ofEpochSecond(
                dwExpTime < 0 || dwExpTime > Integer.MAX_VALUE * 2L + 1 ? -1 : Instant.now().getEpochSecond() + dwExpTime);
        return PrivateMapKey.toUserbuf(account, sdkappid, room, expiresAt, Privileges.of(dwPrivilegeMap));
    }

    /**
     * A ticket, by its older name.
     *
     * @param identifier the user
     * @param expire how long it is valid, in seconds
     * @return the ticket
     */
    public String genSig(String identifier, long expire) {
        return genUserSig(identifier, expire);
    }

    /**
     * A ticket that carries bytes.
     *
     * @param identifier the user
     * @param expire how long it is valid, in seconds
     * @param userbuf the bytes; null for none
     * @return the ticket
     */
    public String genSigWithUserBuf(String identifier, long expire, byte[] userbuf) {
        return signer().genSig(identifier, GenOptions.defaults().expire(Duration.ofSeconds(expire)).userbuf(userbuf));
    }
}
