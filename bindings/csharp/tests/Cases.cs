using System.IO.Compression;
using System.Runtime.Serialization.Json;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace UserSig.Tests;

/// <summary>One object of a case file. A key that some rows leave out counts as null.</summary>
internal sealed class Case(XElement members)
{
    internal string Name => Text("name")!;

    internal string? Text(string key) => Get(key)?.Value;

    internal long? Number(string key) => Get(key) is { } value ? long.Parse(value.Value) : null;

    internal bool Flag(string key) => bool.Parse(Text(key)!);

    internal IEnumerable<string> Given => members.Elements().Select(member => member.Name.LocalName).Where(key => Get(key) is not null);

    internal bool Has(string key) => members.Element(key) is not null;

    internal byte[]? Bytes(string key) => Text(key) is { } text ? Convert.FromBase64String(text) : null;

    internal Case? Part(string key) => Get(key) is { } value ? new(value) : null;

    internal string[] Texts(string key) => [.. Get(key)!.Elements().Select(item => item.Value)];

    // A text that need not be one: in C#, its UTF-16 units; and as bytes.
    internal string? Raw(string key) => Part(key) is { } raw && Type(key) == "object"
        ? Repeated(raw, string.Concat(Hex(raw.Text("units")!, 4).Select(unit => (char)unit)))
        : Text(key);

    internal byte[]? RawBytes(string key) => Part(key) is { } raw && Type(key) == "object"
        ? [.. Hex(Repeated(raw, raw.Text("bytes")!), 2).Select(one => (byte)one)]
        : null;

    // Seconds, or seconds and nanoseconds; null if no DateTimeOffset or TimeSpan has the value.
    internal long? Ticks(string key)
    {
        long seconds = Type(key) == "object" ? Part(key)!.Number("seconds")!.Value : Number(key)!.Value, nanoseconds = Type(key) == "object" ? Part(key)!.Number("nanoseconds")!.Value : 0;
        return nanoseconds % 100 == 0 && Math.Abs(seconds) <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? seconds * TimeSpan.TicksPerSecond + nanoseconds / 100 : null;
    }

    internal string? Type(string key) => members.Element(key)?.Attribute("type")?.Value;

    internal Case[] Items(string key) => [.. members.Element(key)!.Elements().Select(item => new Case(new XElement("item", new XElement(item) { Name = "value" })))];

    private static string Repeated(Case raw, string text) => string.Concat(Enumerable.Repeat(text, (int)(raw.Number("repeat") ?? 1)));

    private static IEnumerable<int> Hex(string hex, int digits) =>
        Enumerable.Range(0, hex.Length / digits).Select(i => Convert.ToInt32(hex.Substring(digits * i, digits), 16));

    private XElement? Get(string key) => members.Element(key) is { } value && value.Attribute("type")?.Value != "null" ? value : null;
}

/// <summary>A clock that shows what it was set to.</summary>
internal sealed class SetClock : TimeProvider
{
    public long Seconds;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(Volatile.Read(ref Seconds));
}

/// <summary>The case files of ci/conformance, and what they name.</summary>
internal static class Cases
{
    /// <summary>The repository: USERSIG_REPOSITORY, or where the tests were built.</summary>
    internal static string Repository { get; } = Environment.GetEnvironmentVariable("USERSIG_REPOSITORY") ?? Above(AppContext.BaseDirectory);

    private static readonly Dictionary<string, Case[]> Files = [];
    private static readonly Dictionary<string, Case> Keys = Read("keys").ToDictionary(key => key.Name);
    private static readonly Dictionary<string, ErrorCode> Codes = Read("errors").ToDictionary(row => row.Text("word")!, row => (ErrorCode)row.Number("number")!);

    internal static Case[] Read(string name)
    {
        if (!Files.TryGetValue(name, out Case[]? rows))
        {
            // Of .NET and .NET Framework alike, without a package: JSON as XML, whose reader takes two characters as escapes alone.
            byte[] json = Encoding.UTF8.GetBytes(
                File.ReadAllText(Path.Combine(Repository, "ci", "conformance", name + ".json")).Replace("\ufffe", "\\ufffe").Replace("\uffff", "\\uffff"));
            using XmlReader reader = JsonReaderWriterFactory.CreateJsonReader(json, XmlDictionaryReaderQuotas.Max);
            Files[name] = rows = [.. XElement.Load(reader).Elements().Select(row => new Case(row))];
        }
        return rows;
    }

    internal static ErrorCode Code(string word) => Codes[word];

    internal static string KeyKind(string name) => Keys[name].Text("kind")!;

    internal static string KeyText(string name) => Keys[name].Text("text")!;

    internal static Signer Signer(long sdkAppId, string keyName)
    {
        if (KeyKind(keyName) == "secret")
        {
            using var secret = new SecretKey(KeyText(keyName));
            return new(sdkAppId, secret);
        }
        using PrivateKey key = PrivateKey.FromPem(KeyText(keyName));
        return new(sdkAppId, key);
    }

    internal static Verifier Verifier(long sdkAppId, string[] keyNames, VerifierOptions options)
    {
        List<PublicKey> v1 = [.. keyNames.Where(name => KeyKind(name) == "public").Select(name => PublicKey.FromPem(KeyText(name)))];
        List<SecretKey> v2 = [.. keyNames.Where(name => KeyKind(name) == "secret").Select(name => new SecretKey(KeyText(name)))];
        Assert.Equal(keyNames.Length, v1.Count + v2.Count);
        try
        {
            return new(sdkAppId, v1, v2, options);
        }
        finally
        {
            v1.ForEach(key => key.Dispose());
            v2.ForEach(key => key.Dispose());
        }
    }

    internal static DateTimeOffset Time(long unix) => DateTimeOffset.FromUnixTimeSeconds(unix);

    /// <summary>Whether a DateTimeOffset can name the moment: up to the end of the year 9999.</summary>
    internal static bool HasDate(long? unix) => unix is null || unix <= DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    internal static GenOptions Options(Case row) => new()
    {
        // vocabulary: gen_case
        Expire = Span(row, "expire"),
        Userbuf = row.RawBytes("userbuf") ?? row.Bytes("userbuf"),
        IssuedAt = Moment(row, "issued_at"),
        StrictIdentifier = row.Has("strict_identifier") && row.Flag("strict_identifier"),
        AccountType = row.Raw("account_type"),
        AppIdAt3rd = row.Raw("appid_at_3rd"),
        // vocabulary: end
    };

    internal static TimeSpan? Span(Case row, string key) => row.Has(key) && row.Type(key) != "null" ? new TimeSpan(row.Ticks(key)!.Value) : null;

    internal static DateTimeOffset? Moment(Case row, string key) =>
        row.Has(key) && row.Type(key) != "null" ? DateTimeOffset.FromUnixTimeSeconds(0).AddTicks(row.Ticks(key)!.Value) : null;

    internal static Room Room(Case room) => room.Number("number") is { } number ? UserSig.Room.FromNumber(number) : UserSig.Room.FromName(room.Text("name")!);

    internal static ExpectedUserbuf Expected(Case userbuf) => userbuf.Text("expect") switch
    {
        "absent" => ExpectedUserbuf.Absent,
        "present" => ExpectedUserbuf.Present,
        "any" => ExpectedUserbuf.Any,
        "exactly" => ExpectedUserbuf.Exactly(userbuf.Bytes("value")!),
        var other => throw new InvalidDataException("unknown expectation " + other),
    };

    /// <summary>The JSON text inside a ticket, decoded without the library.</summary>
    internal static string Inside(string ticket)
    {
        byte[] zlib = Convert.FromBase64String(ticket.Replace('*', '+').Replace('-', '/').Replace('_', '='));
        // Two bytes of header come before the deflate stream.
        using var inflate = new DeflateStream(new MemoryStream(zlib, 2, zlib.Length - 2), CompressionMode.Decompress);
        using var reader = new StreamReader(inflate, new UTF8Encoding(false, true));
        return reader.ReadToEnd();
    }

    private static string Above(string folder) => Directory.Exists(Path.Combine(folder, "ci", "conformance"))
        ? folder
        : Above(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("USERSIG_REPOSITORY is not set, and the tests were not built in the repository."));
}
