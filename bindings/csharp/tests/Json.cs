using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace UsersigTests
{
    /// <summary>
    /// Reads the case files: objects as dictionaries, arrays as lists, numbers as long. A reader of its own, because the same
    /// test program runs on Mono and on .NET Core, which have no JSON library in common.
    /// </summary>
    internal sealed class Json
    {
        private readonly string text;
        private int at;

        private Json(string text)
        {
            this.text = text;
        }

        internal static object Parse(string text)
        {
            var reader = new Json(text);
            object value = reader.Value();
            reader.Space();
            if (reader.at != text.Length)
            {
                throw reader.Wrong();
            }
            return value;
        }

        private object Value()
        {
            Space();
            switch (text[at])
            {
                case '{':
                    var members = new Dictionary<string, object>();
                    Items('}', () =>
                    {
                        Space();
                        string key = String();
                        Space();
                        Take(':');
                        members.Add(key, Value());
                    });
                    return members;
                case '[':
                    var items = new List<object>();
                    Items(']', () => items.Add(Value()));
                    return items;
                case '"':
                    return String();
                case 't':
                    return Word("true", true);
                case 'f':
                    return Word("false", false);
                case 'n':
                    return Word("null", null);
                default:
                    int start = at;
                    while (at < text.Length && (text[at] == '-' || char.IsDigit(text[at])))
                    {
                        at++;
                    }
                    return long.Parse(text.Substring(start, at - start), CultureInfo.InvariantCulture);
            }
        }

        private void Items(char end, Action item)
        {
            at++;
            Space();
            if (text[at] == end)
            {
                at++;
                return;
            }
            while (true)
            {
                item();
                Space();
                if (text[at] == end)
                {
                    at++;
                    return;
                }
                Take(',');
            }
        }

        private string String()
        {
            Take('"');
            var result = new StringBuilder();
            while (text[at] != '"')
            {
                char next = text[at++];
                if (next != '\\')
                {
                    result.Append(next);
                    continue;
                }
                next = text[at++];
                int index = "\"\\/bfnrt".IndexOf(next);
                if (index >= 0)
                {
                    result.Append("\"\\/\b\f\n\r\t"[index]);
                }
                else if (next == 'u')
                {
                    result.Append((char)int.Parse(text.Substring(at, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                    at += 4;
                }
                else
                {
                    throw Wrong();
                }
            }
            at++;
            return result.ToString();
        }

        private object Word(string word, object value)
        {
            if (string.CompareOrdinal(text, at, word, 0, word.Length) != 0)
            {
                throw Wrong();
            }
            at += word.Length;
            return value;
        }

        private void Space()
        {
            while (at < text.Length && " \t\r\n".IndexOf(text[at]) >= 0)
            {
                at++;
            }
        }

        private void Take(char expected)
        {
            if (text[at] != expected)
            {
                throw Wrong();
            }
            at++;
        }

        private FormatException Wrong() => new FormatException("not the JSON that was expected, at " + at);
    }
}
