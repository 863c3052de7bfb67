// The functions of usersig.h that the assembly calls, with the header's names.
using System;
using System.Runtime.InteropServices;
using System.Security;

// The library beside the assembly comes first, and on Windows the current directory is not searched.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]

namespace Usersig.Interop
{
    /// <summary>
    /// Handles are passed as SafeHandles: the runtime keeps a handle alive while a call uses it, even when another thread
    /// disposes of it meanwhile. All else is passed as pointers and numbers, which need no conversion.
    /// </summary>
    [SuppressUnmanagedCodeSecurity]
    internal static unsafe class NativeMethods
    {
        private const string Library = "usersig";
        private const CallingConvention C = CallingConvention.Cdecl;

        [DllImport(Library, CallingConvention = C)]
        internal static extern byte* usersig_version();

        [DllImport(Library, CallingConvention = C)]
        internal static extern void usersig_wipe(void* buffer, UIntPtr length);

        [DllImport(Library, CallingConvention = C)]
        internal static extern NativeStatusRow* usersig_status_lookup(int status);

        [DllImport(Library, CallingConvention = C)]
        internal static extern int usersig_private_key_from_pem(byte* pem, UIntPtr pemLength, out PrivateKeyHandle key, NativeError* error);

        [DllImport(Library, CallingConvention = C)]
        internal static extern int usersig_private_key_generate(int curve, out PrivateKeyHandle key, NativeError* error);

        [DllImport(Library, CallingConvention = C)]
        internal static extern int usersig_private_key_public_key(PrivateKeyHandle key, out PublicKeyHandle publicKey, NativeError* error);

        [DllImport(Library, CallingConvention = C)]
        internal static extern int usersig_private_key_curve(PrivateKeyHandle key);

        [DllImport(Library, CallingConvention = C)]
        internal static extern int usersig_private_key_to_pem(
            PrivateKeyHandle key, byte* pem, UIntPtr capacity, UIntPtr* pemLength, NativeError* error);

        [DllImport(Library, CallingConvention = C)]
        internal static extern void usersig_private_key_free(IntPtr key);

        [DllImport(Library, CallingConvention = C)]
        internal static extern int usersig_public_key_from_pem(byte* pem, UIntPtr pemLength, out PublicKeyHandle key, NativeError* error);

        [DllImport(Library, CallingConvention = C)]
        internal static extern int usersig_public_key_curve(PublicKeyHandle key);

        [DllImport(Library, CallingConvention = C)]
        internal static extern int usersig_public_key_to_pem(
            PublicKeyHandle key, byte* pem, UIntPtr capacity, UIntPtr* pemLength, NativeError* error);

        [DllImport(Library, CallingConvention = C)]
        internal static extern void usersig_public_key_free(IntPtr key);

        [DllImport(Library, CallingConvention = C)]
        internal static extern int usersig_secret_key_new(byte* secret, UIntPtr secretLength, out SecretKeyHandle key, NativeError* error);

        [DllImport(Library, CallingConvention = C)]
        internal static extern void usersig_secret_key_free(IntPtr key);

        [DllImport(Library, CallingConvention = C)]
        internal static extern int usersig_signer_new_v1(long sdkappid, PrivateKeyHandle key, out SignerHandle signer, NativeError* error);

        [DllImport(Library, CallingConvention = C)]
        internal static extern int usersig_signer_new_v2(long sdkappid, SecretKeyHandle key, out SignerHandle signer, NativeError* error);

        [DllImport(Library, CallingConvention = C)]
        internal static extern void usersig_signer_free(IntPtr signer);

        [DllImport(Library, CallingConvention = C)]
        internal static extern int usersig_signer_gen_sig(
            SignerHandle signer, byte* identifier, UIntPtr identifierLength, NativeGenOptions* options,
            byte* ticket, UIntPtr capacity, UIntPtr* ticketLength, NativeError* error);

        [DllImport(Library, CallingConvention = C)]
        internal static extern int usersig_signer_gen_private_map_key(
            SignerHandle signer, byte* identifier, UIntPtr identifierLength, long roomNumber, byte* roomName, UIntPtr roomNameLength,
            long privilegeBits, NativeGenOptions* options, byte* ticket, UIntPtr capacity, UIntPtr* ticketLength, NativeError* error);

        [DllImport(Library, CallingConvention = C)]
        internal static extern int usersig_signer_gen_sig_batch(
            SignerHandle signer, byte* identifiers, UIntPtr identifiersLength, UIntPtr* lengths, UIntPtr count,
            NativeGenOptions* options, uint threads, NativeBatch** batch, NativeError* error);

        [DllImport(Library, CallingConvention = C)]
        internal static extern void usersig_batch_free(NativeBatch* batch);

        [DllImport(Library, CallingConvention = C)]
        internal static extern int usersig_private_map_key_userbuf(
            long sdkappid, byte* identifier, UIntPtr identifierLength, long roomNumber, byte* roomName, UIntPtr roomNameLength,
            long expiresAt, long privilegeBits, byte* userbuf, UIntPtr capacity, UIntPtr* userbufLength, NativeError* error);

        [DllImport(Library, CallingConvention = C)]
        internal static extern int usersig_verifier_new(
            long sdkappid, IntPtr* publicKeys, UIntPtr publicKeyCount, IntPtr* secretKeys, UIntPtr secretKeyCount,
            NativeVerifierOptions* options, out VerifierHandle verifier, NativeError* error);

        [DllImport(Library, CallingConvention = C)]
        internal static extern void usersig_verifier_free(IntPtr verifier);

        [DllImport(Library, CallingConvention = C)]
        internal static extern int usersig_verifier_verify(
            VerifierHandle verifier, byte* ticket, UIntPtr ticketLength, byte* identifier, UIntPtr identifierLength,
            NativeVerifyOptions* options, NativeTicketFields** verified, NativeError* error);

        [DllImport(Library, CallingConvention = C)]
        internal static extern void usersig_ticket_free(NativeTicketFields* ticket);

        [DllImport(Library, CallingConvention = C)]
        internal static extern int usersig_inspect(
            byte* ticket, UIntPtr ticketLength, NativeTicketFields** untrusted, NativeError* error);

        [DllImport(Library, CallingConvention = C)]
        internal static extern void usersig_untrusted_ticket_free(NativeTicketFields* ticket);
    }
}
