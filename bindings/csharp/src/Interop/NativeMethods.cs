// The functions of usersig.h that the assembly calls, with the header's names.
using System.Runtime.InteropServices;
using System.Security;

// The library beside the assembly comes first, and on Windows the current directory is not searched.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]

namespace UserSig.Interop;

// New handles come as SafeHandles, so that none is lost; they are passed as pointers that are borrowed from them
// (Borrow). Nothing needs a conversion.
[SuppressUnmanagedCodeSecurity]
internal static unsafe class NativeMethods
{
    private const string Library = "libusersig";
    private const CallingConvention C = CallingConvention.Cdecl;

    [DllImport(Library, CallingConvention = C)]
    internal static extern byte* usersig_version();

    [DllImport(Library, CallingConvention = C)]
    internal static extern void usersig_wipe(void* buffer, nuint length);

    [DllImport(Library, CallingConvention = C)]
    internal static extern NativeStatusRow* usersig_status_lookup(int status);

    [DllImport(Library, CallingConvention = C)]
    internal static extern int usersig_private_key_from_pem(byte* pem, nuint pemLength, out PrivateKeyHandle key, NativeError* error);

    [DllImport(Library, CallingConvention = C)]
    internal static extern int usersig_private_key_generate(int curve, out PrivateKeyHandle key, NativeError* error);

    [DllImport(Library, CallingConvention = C)]
    internal static extern int usersig_private_key_public_key(IntPtr key, out PublicKeyHandle publicKey, NativeError* error);

    [DllImport(Library, CallingConvention = C)]
    internal static extern int usersig_private_key_curve(IntPtr key);

    [DllImport(Library, CallingConvention = C)]
    internal static extern int usersig_private_key_to_pem(
        IntPtr key, byte* pem, nuint capacity, nuint* pemLength, NativeError* error);

    [DllImport(Library, CallingConvention = C)]
    internal static extern void usersig_private_key_free(IntPtr key);

    [DllImport(Library, CallingConvention = C)]
    internal static extern int usersig_public_key_from_pem(byte* pem, nuint pemLength, out PublicKeyHandle key, NativeError* error);

    [DllImport(Library, CallingConvention = C)]
    internal static extern int usersig_public_key_curve(IntPtr key);

    [DllImport(Library, CallingConvention = C)]
    internal static extern int usersig_public_key_to_pem(
        IntPtr key, byte* pem, nuint capacity, nuint* pemLength, NativeError* error);

    [DllImport(Library, CallingConvention = C)]
    internal static extern void usersig_public_key_free(IntPtr key);

    [DllImport(Library, CallingConvention = C)]
    internal static extern int usersig_secret_key_new(byte* secret, nuint secretLength, out SecretKeyHandle key, NativeError* error);

    [DllImport(Library, CallingConvention = C)]
    internal static extern void usersig_secret_key_free(IntPtr key);

    [DllImport(Library, CallingConvention = C)]
    internal static extern int usersig_signer_with_private_key(long sdkappid, IntPtr key, out SignerHandle signer, NativeError* error);

    [DllImport(Library, CallingConvention = C)]
    internal static extern int usersig_signer_with_secret_key(long sdkappid, IntPtr key, out SignerHandle signer, NativeError* error);

    [DllImport(Library, CallingConvention = C)]
    internal static extern void usersig_signer_free(IntPtr signer);

    [DllImport(Library, CallingConvention = C)]
    internal static extern int usersig_signer_gen_sig(
        IntPtr signer, byte* identifier, nuint identifierLength, NativeGenOptions* options,
        byte* ticket, nuint capacity, nuint* ticketLength, NativeError* error);

    [DllImport(Library, CallingConvention = C)]
    internal static extern int usersig_signer_gen_private_map_key(
        IntPtr signer, byte* identifier, nuint identifierLength, long roomNumber, byte* roomName, nuint roomNameLength,
        long privilegeBits, NativeGenOptions* options, byte* ticket, nuint capacity, nuint* ticketLength, NativeError* error);

    [DllImport(Library, CallingConvention = C)]
    internal static extern int usersig_signer_gen_sig_batch(
        IntPtr signer, byte* identifiers, nuint identifiersLength, nuint* lengths, nuint count,
        NativeGenOptions* options, uint threads, NativeBatch** batch, NativeError* error);

    [DllImport(Library, CallingConvention = C)]
    internal static extern int usersig_source_new(
        IntPtr signer, byte* identifier, nuint identifierLength, NativeGenOptions* options, double minShare,
        out SourceHandle source, NativeError* error);

    [DllImport(Library, CallingConvention = C)]
    internal static extern void usersig_source_free(IntPtr source);

    [DllImport(Library, CallingConvention = C)]
    internal static extern ulong usersig_source_renewals(IntPtr source);

    [DllImport(Library, CallingConvention = C)]
    internal static extern int usersig_source_ticket_at(
        IntPtr source, long now, ulong renewals, byte* ticket, nuint capacity, nuint* ticketLength, NativeError* error);

    [DllImport(Library, CallingConvention = C)]
    internal static extern void usersig_batch_free(NativeBatch* batch);

    [DllImport(Library, CallingConvention = C)]
    internal static extern int usersig_private_map_key_userbuf(
        long sdkappid, byte* identifier, nuint identifierLength, long roomNumber, byte* roomName, nuint roomNameLength,
        long expiresAt, long privilegeBits, byte* userbuf, nuint capacity, nuint* userbufLength, NativeError* error);

    [DllImport(Library, CallingConvention = C)]
    internal static extern int usersig_verifier_new(
        long sdkappid, IntPtr* publicKeys, nuint publicKeyCount, IntPtr* secretKeys, nuint secretKeyCount,
        NativeVerifierOptions* options, out VerifierHandle verifier, NativeError* error);

    [DllImport(Library, CallingConvention = C)]
    internal static extern void usersig_verifier_free(IntPtr verifier);

    [DllImport(Library, CallingConvention = C)]
    internal static extern int usersig_verifier_verify(
        IntPtr verifier, byte* ticket, nuint ticketLength, byte* identifier, nuint identifierLength,
        NativeVerifyOptions* options, NativeTicketFields** verified, NativeError* error);

    [DllImport(Library, CallingConvention = C)]
    internal static extern int usersig_verifier_authenticate(
        IntPtr verifier, byte* ticket, nuint ticketLength, NativeVerifyOptions* options, NativeTicketFields** verified, NativeError* error);

    [DllImport(Library, CallingConvention = C)]
    internal static extern void usersig_ticket_free(NativeTicketFields* ticket);

    [DllImport(Library, CallingConvention = C)]
    internal static extern int usersig_inspect(
        byte* ticket, nuint ticketLength, NativeTicketFields** untrusted, NativeError* error);

    [DllImport(Library, CallingConvention = C)]
    internal static extern void usersig_untrusted_ticket_free(NativeTicketFields* ticket);
}
