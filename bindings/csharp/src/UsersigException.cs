using System;
using System.Collections.Generic;
using Usersig.Interop;

namespace Usersig
{
    /// <summary>
    /// Why a ticket or an input was refused. <see cref="Code"/> tells the causes apart; the message says what was wrong, what was
    /// expected and what to do. It holds no key, no ticket and no identifier, so that it can be logged.
    /// </summary>
    public sealed class UsersigException : Exception
    {
        private UsersigException(int code, string field, string message) : base(message)
        {
            Code = (ErrorCode)code;
            Field = field;
        }

        /// <summary>The cause.</summary>
        public ErrorCode Code { get; }

        /// <summary>The number of the cause, 1 to 99, the same in every language.</summary>
        public int Number => (int)Code;

        /// <summary>The word of the cause, the same in every language, for example "expired".</summary>
        public unsafe string Word => Text.FromUtf8(NativeMethods.usersig_status_lookup(Number)->Word);

        /// <summary>With <see cref="ErrorCode.MalformedField"/> the JSON key of the field at fault, for example "TLS.sig"; otherwise null.</summary>
        public string Field { get; }

        /// <summary>What Tencent's service most commonly reports for the same cause; null where it has no code for it.</summary>
        public unsafe int? ServiceCode
        {
            get
            {
                NativeStatusRow* row = NativeMethods.usersig_status_lookup(Number);
                return row->ServiceCodeCount == 0 ? (int?)null : row->ServiceCodes[0];
            }
        }

        /// <summary>
        /// All that Tencent's servers and clients report for the same cause, the most common first: positive numbers are Chat codes,
        /// negative ones TRTC codes.
        /// </summary>
        public unsafe IReadOnlyList<int> ServiceCodes
        {
            get
            {
                NativeStatusRow* row = NativeMethods.usersig_status_lookup(Number);
                var codes = new int[row->ServiceCodeCount];
                for (int i = 0; i < codes.Length; i++)
                {
                    codes[i] = row->ServiceCodes[i];
                }
                return codes;
            }
        }

        /// <summary>What a call wrote about its failure.</summary>
        internal static unsafe UsersigException FromNative(NativeError* error)
        {
            string field = Text.FromUtf8(error->Field);
            return new UsersigException(error->Code, field.Length == 0 ? null : field, Text.FromUtf8(error->Message));
        }

        /// <summary>The exception for a status without a call's details.</summary>
        internal static unsafe UsersigException FromStatus(int status, string message = null)
        {
            NativeLibraryCheck.Run();
            NativeStatusRow* row = NativeMethods.usersig_status_lookup(status);
            return new UsersigException(row->Code, null, message ?? Text.FromUtf8(row->Message));
        }
    }
}
