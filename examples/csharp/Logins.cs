using System.Security.Cryptography;

namespace Example;

public sealed record Login(string User, string Password);

/// <summary>The app's users. Yours are in a database; these keep the example runnable.</summary>
public sealed class Logins
{
    private readonly byte[] salt = RandomNumberGenerator.GetBytes(16);
    private readonly byte[] nobody = RandomNumberGenerator.GetBytes(32);
    private readonly Dictionary<string, byte[]> passwords;

    public Logins() => passwords = new() { ["xiaojun"] = Hash("correct horse"), ["xiaoming"] = Hash("battery staple") };

    public bool IsMember(string user, long room) => room == 10000 && user == "xiaojun";

    // The hash is computed for unknown users, too, so that the time does not tell who exists.
    public bool IsRight(Login login) => CryptographicOperations.FixedTimeEquals(Hash(login.Password), passwords.GetValueOrDefault(login.User, nobody));

    private byte[] Hash(string password) => Rfc2898DeriveBytes.Pbkdf2(password, salt, 100_000, HashAlgorithmName.SHA256, 32);
}
