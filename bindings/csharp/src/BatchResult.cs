namespace Usersig
{
    /// <summary>One ticket of <see cref="Signer.GenSigBatch"/>, or what was wrong with its identifier.</summary>
    public sealed class BatchResult
    {
        internal BatchResult(string ticket, UsersigException error)
        {
            Ticket = ticket;
            Error = error;
        }

        /// <summary>The ticket; null where there is an <see cref="Error"/>.</summary>
        public string Ticket { get; }

        /// <summary>What was wrong; null where there is a <see cref="Ticket"/>.</summary>
        public UsersigException Error { get; }
    }
}
