using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using UserSig;

namespace Example;

/// <summary>The section "UserSig" of the configuration. The secrets come from the environment: UserSig__Secret.</summary>
public sealed class UserSigSettings
{
    [Range(1, uint.MaxValue)]
    public long SdkAppId { get; set; }

    [Required]
    public string Secret { get; set; } = "";

    /// <summary>While the secret is being changed: tickets of this one are still accepted.</summary>
    public string? PreviousSecret { get; set; }
}

/// <summary>One signer and one verifier for all requests, made anew when the configuration changes.</summary>
public sealed class Tickets
{
    // Requests that have the old ones go on; nobody disposes of them, and they are freed when they are collected.
    private volatile Pair current;

    public Tickets(IOptionsMonitor<UserSigSettings> settings)
    {
        current = new(settings.CurrentValue);
        settings.OnChange(changed => current = new(changed));
    }

    public Signer Signer => current.Signer;

    public Verifier Verifier => current.Verifier;

    private sealed class Pair
    {
        internal Pair(UserSigSettings settings)
        {
            using var secret = new SecretKey(settings.Secret);
            using SecretKey? previous = settings.PreviousSecret is { Length: > 0 } text ? new SecretKey(text) : null;
            Signer = new(settings.SdkAppId, secret);
            Verifier = new(settings.SdkAppId, null, previous is null ? [secret] : [secret, previous]);
        }

        internal Signer Signer { get; }

        internal Verifier Verifier { get; }
    }
}
