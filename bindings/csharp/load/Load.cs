using System.Text;
using UserSig;

/// <summary>ci/load's work in C#, two threads on one signer and one verifier: program CASES SECONDS SEED.</summary>
internal static class Load
{
    private const long Sdkappid = 1400000000;
    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789_-";
    private static readonly Dictionary<string, IDisposable> Keys = new Dictionary<string, IDisposable>();
    private static readonly List<string[]> Cases = new List<string[]>();
    private static long operations, wrong;

    private static byte[] Bytes(string field) =>
        Enumerable.Range(0, (field.Length - 1) / 2).Select(index => Convert.ToByte(field.Substring(1 + 2 * index, 2), 16)).ToArray();

    private static string Text(string field) => Encoding.UTF8.GetString(Bytes(field));

    private static IDisposable LoadKey(string kind, string text) =>
        kind == "private" ? PrivateKey.FromPem(text) : kind == "public" ? PublicKey.FromPem(text) : (IDisposable)new SecretKey(text);

    /// <summary>0 for success, -1 for a wrong answer, otherwise the error's number.</summary>
    private static int Number(Func<bool> call)
    {
        try
        {
            return call() ? 0 : -1;
        }
        catch (UserSigException e)
        {
            return e.Number;
        }
    }

    private static void Expect(bool correct, string what, int got)
    {
        Interlocked.Increment(ref operations);
        if (!correct && Interlocked.Increment(ref wrong) <= 10)
        {
            Console.Error.WriteLine("wrong: " + what + " gave " + got);
        }
    }

    private static int Run(string[] row)
    {
        switch (row[0])
        {
            case "inspect":
                return Number(() => UntrustedTicket.Inspect(Text(row[2])) != null);
            case "load":
                // Every other key is left to the collector.
                return Number(() =>
                {
                    IDisposable key = LoadKey(row[2], Text(row[3]));
                    if (Interlocked.Read(ref operations) % 2 == 0)
                    {
                        key.Dispose();
                    }
                    return true;
                });
        }
        var options = new VerifyOptions { Now = DateTimeOffset.FromUnixTimeSeconds(long.Parse(row[4])) };
        options.Userbuf = row[5] == "absent" ? ExpectedUserbuf.Absent : row[5] == "present" ? ExpectedUserbuf.Present
            : row[5] == "any" ? ExpectedUserbuf.Any : ExpectedUserbuf.Exactly(Bytes(row[5]));
        string[] names = row[6].Split(',');
        return Number(() =>
        {
            using (var verifier = new Verifier(long.Parse(row[2]), names.Select(name => Keys[name]).OfType<PublicKey>().ToList(),
                names.Select(name => Keys[name]).OfType<SecretKey>().ToList()))
            {
                return verifier.Verify(Text(row[7]), Text(row[3]), options).Identifier == Text(row[3]);
            }
        });
    }

    private static void Round(Random random, Signer[] signers, Verifier verifier)
    {
        string identifier = new string(Enumerable.Range(0, 1 + random.Next(40)).Select(_ => Letters[random.Next(Letters.Length)]).ToArray());
        var made = new GenOptions();
        var options = new VerifyOptions();
        if (random.Next(2) == 0)
        {
            var userbuf = new byte[random.Next(300)];
            random.NextBytes(userbuf);
            made.Userbuf = userbuf;
            options.Userbuf = ExpectedUserbuf.Exactly(userbuf);
        }
        string ticket = signers[random.Next(2)].GenSig(identifier, made);
        Interlocked.Increment(ref operations);
        int got = Number(() => verifier.Verify(ticket, identifier, options).Identifier == identifier);
        Expect(got == 0, "verify", got);
        got = Number(() => verifier.Verify(ticket, identifier + "x", options) != null);
        Expect(got == 33, "verify for another", got);
        char[] changed = ticket.ToCharArray();
        int at = random.Next(changed.Length);
        changed[at] = (char)(changed[at] ^ 1 << random.Next(7));
        got = Number(() => verifier.Verify(new string(changed), identifier, options) != null);
        Expect(got >= 20 && got <= 34, "verify of a changed ticket", got);
        var garbage = new byte[random.Next(20000)];
        random.NextBytes(garbage);
        got = Number(() => UntrustedTicket.Inspect(Encoding.ASCII.GetString(garbage)) != null);
        Expect(got >= 20 && got <= 26, "inspect of garbage", got);
        for (int i = 0; i < 3; i++)
        {
            string[] row = Cases[random.Next(Cases.Count)];
            got = Run(row);
            Expect(got == int.Parse(row[1]), row[0], got);
        }
    }

    private static int Main(string[] args)
    {
        foreach (string line in File.ReadAllLines(args[0]))
        {
            string[] row = line.Split('\t');
            if (row[0] == "key")
            {
                Keys[row[1]] = LoadKey(row[2], Text(row[3]));
            }
            else
            {
                Cases.Add(row);
            }
        }
        var secret = (SecretKey)Keys["secret"];
        var signers = new[] { new Signer(Sdkappid, (PrivateKey)Keys["p256_private"]), new Signer(Sdkappid, secret) };
        var verifier = new Verifier(Sdkappid, new[] { (PublicKey)Keys["p256_public"] }, new[] { secret });
        DateTime deadline = DateTime.UtcNow.AddSeconds(int.Parse(args[1]));
        Thread[] threads = Enumerable.Range(0, 2).Select(number => new Thread(() =>
        {
            var random = new Random(2 * int.Parse(args[2]) + number);
            try
            {
                while (DateTime.UtcNow < deadline)
                {
                    Round(random, signers, verifier);
                }
            }
            catch (Exception e)
            {
                Interlocked.Increment(ref wrong);
                Console.Error.WriteLine(e);
            }
        })).ToArray();
        foreach (Thread thread in threads)
        {
            thread.Start();
        }
        foreach (Thread thread in threads)
        {
            thread.Join();
        }
        Console.WriteLine("operations " + operations + " wrong " + wrong);
        return wrong == 0 ? 0 : 1;
    }
}
