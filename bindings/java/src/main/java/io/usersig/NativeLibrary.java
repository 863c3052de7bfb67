package io.usersig;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Finds and loads the native library, once for each class loader. */
final class NativeLibrary {
    static final String PATH_PROPERTY = "io.usersig.library.path";
    static final String DIRECTORY_PROPERTY = "io.usersig.extract.dir";

    private static final String LIBRARY = "usersig_jni";

    /** Each platform: the start of {@code os.name}, {@code os.arch}, the folder in the jar, the file in it. */
    private static final String[][] PLATFORMS = {
        {"linux", "amd64", "linux-x86_64", "libusersig_jni.so"},
        {"linux", "x86_64", "linux-x86_64", "libusersig_jni.so"},
        {"linux", "aarch64", "linux-aarch64", "libusersig_jni.so"},
        {"mac", "x86_64", "osx-x86_64", "libusersig_jni.dylib"},
        {"mac", "amd64", "osx-x86_64", "libusersig_jni.dylib"},
        {"mac", "aarch64", "osx-aarch64", "libusersig_jni.dylib"},
        {"windows", "amd64", "windows-x86_64", "usersig_jni.dll"},
        {"windows", "x86_64", "windows-x86_64", "usersig_jni.dll"},
        {"windows", "aarch64", "windows-aarch64", "usersig_jni.dll"},
    };

    /** What went wrong, or null. */
    private static final String FAILURE = loadOnce();

    private NativeLibrary() {}

    /**
     * Called wherever the first native call may happen.
     *
     * @throws LoadException that lists what was tried
     */
    static void load() {
        if (FAILURE != null) {
            throw new LoadException(FAILURE);
        }
    }

    private static String loadOnce() {
        List<String> tried = new ArrayList<>();
        String override = System.getProperty(PATH_PROPERTY);
        boolean loaded = override != null && !override.isEmpty()
                ? loadFile(override, "system property " + PATH_PROPERTY, tried)
                : loadFromJar(tried) || loadFromLibraryPath(tried);
        if (!loaded) {
            return "the native library of usersig " + UserSig.VERSION + " could not be loaded on "
                    + System.getProperty("os.name") + ", " + System.getProperty("os.arch") + "; tried:"
                    + String.join("", tried)
                    + "\nSet the system property " + PATH_PROPERTY + " to a library file, or " + DIRECTORY_PROPERTY
                    + " to a directory that may be written and whose files may be run.";
        }
        String version = Native.version();
        if (!version.equals(UserSig.VERSION)) {
            return "the classes are those of usersig " + UserSig.VERSION + " and the native library that was loaded is of "
                    + version + "; use one jar alone, and no older library in " + PATH_PROPERTY;
        }
        return null;
    }

    private static boolean loadFromJar(List<String> tried) {
        String folder = null;
        String file = null;
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        for (String[] platform : PLATFORMS) {
            if (os.startsWith(platform[0]) && arch.equals(platform[1])) {
                folder = platform[2];
                file = platform[3];
            }
        }
        if (folder == null) {
            tried.add("\n- the jar: it has no library for this platform");
            return false;
        }
        if (os.startsWith("linux") && isMusl()) {
            folder += "-musl";
        }
        String resource = "/META-INF/native/" + folder + "/" + file;
        try (InputStream content = NativeLibrary.class.getResourceAsStream(resource)) {
            if (content == null) {
                tried.add("\n- the jar: it has no " + resource);
                return false;
            }
            return extractAndLoad(content, file, resource, tried);
        } catch (IOException | RuntimeException failure) {
            tried.add("\n- " + resource + " of the jar, extracted to " + extractionDirectory() + ": " + failure);
            return false;
        }
    }

    private static boolean extractAndLoad(InputStream content, String file, String resource, List<String> tried)
            throws IOException {
        Path directory = newPrivateDirectory();
        Path extracted = directory.resolve(file);
        try {
            Files.copy(content, extracted, StandardCopyOption.REPLACE_EXISTING);
            return loadFile(extracted.toString(), resource + " of the jar", tried);
        } finally {
            // A loaded library stays usable without its file, but on Windows, where it cannot be deleted before the end.
            if (!extracted.toFile().delete()) {
                directory.toFile().deleteOnExit();
                extracted.toFile().deleteOnExit();
            }
            directory.toFile().delete();
        }
    }

    /** A new directory that only this user can enter, so that nobody can swap the file before it is loaded. */
    private static Path newPrivateDirectory() throws IOException {
        Path parent = Files.createDirectories(Paths.get(extractionDirectory()));
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return Files.createTempDirectory(
                    parent, "usersig-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return Files.createTempDirectory(parent, "usersig-");
    }

    private static String extractionDirectory() {
        String directory = System.getProperty(DIRECTORY_PROPERTY);
        return directory == null || directory.isEmpty() ? System.getProperty("java.io.tmpdir") : directory;
    }

    private static boolean loadFile(String file, String origin, List<String> tried) {
        try {
            System.load(Paths.get(file).toAbsolutePath().toString());
            return true;
        } catch (LinkageError | RuntimeException failure) {
            tried.add("\n- " + origin + ", as " + file + ": " + failure.getMessage());
            return false;
        }
    }

    private static boolean loadFromLibraryPath(List<String> tried) {
        try {
            System.loadLibrary(LIBRARY);
            return true;
        } catch (LinkageError | RuntimeException failure) {
            tried.add("\n- " + LIBRARY + " in java.library.path: " + failure.getMessage());
            return false;
        }
    }

    /** True where this process runs on musl (Alpine Linux) instead of glibc. */
    private static boolean isMusl() {
        try {
            byte[] maps = Files.readAllBytes(Paths.get("/proc/self/maps"));
            return new String(maps, StandardCharsets.ISO_8859_1).contains("/ld-musl-");
        } catch (IOException | RuntimeException unknown) {
            return false;
        }
    }
}
