// An app's UserSig endpoint.
//
//     mcs -r:Usersig.dll Server.cs && mono Server.exe 1400000000 ../keys/secret.txt http://localhost:8080/
//
// with Usersig.dll and libusersig.so beside Server.exe; or the same file in a project that references the NuGet package.
//
// A UserSig is a login: whoever holds it is that user until it expires, and it cannot be taken back. So the endpoint hands it
// to a user who has already logged in to the app, for the ID that the session names and never for one from the request, and
// with a short life; the app fetches a new one when it needs it.
using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using Usersig;

internal sealed class Server
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly long sdkappid;
    private readonly Signer signer;
    private readonly Logins logins = new Logins();

    // Read once, at the start: a wrong key stops the server here and not at a user's first call.
    private Server(long sdkappid, string secretFile)
    {
        this.sdkappid = sdkappid;
        using (var secret = new SecretKey(File.ReadAllText(secretFile).Trim()))
        {
            signer = new Signer(sdkappid, secret);
        }
    }

    private static void Main(string[] args)
    {
        var server = new Server(long.Parse(args[0], CultureInfo.InvariantCulture), args[1]);
        var listener = new HttpListener();
        listener.Prefixes.Add(args[2]);
        listener.Start();
        Console.WriteLine("listening on " + args[2]);
        while (true)
        {
            HttpListenerContext context = listener.GetContext();
            // The signer serves all threads at once.
            ThreadPool.QueueUserWorkItem(_ => server.Answer(context));
        }
    }

    private void Answer(HttpListenerContext context)
    {
        HttpListenerResponse response = context.Response;
        try
        {
            string body;
            response.StatusCode = (int)Route(context.Request, out body);
            byte[] bytes = Encoding.UTF8.GetBytes(body);
            response.ContentType = "application/json";
            response.Headers["Cache-Control"] = "no-store";
            response.OutputStream.Write(bytes, 0, bytes.Length);
        }
        catch (Exception e)
        {
            // An error of the library's holds no key, ticket or identifier.
            Console.Error.WriteLine(e.Message);
            response.StatusCode = (int)HttpStatusCode.InternalServerError;
        }
        response.Close();
    }

    private HttpStatusCode Route(HttpListenerRequest request, out string body)
    {
        string path = request.Url.AbsolutePath;
        if (request.HttpMethod == "POST" && path == "/login")
        {
            return logins.LogIn(request, out body);
        }
        string user = logins.UserOf(request);
        bool ticket = path == "/usersig", permission = path == "/rooms/10000/private-map-key";
        if (request.HttpMethod != "POST" || !(ticket || permission))
        {
            return Refused(HttpStatusCode.NotFound, "not here", out body);
        }
        if (user == null)
        {
            return Refused(HttpStatusCode.Unauthorized, "not logged in", out body);
        }
        if (ticket)
        {
            string made = signer.GenSig(user, new GenOptions { Expire = Lifetime, StrictIdentifier = true });
            // The user of a session is one of ours and a ticket is base64: neither needs escaping here.
            body = "{\"sdkappid\": " + sdkappid + ", \"identifier\": \"" + user + "\", \"usersig\": \"" + made + "\", \"expire\": "
                + (long)Lifetime.TotalSeconds + "}";
            return HttpStatusCode.OK;
        }
        // A permission to enter a TRTC room and to speak there, for its members.
        if (!logins.IsMember(user, 10000))
        {
            return Refused(HttpStatusCode.Forbidden, "not a member of this room", out body);
        }
        Privileges may = Privileges.EnterRoom | Privileges.SendAudio | Privileges.ReceiveAudio;
        string key = signer.GenPrivateMapKey(user, Room.FromNumber(10000), may, TimeSpan.FromMinutes(10));
        body = "{\"private_map_key\": \"" + key + "\"}";
        return HttpStatusCode.OK;
    }

    internal static HttpStatusCode Refused(HttpStatusCode status, string reason, out string body)
    {
        body = "{\"error\": \"" + reason + "\"}";
        return status;
    }
}

// The app's own login. Yours is already there and looks different; this one keeps the example runnable.
internal sealed class Logins
{
    private readonly byte[] salt = Random(16);
    private readonly Dictionary<string, byte[]> passwords;
    private readonly byte[] nobody = Random(32);
    private readonly ConcurrentDictionary<string, string> sessions = new ConcurrentDictionary<string, string>();

    internal Logins()
    {
        passwords = new Dictionary<string, byte[]> { { "xiaojun", Hash("correct horse") }, { "xiaoming", Hash("battery staple") } };
    }

    internal bool IsMember(string user, long room) => room == 10000 && user == "xiaojun";

    internal string UserOf(HttpListenerRequest request)
    {
        string header = request.Headers["Authorization"] ?? "", user;
        return header.StartsWith("Bearer ", StringComparison.Ordinal) && sessions.TryGetValue(header.Substring(7), out user) ? user : null;
    }

    // The user in the header X-User, the password in the body.
    internal HttpStatusCode LogIn(HttpListenerRequest request, out string body)
    {
        if (request.ContentLength64 < 0 || request.ContentLength64 > 1000)
        {
            return Server.Refused(HttpStatusCode.BadRequest, "no password", out body);
        }
        string user = request.Headers["X-User"] ?? "";
        byte[] known, given = Hash(new StreamReader(request.InputStream, Encoding.UTF8).ReadToEnd());
        // The hash is computed for unknown users, too, and compared as a whole, so that the time does not tell who exists.
        if (!passwords.TryGetValue(user, out known))
        {
            known = nobody;
        }
        int difference = 0;
        for (int i = 0; i < given.Length; i++)
        {
            difference |= given[i] ^ known[i];
        }
        if (difference != 0)
        {
            return Server.Refused(HttpStatusCode.Unauthorized, "wrong user or password", out body);
        }
        string token = Convert.ToBase64String(Random(32));
        sessions[token] = user;
        body = "{\"token\": \"" + token + "\"}";
        return HttpStatusCode.OK;
    }

    private byte[] Hash(string password)
    {
        using (var hash = new Rfc2898DeriveBytes(password, salt, 100000, HashAlgorithmName.SHA256))
        {
            return hash.GetBytes(32);
        }
    }

    private static byte[] Random(int count)
    {
        var bytes = new byte[count];
        using (var random = RandomNumberGenerator.Create())
        {
            random.GetBytes(bytes);
        }
        return bytes;
    }
}
