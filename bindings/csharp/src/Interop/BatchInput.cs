using System;
using System.Collections.Generic;

namespace Usersig.Interop
{
    /// <summary>The identifiers of a batch one behind the other, as the library takes them.</summary>
    internal sealed unsafe class BatchInput
    {
        // By position: identifiers that cannot be handed over. The library gets an empty one in their place.
        private readonly Dictionary<int, UsersigException> unusable = new Dictionary<int, UsersigException>();

        internal BatchInput(IEnumerable<string> identifiers)
        {
            var texts = new List<byte[]>();
            long total = 0;
            foreach (string identifier in identifiers)
            {
                if (identifier == null)
                {
                    throw new ArgumentException("an identifier is null", nameof(identifiers));
                }
                byte[] text;
                try
                {
                    text = Text.Identifier(identifier);
                }
                catch (UsersigException e)
                {
                    unusable.Add(texts.Count, e);
                    text = new byte[0];
                }
                texts.Add(text);
                total += text.Length;
            }
            Bytes = new byte[total];
            Lengths = new UIntPtr[texts.Count];
            int at = 0;
            for (int i = 0; i < Lengths.Length; i++)
            {
                Buffer.BlockCopy(texts[i], 0, Bytes, at, texts[i].Length);
                Lengths[i] = Text.Length(texts[i]);
                at += texts[i].Length;
            }
        }

        internal byte[] Bytes { get; }

        internal UIntPtr[] Lengths { get; }

        internal BatchResult[] Results(NativeBatch* batch)
        {
            var results = new BatchResult[checked((int)batch->Count)];
            for (int i = 0; i < results.Length; i++)
            {
                NativeBatchItem item = batch->Items[i];
                UsersigException error;
                if (unusable.TryGetValue(i, out error))
                {
                    results[i] = new BatchResult(null, error);
                }
                else if (item.Status == NativeConstants.Ok)
                {
                    results[i] = new BatchResult(Text.FromUtf8(item.Ticket, item.TicketLength), null);
                }
                else
                {
                    results[i] = new BatchResult(null, UsersigException.FromStatus(item.Status, Text.FromUtf8(item.Message)));
                }
            }
            return results;
        }
    }
}
