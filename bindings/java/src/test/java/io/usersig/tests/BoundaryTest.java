package io.usersig.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.usersig.SecretKey;
import io.usersig.Signer;
import io.usersig.UserSig;
import io.usersig.Verifier;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar and the native library in it: how it is found, loaded, unloaded, and what keeps a panic inside. */
class BoundaryTest {
    private static final String NATIVE = "META-INF/native/linux-x86_64/libusersig_jni.so";
    private static final int MAJOR_VERSION_OF_JAVA_8 = 52;

    @TempDir
    Path scratch;

    /** Runs a class of the tests, or a program of the jar, in a Java machine of its own. */
    static String run(int expectedStatus, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = read(process.getInputStream());
        assertEquals(expectedStatus, process.waitFor(), output);
        return output;
    }

    private static String read(InputStream stream) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
            content.write(buffer, 0, count);
        }
        return new String(content.toByteArray(), StandardCharsets.UTF_8);
    }

    private static String testClasses() throws Exception {
        return BoundaryTest.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    }

    /** Only the jar and one class that uses it. */
    static String classPath(Path jar) throws Exception {
        return jar + ":" + testClasses();
    }

    @Test
    void theTestsRunAgainstTheJar() throws Exception {
        assertEquals(
                Cases.JAR.toUri().toURL(), Signer.class.getProtectionDomain().getCodeSource().getLocation());
    }

    @Test
    void theJarAloneIsEnough() throws Exception {
        String output = run(0, "-Xcheck:jni", "-cp", classPath(Cases.JAR), Smoke.class.getName());
        assertTrue(output.contains("verified xiaojun"), output);
        assertFalse(output.contains("in native method"), output);
        assertFalse(output.contains("io.usersig.extract.dir"), output);
    }

    @Test
    void asAModule() throws Exception {
        if (System.getProperty("java.specification.version").startsWith("1.")) {
            return;
        }
        String described = run(0, "--module-path", Cases.JAR.toString(), "--describe-module", "io.usersig");
        for (String expected : new String[] {
            "exports io.usersig\n", "exports com.tencentyun\n", "exports com.tls.base64_url\n",
            "exports com.tls.sigcheck\n", "exports com.tls.tls_sigature\n", "requires java.base mandated"
        }) {
            assertTrue(described.contains(expected), described);
        }
        List<String> arguments = new ArrayList<>();
        boolean hasFlag = Integer.parseInt(System.getProperty("java.specification.version")) >= 22;
        if (hasFlag) {
            arguments.add("--enable-native-access=io.usersig");
            // With it, what a later version forbids is forbidden already.
            arguments.add("--illegal-native-access=deny");
        }
        arguments.addAll(Arrays.asList(
                "--module-path", Cases.JAR.toString(), "--add-modules", "io.usersig", "-cp", testClasses(),
                Smoke.class.getName()));
        if (hasFlag && Integer.parseInt(System.getProperty("java.specification.version")) < 24) {
            arguments.remove("--illegal-native-access=deny");
        }
        String output = run(0, arguments.toArray(new String[0]));
        assertTrue(output.contains("verified xiaojun in module io.usersig"), output);
        assertFalse(output.contains("WARNING"), output);
    }

    @Test
    void everyClassIsForJava8() throws Exception {
        int classes = 0;
        try (JarFile jar = new JarFile(Cases.JAR.toFile())) {
            assertEquals("true", jar.getManifest().getMainAttributes().getValue("Multi-Release"));
            for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                if (entry.getName().endsWith(".class")) {
                    try (DataInputStream content = new DataInputStream(jar.getInputStream(entry))) {
                        content.skipBytes(6);
                        int major = content.readUnsignedShort();
                        boolean module = entry.getName().equals("META-INF/versions/9/module-info.class");
                        assertEquals(module ? 53 : MAJOR_VERSION_OF_JAVA_8, major, entry.getName());
                        classes++;
                    }
                }
            }
            assertNotNull(jar.getEntry("META-INF/versions/9/module-info.class"));
            assertNotNull(jar.getEntry(NATIVE));
        }
        assertTrue(classes > 20);
    }

    @Test
    void noDependencyAndNothingLeftBehind() throws Exception {
        Path directory = Files.createDirectory(scratch.resolve("extract"));
        run(0, "-Dio.usersig.extract.dir=" + directory, "-cp", classPath(Cases.JAR), Smoke.class.getName());
        try (java.util.stream.Stream<Path> left = Files.list(directory)) {
            assertEquals(0, left.count());
        }
        String pom = Cases.text(Cases.ROOT.resolve("bindings/java/pom.xml"));
        String dependencies = pom.substring(pom.indexOf("<dependencies>"), pom.indexOf("</dependencies>"));
        assertEquals(count(dependencies, "<dependency>"), count(dependencies, "<scope>test</scope>"));
    }

    private static int count(String text, String part) {
        return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
    }

    @Test
    void overrideByProperty() throws Exception {
        Path library = scratch.resolve("somewhere.so");
        try (JarFile jar = new JarFile(Cases.JAR.toFile())) {
            Files.copy(jar.getInputStream(jar.getEntry(NATIVE)), library);
        }
        Path bare = jarWithout(NATIVE);
        String output = run(
                0, "-Dio.usersig.library.path=" + library, "-cp", classPath(bare), Smoke.class.getName());
        assertTrue(output.contains("verified xiaojun"), output);
        Path path = Files.createDirectory(scratch.resolve("path"));
        Files.copy(library, path.resolve("libusersig_jni.so"));
        output = run(0, "-Djava.library.path=" + path, "-cp", classPath(bare), Smoke.class.getName());
        assertTrue(output.contains("verified xiaojun"), output);
    }

    @Test
    void failuresSayWhatWasTried() throws Exception {
        Path bare = jarWithout(NATIVE);
        String[][] runs = {
            {"-Dio.usersig.library.path=/nowhere/lib.so", "/nowhere/lib.so", Cases.JAR.toString()},
            {"-Dio.usersig.library.path=a\0b".replace('\0', '?'), "a?b", Cases.JAR.toString()},
            {"-Dio.usersig.extract.dir=/dev/null/x", "/dev/null/x", Cases.JAR.toString()},
            {"-Dos.name=Plan9", "no library for this platform", Cases.JAR.toString()},
            {"-Dos.arch=riscv64", "no library for this platform", Cases.JAR.toString()},
            {"-Dos.arch=aarch64", "linux-aarch64", Cases.JAR.toString()},
            {"-Dx=y", "the jar: it has no /" + NATIVE, bare.toString()},
        };
        for (String[] row : runs) {
            String output = run(1, row[0], "-cp", row[2] + ":" + testClasses(), Smoke.class.getName());
            // The second use of the library says the same as the first.
            assertEquals(2, count(output, "LoadException: the native library of usersig " + UserSig.VERSION), output);
            assertTrue(output.contains(row[1]), output);
            assertTrue(output.contains("io.usersig.library.path") && output.contains("io.usersig.extract.dir"), output);
        }
    }

    private Path jarWithout(String left) throws IOException {
        Path bare = scratch.resolve("bare.jar");
        try (JarFile jar = new JarFile(Cases.JAR.toFile());
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(bare))) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                if (!entry.getName().equals(left)) {
                    out.putNextEntry(new JarEntry(entry.getName()));
                    try (InputStream content = jar.getInputStream(entry)) {
                        byte[] buffer = new byte[8192];
                        for (int size = content.read(buffer); size >= 0; size = content.read(buffer)) {
                            out.write(buffer, 0, size);
                        }
                    }
                }
            }
        }
        return bare;
    }

    /** As a web application that is deployed again: each class loader has its library, and nothing keeps it alive. */
    @Test
    void classLoadersAreUnloaded() throws Exception {
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            URLClassLoader loader = new URLClassLoader(
                    new URL[] {Cases.JAR.toUri().toURL()}, ClassLoader.getSystemClassLoader().getParent());
            Class<?> api = Class.forName("com.tencentyun.TLSSigAPIv2", true, loader);
            assertNotEquals(com.tencentyun.TLSSigAPIv2.class, api);
            Object made = api.getConstructor(long.class, String.class).newInstance(Cases.SDKAPPID, Cases.SECRET);
            Object ticket = api.getMethod("genUserSig", String.class, long.class).invoke(made, "xiaojun", 60L);
            assertEquals("xiaojun", UserSig.inspect((String) ticket).getIdentifier());
            loaders.add(new WeakReference<>(loader));
            loader.close();
        }
        for (WeakReference<ClassLoader> loader : loaders) {
            // The cleaner's thread ends some seconds after the last object is gone.
            for (int waits = 0; waits < 1200 && loader.get() != null; waits++) {
                System.gc();
                Thread.sleep(100);
            }
            assertNull(loader.get(), "the class loader is still there");
        }
    }

    @Test
    void theMachineEndsWithCallsUnderWay() throws Exception {
        for (String[] arguments : new String[][] {{Cases.SECRET}, {Cases.SECRET, "exit"}}) {
            List<String> command = new ArrayList<>(Arrays.asList("-Xcheck:jni", "-cp", classPath(Cases.JAR), AtExit.class.getName()));
            command.addAll(Arrays.asList(arguments));
            String output = run(0, command.toArray(new String[0]));
            assertTrue(output.contains("at exit last"), output);
            assertFalse(output.contains("Exception"), output);
        }
    }

    /** Two applications in one server, each with classes and a native library of its own. */
    @Test
    void twoClassLoadersAtOnce() throws Exception {
        List<Object> apis = new ArrayList<>();
        List<URLClassLoader> loaders = new ArrayList<>();
        for (int number = 0; number < 2; number++) {
            URLClassLoader loader = new URLClassLoader(
                    new URL[] {Cases.JAR.toUri().toURL()}, ClassLoader.getSystemClassLoader().getParent());
            loaders.add(loader);
            apis.add(Class.forName("com.tencentyun.TLSSigAPIv2", true, loader)
                    .getConstructor(long.class, String.class)
                    .newInstance(Cases.SDKAPPID, Cases.SECRET));
        }
        assertNotEquals(apis.get(0).getClass(), apis.get(1).getClass());
        try (SecretKey secret = new SecretKey(Cases.SECRET);
                Verifier verifier = Verifier.builder(Cases.SDKAPPID).key(secret).build()) {
            for (int round = 0; round < 100; round++) {
                Object api = apis.get(round % 2);
                Object ticket = api.getClass().getMethod("genUserSig", String.class, long.class).invoke(api, "xiaojun", 60L);
                assertEquals("xiaojun", verifier.verify((String) ticket, "xiaojun").getIdentifier());
            }
        }
        for (URLClassLoader loader : loaders) {
            loader.close();
        }
    }

    @Test
    void aPanicStaysInside() throws Exception {
        String given = System.getProperty("usersig.probe", "");
        assumeFalse(given.isEmpty(), "cargo build -p usersig-java --features test-panic; mvn -Dusersig.probe=LIBRARY");
        Path probe = java.nio.file.Paths.get(given);
        assertTrue(Files.exists(probe), given);
        String output = run(
                0, "-Xcheck:jni", "-Dio.usersig.library.path=" + probe, "-cp", classPath(Cases.JAR), "io.usersig.PanicProbe");
        assertTrue(output.contains("survived on P-256"), output);
    }

    /** What native code calls back is what the metadata for native images names. */
    @Test
    void reachabilityMetadata() throws Exception {
        try (JarFile jar = new JarFile(Cases.JAR.toFile())) {
            String folder = "META-INF/native-image/io.usersig/usersig/";
            JsonObject current = JsonParser.parseString(
                            read(jar.getInputStream(jar.getEntry(folder + "reachability-metadata.json"))))
                    .getAsJsonObject();
            JsonElement older =
                    JsonParser.parseString(read(jar.getInputStream(jar.getEntry(folder + "jni-config.json"))));
            assertNotNull(jar.getEntry(folder + "resource-config.json"));
            Class<?> boundary = Class.forName("io.usersig.Native");
            int methods = 0;
            for (JsonElement type : current.getAsJsonArray("reflection")) {
                if (!Cases.string(type.getAsJsonObject(), "type").equals(boundary.getName())) {
                    continue;
                }
                for (JsonElement method : type.getAsJsonObject().getAsJsonArray("methods")) {
                    List<String> parameters = new ArrayList<>();
                    method.getAsJsonObject().getAsJsonArray("parameterTypes")
                            .forEach(parameter -> parameters.add(parameter.getAsString()));
                    String name = Cases.string(method.getAsJsonObject(), "name");
                    assertTrue(Arrays.stream(boundary.getDeclaredMethods())
                            .filter(declared -> declared.getName().equals(name))
                            .anyMatch(declared -> parameters.equals(names(declared.getParameterTypes()))), name);
                    methods++;
                }
                assertEquals(
                        type.getAsJsonObject().get("methods"),
                        older.getAsJsonArray().get(0).getAsJsonObject().get("methods"));
            }
            assertEquals(2, methods);
        }
    }

    private static List<String> names(Class<?>[] types) {
        List<String> names = new ArrayList<>();
        for (Class<?> type : types) {
            names.add(type.getCanonicalName());
        }
        return names;
    }
}
