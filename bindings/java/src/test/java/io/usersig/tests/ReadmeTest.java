package io.usersig.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.usersig.UserSig;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every Java block of the README is compiled against the jar and run; its tables are those of the code. */
class ReadmeTest {
    private static final String README = Cases.text(Cases.ROOT.resolve("bindings/java/README.md"));

    @TempDir
    Path scratch;

    @Test
    void blocks() throws Exception {
        for (String key : new String[] {"p256/private_key.txt", "p256/public_key.txt", "secret.txt"}) {
            Path source = Cases.ROOT.resolve("examples/keys").resolve(key);
            Files.copy(source, scratch.resolve(source.getFileName()));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Matcher blocks = Pattern.compile("(?s)```java\n(.*?)```").matcher(README);
        int count = 0;
        while (blocks.find()) {
            count++;
            Matcher whole = Pattern.compile("public class (\\w+)").matcher(blocks.group(1));
            boolean isWhole = whole.find();
            String name = isWhole ? whole.group(1) : "Block" + count;
            StringBuilder imports = new StringBuilder();
            StringBuilder body = new StringBuilder();
            for (String line : blocks.group(1).split("\n")) {
                (line.startsWith("import ") ? imports : body).append(line).append('\n');
            }
            String program = isWhole
                    ? blocks.group(1)
                    : imports + "class " + name + " { public static void main(String[] arguments) throws Exception {\n"
                            + body + "} }\n";
            Path source = scratch.resolve(name + ".java");
            Files.write(source, program.getBytes(StandardCharsets.UTF_8));
            ByteArrayOutputStream errors = new ByteArrayOutputStream();
            int status = compiler.run(
                    null, errors, errors, "-cp", Cases.JAR.toString(), "-d", scratch.toString(), source.toString());
            assertEquals(0, status, errors.toString("UTF-8"));
            Process process = new ProcessBuilder(
                            System.getProperty("java.home") + "/bin/java", "-cp", Cases.JAR + ":" + scratch, name)
                    .directory(scratch.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(scratch.resolve("output").toFile())
                    .start();
            assertEquals(0, process.waitFor(), Cases.text(scratch.resolve("output")));
            assertTrue(Files.size(scratch.resolve("output")) > 20);
        }
        assertEquals(6, count);
    }

    @Test
    void tables() {
        List<String> rows = new ArrayList<>();
        for (JsonObject row : Cases.read("errors")) {
            String service = row.get("service").toString().replaceAll("[\\[\\]]", "").replace(",", ", ");
            rows.add("| " + row.get("number") + " | `" + Cases.string(row, "word").toUpperCase(java.util.Locale.ROOT) + "` | "
                    + Cases.string(row, "cause") + " | " + service + " |");
        }
        assertTrue(README.contains(String.join("\n", rows)), "the table of errors");
        assertTrue(README.contains("<version>" + UserSig.VERSION + "</version>"), "the version");
        for (String property : new String[] {"io.usersig.library.path", "io.usersig.extract.dir"}) {
            assertTrue(README.contains("| `" + property + "` |"));
        }
    }
}
