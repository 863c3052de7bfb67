package example;

import io.usersig.Privileges;
import io.usersig.Room;
import io.usersig.Signer;
import io.usersig.Ticket;
import io.usersig.UserSigException;
import io.usersig.Verifier;
import java.time.Duration;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** What the app calls after its user has logged in to this backend. */
@RestController
class Tickets {
    /** Stands for the backend's own sessions. */
    private static final Map<String, String> SESSIONS = Map.of("session-of-xiaojun", "xiaojun");

    private final Signer signer;
    private final Verifier verifier;
    private final Duration expire;

    Tickets(Signer signer, Verifier verifier, @Value("${usersig.expire}") Duration expire) {
        this.signer = signer;
        this.verifier = verifier;
        this.expire = expire;
    }

    /** The ticket for the app's SDK. The user comes from the session: a caller must not choose whose ticket it gets. */
    @PostMapping("/usersig")
    ResponseEntity<Map<String, Object>> userSig(
            @RequestHeader(name = "Authorization", defaultValue = "") String authorization) {
        String user = user(authorization);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(Map.of("sdkAppId", signer.getSdkappid(), "userId", user, "userSig", signer.genSig(user, expire)));
    }

    /** A permission for one TRTC room: to watch, not to speak. */
    @PostMapping("/private-map-key")
    ResponseEntity<Map<String, Object>> privateMapKey(
            @RequestHeader(name = "Authorization", defaultValue = "") String authorization, @RequestParam long room) {
        Privileges watch = Privileges.of(Privileges.ENTER_ROOM, Privileges.RECEIVE_AUDIO, Privileges.RECEIVE_VIDEO);
        String key = signer.genPrivateMapKey(user(authorization), Room.number(room), watch, Duration.ofHours(1));
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(Map.of("roomId", room, "privateMapKey", key));
    }

    record Login(String userId, String userSig) {}

    /** Another service asks whether a ticket is good. */
    @PostMapping("/verify")
    Map<String, Object> verify(@RequestBody Login login) {
        if (login.userId() == null || login.userSig() == null) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "userId and userSig are needed");
        }
        Ticket ticket = verifier.verify(login.userSig(), login.userId());
        return Map.of("userId", ticket.getIdentifier(), "expiresAt", ticket.getExpiresAt().toString());
    }

    /** One word per cause; the messages hold no key, ticket or identifier. */
    @ExceptionHandler
    ResponseEntity<Map<String, Object>> refused(UserSigException failure) {
        HttpStatus status = switch (failure.getKind()) {
            case ARGUMENT -> HttpStatus.BAD_REQUEST;
            // 20 to 26 are no tickets at all.
            case TICKET -> failure.getNumber() < 30 ? HttpStatus.BAD_REQUEST : HttpStatus.UNAUTHORIZED;
            // A key or a bug of this server's own.
            default -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
        return ResponseEntity.status(status)
                .body(Map.of("error", failure.getCode().getWord(), "message", failure.getMessage()));
    }

    private static String user(String authorization) {
        String user = authorization.startsWith("Bearer ") ? SESSIONS.get(authorization.substring(7)) : null;
        if (user == null) {
            throw new ResponseStatusException(HttpStatus.UNAUTHORIZED);
        }
        return user;
    }
}
