using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using Usersig;

namespace UsersigTests
{
    /// <summary>Starts examples/csharp/Server.cs and calls it as an app does.</summary>
    internal static class Example
    {
        internal static void Run(string runtime, string server, string secretFile)
        {
            // On this address only, and with a port that is free now.
            var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            string url = "http://127.0.0.1:" + ((IPEndPoint)probe.LocalEndpoint).Port + "/";
            probe.Stop();
            var start = new ProcessStartInfo(runtime, "\"" + server + "\" 1400000000 \"" + secretFile + "\" " + url)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
            };
            using (Process process = Process.Start(start))
            {
                try
                {
                    Check.Test("example: starts", () => Check.Equal("listening on " + url, process.StandardOutput.ReadLine(), "its first line"));
                    Call(url, Samples.SecretVerifier());
                    Check.Test("example: still runs", () => Check.True(!process.HasExited, "it has ended"));
                }
                finally
                {
                    if (!process.HasExited)
                    {
                        process.Kill();
                    }
                }
            }
        }

        private static void Call(string url, Verifier verifier)
        {
            Check.Test("example: a ticket for the user of the session", () =>
            {
                string session = Text(Post(url + "login", "xiaojun", "correct horse", null), "token");
                Dictionary<string, object> answer = Post(url + "usersig", null, "", session);
                Ticket ticket = verifier.Verify(Text(answer, "usersig"), "xiaojun");
                Check.Equal("xiaojun", Text(answer, "identifier"), "identifier");
                Check.Equal(86400L, answer["expire"], "expire");
                Check.Equal(1400000000L, answer["sdkappid"], "sdkappid");
                Check.Equal(TimeSpan.FromDays(1), ticket.Expire, "expire");
            });
            Check.Test("example: a permission for members of the room", () =>
            {
                var any = new VerifyOptions { Userbuf = ExpectedUserbuf.Any };
                string member = Text(Post(url + "login", "xiaojun", "correct horse", null), "token");
                Ticket ticket = verifier.Verify(Text(Post(url + "rooms/10000/private-map-key", null, "", member), "private_map_key"), "xiaojun", any);
                Check.Equal(10000L, ticket.PrivateMapKey.Room.Number, "room");
                Check.Equal(Privileges.EnterRoom | Privileges.SendAudio | Privileges.ReceiveAudio, ticket.PrivateMapKey.Privileges, "privileges");
                string other = Text(Post(url + "login", "xiaoming", "battery staple", null), "token");
                Check.Equal(403L, Post(url + "rooms/10000/private-map-key", null, "", other)["status"], "status for others");
            });
            Check.Test("example: refuses", () =>
            {
                Check.Equal(401L, Post(url + "login", "xiaojun", "battery staple", null)["status"], "status for a wrong password");
                Check.Equal(401L, Post(url + "login", "nobody", "correct horse", null)["status"], "status for an unknown user");
                Check.Equal(401L, Post(url + "usersig", null, "", null)["status"], "status without a session");
                Check.Equal(401L, Post(url + "usersig", "xiaojun", "", "AAAA")["status"], "status with a false session");
                Check.Equal(404L, Post(url + "elsewhere", null, "", null)["status"], "status elsewhere");
            });
            Check.Test("example: eight at once", () =>
            {
                string session = Text(Post(url + "login", "xiaojun", "correct horse", null), "token");
                int valid = 0;
                var threads = new Thread[8];
                for (int i = 0; i < threads.Length; i++)
                {
                    threads[i] = new Thread(() =>
                    {
                        for (int call = 0; call < 20; call++)
                        {
                            verifier.Verify(Text(Post(url + "usersig", null, "", session), "usersig"), "xiaojun");
                            Interlocked.Increment(ref valid);
                        }
                    });
                    threads[i].Start();
                }
                foreach (Thread thread in threads)
                {
                    thread.Join();
                }
                Check.Equal(160, valid, "valid tickets");
            });
            verifier.Dispose();
        }

        private static string Text(Dictionary<string, object> answer, string key)
        {
            Check.True(answer.ContainsKey(key), "the answer lacks " + key + ", its status is " + answer["status"]);
            return (string)answer[key];
        }

        private static Dictionary<string, object> Post(string url, string user, string body, string session)
        {
            var request = (HttpWebRequest)WebRequest.Create(url);
            request.Method = "POST";
            request.Timeout = 20000;
            if (user != null)
            {
                request.Headers["X-User"] = user;
            }
            if (session != null)
            {
                request.Headers["Authorization"] = "Bearer " + session;
            }
            byte[] bytes = Encoding.UTF8.GetBytes(body);
            request.ContentLength = bytes.Length;
            using (Stream stream = request.GetRequestStream())
            {
                stream.Write(bytes, 0, bytes.Length);
            }
            HttpWebResponse response;
            try
            {
                response = (HttpWebResponse)request.GetResponse();
            }
            catch (WebException e) when (e.Response != null)
            {
                response = (HttpWebResponse)e.Response;
            }
            using (response)
            using (var reader = new StreamReader(response.GetResponseStream(), Encoding.UTF8))
            {
                Check.Equal("no-store", response.Headers["Cache-Control"], "Cache-Control");
                var answer = (Dictionary<string, object>)Json.Parse(reader.ReadToEnd());
                answer["status"] = (long)response.StatusCode;
                return answer;
            }
        }
    }
}
