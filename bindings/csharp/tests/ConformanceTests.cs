namespace UserSig.Tests;

public static class ConformanceTests
{
    public static IEnumerable<TheoryDataRow<int>> Rows(string file) => Cases.Read(file).Index()
        .Where(row => Conformance.Files[file].Possible(row.Item))
        .Select(row => new TheoryDataRow<int>(row.Index) { TestDisplayName = $"{file}: {row.Item.Text("name") ?? row.Item.Text("word")}" });

    [Theory, MemberData(nameof(Rows), "errors")]
    public static void Errors(int row) => Run("errors", row);

    [Theory, MemberData(nameof(Rows), "key_cases")]
    public static void Keys(int row) => Run("key_cases", row);

    [Theory, MemberData(nameof(Rows), "gen_cases")]
    public static void Generate(int row) => Run("gen_cases", row);

    [Theory, MemberData(nameof(Rows), "verify_cases")]
    public static void Verify(int row) => Run("verify_cases", row);

    [Theory, MemberData(nameof(Rows), "authenticate_cases")]
    public static void Authenticate(int row) => Run("authenticate_cases", row);

    [Theory, MemberData(nameof(Rows), "attack_cases")]
    public static void Attacks(int row) => Run("attack_cases", row);

    [Theory, MemberData(nameof(Rows), "official_cases")]
    public static void Official(int row) => Run("official_cases", row);

    [Theory, MemberData(nameof(Rows), "inspect_cases")]
    public static void Inspect(int row) => Run("inspect_cases", row);

    [Theory, MemberData(nameof(Rows), "contract_cases")]
    public static void Contract(int row) => Run("contract_cases", row);

    [Theory, MemberData(nameof(Rows), "source_cases")]
    public static void Source(int row) => Run("source_cases", row);

    [Theory, MemberData(nameof(DropInRows))]
    public static void DropIn(int row) => Tests.DropIn.Generate(Cases.Read("gen_cases")[row]);

    public static IEnumerable<TheoryDataRow<int>> DropInRows() => Cases.Read("gen_cases").Index()
        .Where(row => Tests.DropIn.Possible(row.Item))
        .Select(row => new TheoryDataRow<int>(row.Index) { TestDisplayName = $"drop-in: {row.Item.Name}" });

    [Fact]
    public static void EveryFileRuns() => Assert.Equal(
        Directory.GetFiles(Path.Combine(Cases.Repository, "ci", "conformance"), "*_cases.json").Select(Path.GetFileNameWithoutExtension).Append("errors").Order(),
        Conformance.Files.Keys.Order());

    [Fact]
    public static void EveryCodeIsInTheTable() => Assert.Equal(Cases.Read("errors").Select(row => (ErrorCode)row.Number("number")!), Enum.GetValues<ErrorCode>());

    // A moment after the year 9999 is no DateTimeOffset, and privileges outside 32 bits are no Privileges.
    [Fact]
    public static void WhatCannotBeExpressedIsKnown() => Assert.Equal(
        [
            "1.0 now beyond the end of time", "2.0 now beyond the end of time", "p256_private: issued after the end of time",
            "room: privileges -1", "room: privileges 4294967296", "secret: issued after the end of time",
        ],
        Conformance.Files.Where(file => file.Key != "contract_cases").SelectMany(file => Cases.Read(file.Key).Where(row => !file.Value.Possible(row))).Select(row => row.Name).Order(StringComparer.Ordinal));

    // Besides those without a flag, of which there are as many as options.
    [Fact]
    public static void WhatTheContractCannotSayIsKnown() => Assert.Equal(32, Cases.Read("contract_cases").Count(row => !row.Has("unflagged") && !Tests.Contract.Possible(row)));

    private static void Run(string file, int row) => Conformance.Files[file].Run(Cases.Read(file)[row]);
}
