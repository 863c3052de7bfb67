namespace UserSig.Interop;

// The handles of several keys, for the duration of a call that reads them from an array.
internal sealed class BorrowedKeys : IDisposable
{
    private readonly List<Handle.Lease> leases = [];

    // ObjectDisposedException: One of the keys was disposed of.
    internal BorrowedKeys(IEnumerable<Handle?>? keys, string name)
    {
        try
        {
            foreach (Handle? key in keys ?? [])
            {
                leases.Add((key ?? throw new ArgumentNullException(name, "A key must not be null.")).Borrow());
            }
        }
        catch
        {
            Dispose();
            throw;
        }
        Pointers = [.. leases.Select(lease => lease.Pointer)];
    }

    internal IntPtr[] Pointers { get; } = [];

    public void Dispose() => leases.ForEach(lease => lease.Dispose());
}
