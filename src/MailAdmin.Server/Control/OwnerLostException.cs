namespace MailAdmin.Server.Control;

/// <summary>The connection to the owner ended before the answer came.</summary>
/// <param name="mayHaveBegun">Whether the owner may have seen the request.</param>
/// <param name="innerException">What ended it.</param>
internal sealed class OwnerLostException(bool mayHaveBegun, Exception? innerException = null)
    : Exception("The owner of the store went away.", innerException)
{
    public bool MayHaveBegun { get; } = mayHaveBegun;
}
