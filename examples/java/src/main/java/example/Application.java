package example;

import io.usersig.SecretKey;
import io.usersig.Signer;
import io.usersig.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** A backend that hands login tickets to its app. */
@SpringBootApplication
public class Application {
    public static void main(String[] arguments) {
        SpringApplication.run(Application.class, arguments);
    }

    /** One signer for all requests; Spring closes it when the application stops. */
    @Bean
    Signer signer(@Value("${usersig.sdkappid}") long sdkappid, @Value("${usersig.secret-file}") Path secretFile)
            throws IOException {
        try (SecretKey key = new SecretKey(Files.readString(secretFile).strip())) {
            return new Signer(sdkappid, key);
        }
    }

    @Bean
    Verifier verifier(@Value("${usersig.sdkappid}") long sdkappid, @Value("${usersig.secret-file}") Path secretFile)
            throws IOException {
        try (SecretKey key = new SecretKey(Files.readString(secretFile).strip())) {
            return Verifier.builder(sdkappid).key(key).build();
        }
    }
}
