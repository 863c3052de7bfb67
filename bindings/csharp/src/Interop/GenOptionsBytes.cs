using System;

namespace Usersig.Interop
{
    /// <summary>The options of one call, with their texts as bytes, so that they can be pinned.</summary>
    internal unsafe struct GenOptionsBytes
    {
        internal readonly byte[] Userbuf;
        internal readonly byte[] AccountType;
        internal readonly byte[] AppidAt3rd;
        private NativeGenOptions native;

        internal GenOptionsBytes(TimeSpan? expire, GenOptions options)
        {
            native = default(NativeGenOptions);
            native.Size = (UIntPtr)(uint)sizeof(NativeGenOptions);
            Userbuf = options?.OwnUserbuf;
            AccountType = V1Field(options?.AccountType);
            AppidAt3rd = V1Field(options?.AppidAt3rd);
            expire = expire ?? options?.Expire;
            if (expire != null)
            {
                native.Flags |= NativeConstants.GenExpire;
                native.Expire = Time.WholeSeconds(expire.Value);
            }
            if (options == null)
            {
                return;
            }
            native.Compression = (uint)options.Compression;
            if (options.IssuedAt != null)
            {
                native.Flags |= NativeConstants.GenIssuedAt;
                native.IssuedAt = options.IssuedAt.Value.ToUnixTimeSeconds();
            }
            if (Userbuf != null)
            {
                native.Flags |= NativeConstants.GenUserbuf;
            }
            if (AccountType != null)
            {
                native.Flags |= NativeConstants.GenAccountType;
            }
            if (AppidAt3rd != null)
            {
                native.Flags |= NativeConstants.GenAppidAt3rd;
            }
            if (options.StrictIdentifier)
            {
                native.Flags |= NativeConstants.GenStrictIdentifier;
            }
        }

        /// <summary>The struct that the library reads; the pointers are those of the pinned arrays.</summary>
        internal NativeGenOptions ToNative(byte* userbuf, byte* accountType, byte* appidAt3rd)
        {
            NativeGenOptions result = native;
            result.Userbuf = userbuf;
            result.UserbufLength = Text.Length(Userbuf);
            result.AccountType = accountType;
            result.AccountTypeLength = Text.Length(AccountType);
            result.AppidAt3rd = appidAt3rd;
            result.AppidAt3rdLength = Text.Length(AppidAt3rd);
            return result;
        }

        private static byte[] V1Field(string text) =>
            text == null ? null : Text.Utf8(text, Limits.MaxIdentifierBytes, ErrorCode.InvalidArgument);
    }
}
