using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace Usersig.Interop
{
    /// <summary>Handles that are kept alive, and not disposed of, while a call reads them from an array.</summary>
    internal sealed class BorrowedHandles : IDisposable
    {
        private readonly List<SafeHandle> handles = new List<SafeHandle>();

        /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
        internal void Add(SafeHandle handle)
        {
            bool added = false;
            handle.DangerousAddRef(ref added);
            handles.Add(handle);
        }

        internal IntPtr[] ToArray()
        {
            var array = new IntPtr[handles.Count];
            for (int i = 0; i < array.Length; i++)
            {
                array[i] = handles[i].DangerousGetHandle();
            }
            return array;
        }

        public void Dispose()
        {
            foreach (SafeHandle handle in handles)
            {
                handle.DangerousRelease();
            }
        }
    }
}
