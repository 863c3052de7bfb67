using UserSig.Interop;

namespace UserSig;

/// <summary>The native library that does the work.</summary>
public static class UserSigLibrary
{
    /// <summary>The version of the native library, which is that of this assembly, for example "0.1.0".</summary>
    /// <exception cref="DllNotFoundException">The native library is not there, cannot be read, is for another machine, or is of
    /// another version; the message says which.</exception>
    public static string Version => NativeLibraryCheck.Version;
}
