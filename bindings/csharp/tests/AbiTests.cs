using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace UserSig.Tests;

/// <summary>The declarations in the assembly are those of usersig.h.</summary>
public static class AbiTests
{
    private const BindingFlags Inner = BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly;
    private static readonly Assembly Assembly = typeof(Signer).Assembly;
    private static readonly string Header = Regex.Replace(
        File.ReadAllText(Path.Combine(Cases.Repository, "bindings", "c", "include", "usersig.h")), "//[^\n]*|/\\*.*?\\*/", "", RegexOptions.Singleline);

    public static TheoryData<string> Structs() => [.. Assembly.GetTypes()
        .Where(type => type.Namespace == "UserSig.Interop" && type.Name.StartsWith("Native", StringComparison.Ordinal) && type.IsValueType)
        .Select(type => type.Name)];

    public static TheoryData<string> Functions() => [.. Interop("NativeMethods").GetMethods(Inner).Select(method => method.Name)];

    // With the same types in the same order, both compilers lay them out alike.
    [Theory, MemberData(nameof(Structs))]
    public static void StructHasTheFieldsOfTheHeader(string name)
    {
        string c = "usersig" + Regex.Replace(name["Native".Length..], "([A-Z])", match => "_" + match.Value.ToLowerInvariant());
        Match declared = Regex.Match(Header, $@"\bstruct {c} \{{([^}}]*)\}}");
        Assert.True(declared.Success, "the header lacks it");
        FieldInfo[] fields = [.. Interop(name).GetFields(Inner).OrderBy(field => Marshal.OffsetOf(Interop(name), field.Name))];
        string[] parts = declared.Groups[1].Value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(parts.Select(OfC), fields.Select(OfClr));
        Assert.Equal(
            parts.Select(part => Regex.Match(part, @"(\w+)(\[\d+\])?$").Groups[1].Value.Replace("_len", "_length").Replace("_", "")),
            fields.Select(field => field.Name.ToLowerInvariant()));
    }

    [Theory, MemberData(nameof(Functions))]
    public static void FunctionIsInTheHeaderAndInTheLibrary(string name)
    {
        MethodInfo method = Interop("NativeMethods").GetMethod(name, Inner)!;
        Match declared = Regex.Match(Header, $@"(\w+[\s*]+){name}\(([^)]*)\);");
        Assert.True(declared.Success, "the header lacks it");
        string[] parameters = declared.Groups[2].Value == "void" ? [] : declared.Groups[2].Value.Split(',');
        Assert.Equal(parameters.Select(OfC), method.GetParameters().Select(parameter => OfClr(parameter.ParameterType)));
        Assert.Equal(OfC(declared.Groups[1].Value + "result"), method.ReturnType == typeof(void) ? "void" : OfClr(method.ReturnType));
        Marshal.Prelink(method);
    }

    [Fact]
    public static void ConstantsAreThoseOfTheHeader()
    {
        Dictionary<string, long> expected = new()
        {
            ["TICKET_MAX"] = Limits.MaxTicketBytes,
            ["IDENTIFIER_MAX"] = Limits.MaxIdentifierBytes,
            ["USERBUF_MAX"] = Limits.MaxUserbufBytes,
            ["PEM_MAX"] = Limits.MaxPemBytes,
            ["SECRET_MAX"] = Limits.MaxSecretBytes,
            ["DEFAULT_EXPIRE"] = (long)Limits.DefaultExpire.TotalSeconds,
            ["LEEWAY_MAX"] = (long)Limits.MaxLeeway.TotalSeconds,
            ["UNIX_TIME_MAX"] = DateTimeOffset.MaxValue.ToUnixTimeSeconds(),
            ["USERBUF_ABSENT"] = Kind(ExpectedUserbuf.Absent),
            ["USERBUF_PRESENT"] = Kind(ExpectedUserbuf.Present),
            ["USERBUF_EXACTLY"] = Kind(ExpectedUserbuf.Exactly([])),
            ["USERBUF_ANY"] = Kind(ExpectedUserbuf.Any),
        };
        foreach (Match define in Regex.Matches(Header, @"^#define USERSIG_(\w+) (\d+)$", RegexOptions.Multiline))
        {
            string name = define.Groups[1].Value;
            // Of a call that UserSigSource makes for this layer.
            if (name.StartsWith("VERSION", StringComparison.Ordinal) || name.StartsWith("FRESHNESS", StringComparison.Ordinal))
            {
                continue;
            }
            string pascal = string.Concat(name.Split('_').Select(word => word[0] + word[1..].ToLowerInvariant()));
            long value = expected.TryGetValue(name, out long known) ? known
                : name.StartsWith("PRIVILEGE_", StringComparison.Ordinal) ? (long)Enum.Parse<Privileges>(pascal["Privilege".Length..])
                : name.StartsWith("COMPRESSION_", StringComparison.Ordinal) ? (long)Enum.Parse<Compression>(pascal["Compression".Length..])
                : Convert.ToInt64(Interop("NativeConstants").GetField(pascal, Inner)?.GetRawConstantValue() ?? throw new InvalidOperationException(name + " is new in the header"), null);
            Assert.Equal(long.Parse(define.Groups[2].Value, null), value);
        }
        Assert.Contains($"USERSIG_CURVE_P256 = {(int)Curve.P256},", Header, StringComparison.Ordinal);
        Assert.Contains($"USERSIG_CURVE_SECP256K1 = {(int)Curve.Secp256k1}", Header, StringComparison.Ordinal);
    }

    private static Type Interop(string name) => Assembly.GetType("UserSig.Interop." + name, true)!;

    private static long Kind(ExpectedUserbuf expected) => (uint)typeof(ExpectedUserbuf).GetProperty("Kind", Inner)!.GetValue(expected)!;

    private static string OfC(string declared)
    {
        string type = declared.Trim();
        Match array = Regex.Match(type, @"\[(\d+)\]$");
        return array.Success ? "bytes " + array.Groups[1].Value
            : type.Contains('*', StringComparison.Ordinal) ? "pointer"
            : Regex.Replace(type, @"^const |\s+\w+$", "").Replace("usersig_status", "int32_t", StringComparison.Ordinal);
    }

    private static string OfClr(FieldInfo field) => field.GetCustomAttribute<FixedBufferAttribute>() is { } buffer ? "bytes " + buffer.Length : OfClr(field.FieldType);

    private static string OfClr(Type type) => type.IsPointer || type.IsByRef || type == typeof(IntPtr) ? "pointer"
        : type == typeof(int) ? "int32_t" : type == typeof(uint) ? "uint32_t" : type == typeof(long) ? "int64_t" : type == typeof(nuint) ? "size_t"
        : type == typeof(ulong) ? "uint64_t" : type == typeof(double) ? "double" : type.Name;
}
