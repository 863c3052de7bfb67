using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using UserSig;

// The package against .NET's own HMACSHA256, ECDsa and ZLibStream by hand: keys parsed once, and the JSON written and searched as
// text (a JSON library would only be slower). JSON rows on stdout; see ../report.py.
// Bench KEYS, and Bench KEYS VERSION VARIANT (see ci/measure/first.py)
const int SdkAppId = 1400000000;
string keys = args[0];
string Key(string name) => File.ReadAllText(Path.Combine(keys, name)).Trim();
if (args.Length > 1)
{
    // One ticket, all that this process does.
    Console.WriteLine((args[1], args[2]) switch
    {
        ("v1", "prepared") => new Signer(SdkAppId, PrivateKey.FromPem(Key("p256/private_key.txt"))).GenSig("xiaojun"),
        ("v2", "prepared") => new Signer(SdkAppId, new SecretKey(Key("secret.txt"))).GenSig("xiaojun"),
        ("v1", _) => new ByHand(keys).V1Gen("xiaojun"),
        _ => new ByHand(keys).V2Gen("xiaojun"),
    });
    return;
}

var hand = new ByHand(keys);
var v1 = new Signer(SdkAppId, PrivateKey.FromPem(Key("p256/private_key.txt")));
var v2 = new Signer(SdkAppId, new SecretKey(Key("secret.txt")));
var v1Verifier = new Verifier(SdkAppId, PublicKey.FromPem(Key("p256/public_key.txt")));
var v2Verifier = new Verifier(SdkAppId, new SecretKey(Key("secret.txt")));
string t1 = v1.GenSig("xiaojun"), t2 = v2.GenSig("xiaojun");
v1Verifier.Verify(hand.V1Gen("xiaojun"), "xiaojun");
v2Verifier.Verify(hand.V2Gen("xiaojun"), "xiaojun");

(string Row, string Variant, Action Call)[] calls =
[
    ("v1 gen", "prepared", () => v1.GenSig("xiaojun")), ("v1 gen", "by hand", () => hand.V1Gen("xiaojun")),
    ("v1 verify", "prepared", () => v1Verifier.Verify(t1, "xiaojun")), ("v1 verify", "by hand", () => hand.V1Verify(t1, "xiaojun")),
    ("v2 gen", "prepared", () => v2.GenSig("xiaojun")), ("v2 gen", "by hand", () => hand.V2Gen("xiaojun")),
    ("v2 verify", "prepared", () => v2Verifier.Verify(t2, "xiaojun")), ("v2 verify", "by hand", () => hand.V2Verify(t2, "xiaojun")),
];
Say($"\"row\": \"runtime\", \"name\": \"{RuntimeInformation.FrameworkDescription}\"");
double[][] measured = [.. calls.Select(_ => new double[40])];
int[] times = [.. calls.Select(call =>
{
    // The just-in-time compiler needs some thousand calls, and time.
    Cpu(call.Call, 10_000);
    return Math.Max(1, (int)(3000 / Cpu(call.Call, 1000)));
})];
for (int round = 0; round < 40; round++)
{
    for (int i = 0; i < calls.Length; i++)
    {
        measured[i][round] = Cpu(calls[i].Call, times[i]);
    }
}
for (int i = 0; i < calls.Length; i++)
{
    Say($"\"row\": \"{calls[i].Row}\", \"variant\": \"{calls[i].Variant}\", \"us\": {Median(measured[i]):F3}");
}

string[] users = [.. Enumerable.Range(0, 100_000).Select(i => "user" + i)];
Action batch = () => v2.GenSigBatch(users), alone = () =>
{
    var tickets = new string[users.Length];
    Parallel.For(0, users.Length, i => tickets[i] = v2.GenSig(users[i]));
}, stream = () =>
{
    foreach (BatchResult _ in v2.GenSigStream(users))
    {
    }
};
// In turns; the time by the clock needs a quiet machine, CPU time does not.
foreach ((string row, Action call) in new[] { ("batch", batch), ("stream", stream) })
{
    var ratios = Enumerable.Range(0, 25).Select(_ => (Ours: Once(call), Alone: Once(alone))).Skip(5).ToArray();
    Say($"\"row\": \"{row} of 100000\", \"variant\": \"over Parallel.For\", \"ratio\": {Median([.. ratios.Select(one => one.Ours.Clock / one.Alone.Clock)]):F3}");
    Say($"\"row\": \"{row} of 100000\", \"variant\": \"over Parallel.For, CPU time\", \"ratio\": {Median([.. ratios.Select(one => one.Ours.Cpu / one.Alone.Cpu)]):F3}");
}
Say($"\"row\": \"batch of 100000\", \"variant\": \"ticket's allocations\", \"bytes\": {Allocated(batch) / users.Length}");
Say($"\"row\": \"Parallel.For of 100000\", \"variant\": \"ticket's allocations\", \"bytes\": {Allocated(alone) / users.Length}");

static (double Clock, double Cpu) Once(Action call)
{
    var watch = Stopwatch.StartNew();
    double cpu = Cpu(call, 1);
    return (watch.Elapsed.TotalMicroseconds, cpu);
}

// The process's CPU time, which does not count what else the machine does.
static double Cpu(Action call, int times)
{
    TimeSpan start = Environment.CpuUsage.TotalTime;
    for (int i = 0; i < times; i++)
    {
        call();
    }
    return (Environment.CpuUsage.TotalTime - start).TotalMicroseconds / times;
}

static long Allocated(Action call)
{
    long before = GC.GetTotalAllocatedBytes(true);
    call();
    return GC.GetTotalAllocatedBytes(true) - before;
}

static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

static void Say(FormattableString row) => Console.WriteLine("{\"language\": \"csharp\", " + row.ToString(CultureInfo.InvariantCulture) + "}");

internal sealed class ByHand
{
    private const int SdkAppId = 1400000000, Expire = 15552000;

    // A process that makes one v2 ticket reads no other key.
    private readonly Lazy<ECDsa> sign, verify;
    private readonly byte[] secret;

    internal ByHand(string keys)
    {
        string Text(string name) => File.ReadAllText(Path.Combine(keys, name));
        ECDsa Read(string name)
        {
            var key = ECDsa.Create();
            key.ImportFromPem(Text(name));
            return key;
        }

        sign = new(() => Read("p256/private_key.txt"));
        verify = new(() => Read("p256/public_key.txt"));
        secret = Encoding.UTF8.GetBytes(Text("secret.txt").Trim());
    }

    internal string V1Gen(string user)
    {
        string time = Now().ToString(CultureInfo.InvariantCulture);
        string sig = Convert.ToBase64String(sign.Value.SignData(V1Text("0", "0", user, $"{SdkAppId}", time, $"{Expire}"), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        return Seal($"{{\"TLS.account_type\":\"0\",\"TLS.identifier\":\"{user}\",\"TLS.appid_at_3rd\":\"0\",\"TLS.sdk_appid\":\"{SdkAppId}\",\"TLS.expire_after\":\"{Expire}\",\"TLS.version\":\"201512300000\",\"TLS.time\":\"{time}\",\"TLS.sig\":\"{sig}\"}}");
    }

    internal void V1Verify(string ticket, string user)
    {
        string json = Unseal(ticket), time = Value(json, "TLS.time"), expire = Value(json, "TLS.expire_after");
        byte[] text = V1Text(Value(json, "TLS.appid_at_3rd"), Value(json, "TLS.account_type"), Value(json, "TLS.identifier"), Value(json, "TLS.sdk_appid"), time, expire);
        Require(verify.Value.VerifyData(text, Convert.FromBase64String(Value(json, "TLS.sig")), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
            && Value(json, "TLS.identifier") == user && long.Parse(time) + long.Parse(expire) >= Now());
    }

    internal string V2Gen(string user)
    {
        string time = Now().ToString(CultureInfo.InvariantCulture);
        string sig = Convert.ToBase64String(Mac(user, $"{SdkAppId}", time, $"{Expire}"));
        return Seal($"{{\"TLS.ver\":\"2.0\",\"TLS.identifier\":\"{user}\",\"TLS.sdkappid\":{SdkAppId},\"TLS.expire\":{Expire},\"TLS.time\":{time},\"TLS.sig\":\"{sig}\"}}");
    }

    internal void V2Verify(string ticket, string user)
    {
        string json = Unseal(ticket), time = Value(json, "TLS.time"), expire = Value(json, "TLS.expire");
        Require(CryptographicOperations.FixedTimeEquals(Convert.FromBase64String(Value(json, "TLS.sig")), Mac(Value(json, "TLS.identifier"), Value(json, "TLS.sdkappid"), time, expire))
            && Value(json, "TLS.identifier") == user && long.Parse(time) + long.Parse(expire) >= Now());
    }

    private byte[] Mac(string user, string app, string time, string expire) =>
        HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"TLS.identifier:{user}\nTLS.sdkappid:{app}\nTLS.time:{time}\nTLS.expire:{expire}\n"));

    private static byte[] V1Text(string third, string account, string user, string app, string time, string expire) => Encoding.UTF8.GetBytes(
        $"TLS.appid_at_3rd:{third}\nTLS.account_type:{account}\nTLS.identifier:{user}\nTLS.sdk_appid:{app}\nTLS.time:{time}\nTLS.expire_after:{expire}\n");

    private static string Seal(string json)
    {
        var sealedText = new MemoryStream();
        using (var zlib = new ZLibStream(sealedText, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(Encoding.UTF8.GetBytes(json));
        }
        return Convert.ToBase64String(sealedText.GetBuffer(), 0, (int)sealedText.Length).Replace('+', '*').Replace('/', '-').Replace('=', '_');
    }

    private static string Unseal(string ticket)
    {
        byte[] bytes = Convert.FromBase64String(ticket.Replace('*', '+').Replace('-', '/').Replace('_', '='));
        using var reader = new StreamReader(new ZLibStream(new MemoryStream(bytes), CompressionMode.Decompress));
        return reader.ReadToEnd();
    }

    private static string Value(string json, string key)
    {
        int start = json.IndexOf($"\"{key}\":", StringComparison.Ordinal) + key.Length + 3;
        bool quoted = json[start] == '"';
        int end = json.IndexOfAny(quoted ? ['"'] : [',', '}'], start + 1);
        return json[(quoted ? start + 1 : start)..end];
    }

    private static long Now() => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    private static void Require(bool condition)
    {
        if (!condition)
        {
            throw new InvalidOperationException("by hand: failed");
        }
    }
}
