namespace MailAdmin.Server.Control;

/// <summary>What the owner of a store says to whoever connects.</summary>
/// <param name="ProtocolVersion">The version of the control protocol; both sides must have the same.</param>
/// <param name="ProcessId">The process of the owner.</param>
/// <param name="HasListeners">Whether it runs listeners.</param>
internal sealed record OwnerGreeting(int ProtocolVersion, int ProcessId, bool HasListeners)
{
    /// <summary>The version of this module. It changes with every change of a type that travels.</summary>
    public const int CurrentVersion = 3;
}
