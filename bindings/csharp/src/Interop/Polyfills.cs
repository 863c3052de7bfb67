#if NETSTANDARD2_0
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace UserSig;

/// <summary>What newer versions of .NET have.</summary>
internal static class Polyfills
{
    extension(ArgumentNullException)
    {
        internal static void ThrowIfNull([NotNull] object? argument, [CallerArgumentExpression(nameof(argument))] string? name = null)
        {
            if (argument is null)
            {
                throw new ArgumentNullException(name);
            }
        }
    }

    extension(ArgumentOutOfRangeException)
    {
        internal static void ThrowIfNegative(int value, [CallerArgumentExpression(nameof(value))] string? name = null)
        {
            if (value < 0)
            {
                throw new ArgumentOutOfRangeException(name);
            }
        }
    }
}
#endif
