using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using Usersig;

namespace UsersigTests
{
    /// <summary>One object of a case file.</summary>
    internal sealed class Case
    {
        private readonly Dictionary<string, object> members;

        internal Case(object members)
        {
            this.members = (Dictionary<string, object>)members;
        }

        internal string Text(string key) => (string)Get(key);

        internal long? Number(string key) => (long?)Get(key);

        internal bool Flag(string key) => (bool)members[key];

        internal bool Has(string key) => members.ContainsKey(key);

        internal byte[] Bytes(string key) => Text(key) == null ? null : Convert.FromBase64String(Text(key));

        internal Case Part(string key) => Get(key) == null ? null : new Case(Get(key));

        internal string[] Texts(string key) => ((List<object>)members[key]).Cast<string>().ToArray();

        internal int[] Numbers(string key) => ((List<object>)members[key]).Select(n => (int)(long)n).ToArray();

        // A key that some rows leave out counts as null.
        private object Get(string key)
        {
            object value;
            members.TryGetValue(key, out value);
            return value;
        }
    }

    /// <summary>The case files of ci/conformance, and what they name.</summary>
    internal sealed class Cases
    {
        private readonly string folder;
        private readonly Dictionary<string, Case> keys;
        private readonly Dictionary<string, ErrorCode> codes;

        internal Cases(string folder)
        {
            this.folder = folder;
            keys = Read("keys").ToDictionary(key => key.Text("name"));
            codes = Read("errors").ToDictionary(row => row.Text("word"), row => (ErrorCode)row.Number("number"));
        }

        internal IEnumerable<Case> Read(string name)
        {
            string text = File.ReadAllText(Path.Combine(folder, name.EndsWith("keys") || name == "errors" ? name + ".json" : name + "_cases.json"));
            return ((List<object>)Json.Parse(text)).Select(row => new Case(row)).ToList();
        }

        internal ErrorCode Code(string word) => codes[word];

        internal string KeyKind(string name) => keys[name].Text("kind");

        internal string KeyText(string name) => keys[name].Text("text");

        internal Signer Signer(long sdkappid, string keyName)
        {
            if (KeyKind(keyName) == "secret")
            {
                using (var key = new SecretKey(KeyText(keyName)))
                {
                    return new Signer(sdkappid, key);
                }
            }
            using (PrivateKey key = PrivateKey.FromPem(KeyText(keyName)))
            {
                return new Signer(sdkappid, key);
            }
        }

        internal Verifier Verifier(long sdkappid, string[] keyNames, VerifierOptions options)
        {
            List<PublicKey> v1 = keyNames.Where(name => KeyKind(name) == "public").Select(name => PublicKey.FromPem(KeyText(name))).ToList();
            List<SecretKey> v2 = keyNames.Where(name => KeyKind(name) == "secret").Select(name => new SecretKey(KeyText(name))).ToList();
            Check.Equal(keyNames.Length, v1.Count + v2.Count, "keys that verify");
            try
            {
                return new Verifier(sdkappid, v1, v2, options);
            }
            finally
            {
                v1.ForEach(key => key.Dispose());
                v2.ForEach(key => key.Dispose());
            }
        }

        /// <summary>Notes for ci/conformance/matrix.py what ran.</summary>
        internal static void Ran(string what, Case row)
        {
            string path = Environment.GetEnvironmentVariable("USERSIG_RAN");
            if (!string.IsNullOrEmpty(path))
            {
                File.AppendAllText(path, what + "\t" + row.Text("name") + "\n");
            }
        }

        internal static DateTimeOffset Time(long unix) => DateTimeOffset.FromUnixTimeSeconds(unix);

        internal static bool HasDate(long unix) => unix <= DateTimeOffset.MaxValue.ToUnixTimeSeconds();

        internal static TimeSpan? Seconds(long? seconds) => seconds == null ? (TimeSpan?)null : TimeSpan.FromTicks(seconds.Value * TimeSpan.TicksPerSecond);

        /// <summary>The JSON text inside a ticket, decoded without the library.</summary>
        internal static string Inside(string ticket)
        {
            byte[] zlib = Convert.FromBase64String(ticket.Replace('*', '+').Replace('-', '/').Replace('_', '='));
            // Two bytes of header come before the deflate stream.
            using (var inflate = new DeflateStream(new MemoryStream(zlib, 2, zlib.Length - 2), CompressionMode.Decompress))
            using (var reader = new StreamReader(inflate, new UTF8Encoding(false, true)))
            {
                return reader.ReadToEnd();
            }
        }

        /// <summary>The ticket says what the case says.</summary>
        internal static void Same(Case expected, TicketContent actual)
        {
            Check.Equal(expected.Text("version"), actual.Version == TicketVersion.V1 ? "1.0" : "2.0", "version");
            Check.Equal(expected.Number("sdkappid"), (long?)actual.Sdkappid, "sdkappid");
            Check.Equal(expected.Text("identifier"), actual.Identifier, "identifier");
            Check.Equal(expected.Number("issued_at"), (long?)actual.IssuedAt.ToUnixTimeSeconds(), "issued_at");
            Check.Equal(expected.Number("expire"), (long?)(actual.Expire.Ticks / TimeSpan.TicksPerSecond), "expire");
            Check.Equal(expected.Number("expires_at"), (long?)actual.ExpiresAt.ToUnixTimeSeconds(), "expires_at");
            byte[] userbuf = actual.GetUserbuf();
            Check.Equal(expected.Text("userbuf"), userbuf == null ? null : Convert.ToBase64String(userbuf), "userbuf");
            Check.Equal(actual.Version == TicketVersion.V1, actual.AccountType != null, "an account type is a part of v1");
            Case permission = expected.Part("private_map_key");
            Check.Equal(permission == null, actual.PrivateMapKey == null, "no private_map_key");
            if (permission != null)
            {
                Check.Equal(permission.Part("room").Number("number") ?? 0, actual.PrivateMapKey.Room.Number, "room number");
                Check.Equal(permission.Part("room").Text("name"), actual.PrivateMapKey.Room.Name, "room name");
                Check.Equal(permission.Number("privileges"), (long?)(uint)actual.PrivateMapKey.Privileges, "privileges");
                Check.Equal(permission.Number("expires_at"), (long?)actual.PrivateMapKey.ExpiresAt.ToUnixTimeSeconds(), "end of the permission");
            }
        }
    }
}
