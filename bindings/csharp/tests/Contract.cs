namespace UserSig.Tests;

/// <summary>contract_cases.json: arguments that are missing or no text, and calls that the other files do not make.</summary>
internal static class Contract
{
    private static readonly string[] Times =
    [
        "leeway", "future_tolerance", "now",
        // vocabulary: gen_times
        "expire",
        "issued_at",
        // vocabulary: end
    ];

    // The compiler refuses a key of another class and an unknown option, nothing has flags, and a curve has no name.
    internal static bool Possible(Case row) => row.Text("error") is not ("type_error" or "refused") && !row.Has("unflagged")
        && (row.Text("call") != "generate_key" || row.Text("curve") is "P-256" or "secp256k1")
        && Times.Where(row.Has).All(time => row.Type(time) == "null" || row.Ticks(time) is not null)
        && (!row.Has("identifiers") || row.Items("identifiers").All(item => item.Type("value") is "string" or "null" || IsText(item)));

    internal static void Run(Case row)
    {
        try
        {
            switch (row.Text("call"))
            {
                case "gen_sig":
                    Conformance.Answers(row, () => Signed(row, signer => signer.GenSig(row.Raw("identifier")!, Cases.Options(row))), Inside);
                    break;
                case "gen_private_map_key":
                    Conformance.Answers(
                        row, () => Signed(row, signer => signer.GenPrivateMapKey(row.Raw("identifier")!, Room(row.Part("room")!), (Privileges)(row.Number("privileges") ?? 0), Cases.Options(row))), Inside);
                    break;
                case "gen_sig_batch":
                    Batch(row);
                    break;
                case "verify":
                    Conformance.Answers(row, () => Verified(row, verifier => verifier.Verify(row.Raw("ticket")!, row.Raw("identifier")!, Checks(row))), Conformance.Same);
                    break;
                case "authenticate":
                    Conformance.Answers(row, () => Verified(row, verifier => verifier.Authenticate(row.Raw("ticket")!, Checks(row))), Conformance.Same);
                    break;
                case "inspect":
                    Conformance.Answers(row, () => UntrustedTicket.Inspect(row.Raw("ticket")!), Conformance.Same);
                    break;
                case "load_private":
                    Load(row, PrivateKey.FromPem, bytes => PrivateKey.FromPem(bytes));
                    break;
                case "load_public":
                    Load(row, PublicKey.FromPem, bytes => PublicKey.FromPem(bytes));
                    break;
                case "load_secret":
                    Load(row, text => new SecretKey(text), bytes => new SecretKey(bytes));
                    break;
                case "generate_key":
                    Curve curve = row.Text("curve") == "P-256" ? Curve.P256 : Curve.Secp256k1;
                    Conformance.Answers(row, () => PrivateKey.Generate(curve), (_, key) => Assert.Equal(curve, key.Curve));
                    break;
                default:
                    throw new InvalidDataException("unknown call " + row.Text("call"));
            }
        }
        catch (ArgumentNullException e)
        {
            Assert.Equal("null_error", row.Text("error"));
            Assert.False(string.IsNullOrEmpty(e.ParamName));
        }
    }

    private static void Inside(Case expected, string ticket) => Assert.Equal(expected.Text("json"), Cases.Inside(ticket));

    private static bool IsText(Case item) => item.Type("value") == "object" && item.Part("value")!.Has("units");

    private static T Signed<T>(Case row, Func<Signer, T> call)
    {
        using Signer signer = row.Text("key") is { } key ? Cases.Signer(row.Number("sdkappid")!.Value, key) : new(row.Number("sdkappid")!.Value, (SecretKey)null!);
        return call(signer);
    }

    private static Ticket Verified(Case row, Func<Verifier, Ticket> call)
    {
        var options = new VerifierOptions { Leeway = Cases.Span(row, "leeway"), FutureTolerance = Cases.Span(row, "future_tolerance") };
        using Verifier verifier = Cases.Verifier(row.Number("sdkappid")!.Value, row.Type("keys") == "array" ? row.Texts("keys") : [], options);
        return call(verifier);
    }

    private static void Load(Case row, Func<string, IDisposable> load, Func<byte[], IDisposable> loadBytes)
    {
        Conformance.Answers(row, () => load(row.Raw("text")!), (_, key) => key.Dispose());
        if (row.RawBytes("text") is { } bytes)
        {
            Conformance.Answers(row, () => loadBytes(bytes), (_, key) => key.Dispose());
        }
    }

    private static void Batch(Case row)
    {
        string?[] users = [.. row.Items("identifiers").Select(item => item.Raw("value"))];
        BatchResult[] results = Signed(row, signer => signer.GenSigBatch(users, Cases.Options(row)).ToArray());
        Case[] expected = [.. row.Items("ok").Select(item => item.Part("value")!)];
        Assert.Equal(expected.Length, results.Length);
        for (int i = 0; i < results.Length; i++)
        {
            Assert.Equal(users[i], results[i].Identifier);
            Assert.Equal(expected[i].Text("error"), results[i].Error?.Word);
            if (results[i].Ticket is { } ticket)
            {
                Inside(expected[i], ticket);
            }
        }
    }

    private static Room Room(Case room) => room.Number("number") is { } number ? UserSig.Room.FromNumber(number) : UserSig.Room.FromName(room.Raw("name")!);

    private static VerifyOptions Checks(Case row) => new()
    {
        Now = Cases.Moment(row, "now"),
        Userbuf = row.Part("userbuf") is { } userbuf ? Cases.Expected(userbuf) : null,
    };
}
