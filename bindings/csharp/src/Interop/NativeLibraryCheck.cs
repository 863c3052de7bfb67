using System.Runtime.InteropServices;

namespace UserSig.Interop;

// Makes a missing or foreign native library a clear error instead of a wrong reading of its memory.
internal static unsafe class NativeLibraryCheck
{
    private static volatile string? version;

    // The version of the native library. Loads it at the first call.
    internal static string Version => version ?? Load();

    // Called before the first handle can exist.
    internal static void Run()
    {
        if (version is null)
        {
            Load();
        }
    }

    private static string Load()
    {
        string found;
        try
        {
            found = Text.FromUtf8(NativeMethods.usersig_version());
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw new DllNotFoundException(Explain(e), e);
        }
        string expected = typeof(NativeLibraryCheck).Assembly.GetName().Version!.ToString(3);
        if (found != expected)
        {
            throw new DllNotFoundException(
                $"The native library of usersig that was loaded is version {found}, and UserSig.dll needs {expected}: remove the other one.");
        }
        return version = found;
    }

    private static string Explain(Exception cause)
    {
        bool windows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows), mac = RuntimeInformation.IsOSPlatform(OSPlatform.OSX);
        string file = windows ? "libusersig.dll" : mac ? "libusersig.dylib" : "libusersig.so";
        string cpu = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
#if NETSTANDARD2_0
        string rid = (windows ? "win-" : mac ? "osx-" : "linux-") + cpu;
#else
        string rid = RuntimeInformation.RuntimeIdentifier;
#endif
        string[] places = [Path.Combine(AppContext.BaseDirectory, file), Path.Combine(AppContext.BaseDirectory, "runtimes", rid, "native", file)];
        if (Array.Find(places, File.Exists) is not { } path)
        {
            return $"The native library of usersig, {file}, was not found for {rid}. The NuGet package has it as runtimes/<rid>/native/{file} "
                + "for each platform that it supports; it belongs there or next to UserSig.dll in the output folder. Looked for: " + string.Join(", ", places);
        }
        string? machine;
        try
        {
            machine = Machine(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"The native library of usersig, {path}, cannot be read: {e.Message}";
        }
        return machine is null ? $"The file {path} is no library for {rid}: it is damaged, or another file of the name."
            : machine != cpu ? $"The native library of usersig, {path}, is for {machine}, and this process needs {rid}: use the one from runtimes/{rid}/native."
            : $"The native library of usersig, {path}, could not be loaded for {rid}: {cause.Message}";
    }

    // The processor that an ELF, PE or Mach-O file of the usual byte order is for; null if it is none of these.
    private static string? Machine(byte[] file)
    {
        if (file.Length < 64)
        {
            return null;
        }
        int at = BitConverter.ToInt32(file, 0) switch
        {
            0x464C457F => 18,
            unchecked((int)0xFEEDFACF) => 4,
            int magic when (magic & 0xFFFF) == 0x5A4D => BitConverter.ToInt32(file, 60) + 4,
            _ => -1,
        };
        return at < 0 || at > file.Length - 2 ? null : BitConverter.ToUInt16(file, at) switch
        {
            62 or 7 or 0x8664 => "x64",
            183 or 12 or 0xAA64 => "arm64",
            ushort other => "another processor (" + other + ")",
        };
    }
}
