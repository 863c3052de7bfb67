namespace UserSig.Tests;

/// <summary>Values and questions that several tests use.</summary>
internal static class Samples
{
    internal const long SdkAppId = 1400000000;
    internal const string Secret = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
    internal const string User = "xiaojun";

    /// <summary>The call fails with this cause.</summary>
    internal static UserSigException Fails(ErrorCode code, Action call)
    {
        UserSigException e = Assert.Throws<UserSigException>(call);
        Assert.Equal(code, e.Code);
        return e;
    }

    /// <summary>A row of this process's status, such as VmRSS.</summary>
    internal static long Kib(string row) =>
        long.Parse(string.Concat(File.ReadLines("/proc/self/status").First(one => one.StartsWith(row + ":", StringComparison.Ordinal)).Where(char.IsDigit)));

    internal static Signer SecretSigner()
    {
        using var key = new SecretKey(Secret);
        return new(SdkAppId, key);
    }

    internal static Verifier SecretVerifier()
    {
        using var key = new SecretKey(Secret);
        return new(SdkAppId, key);
    }
}
