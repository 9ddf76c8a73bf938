namespace MailAdmin.Protocols.Imap.Session;

/// <summary>A row of the command table.</summary>
/// <param name="Verb">Its name; two words for a command behind UID.</param>
/// <param name="States">When it may be given.</param>
/// <param name="Flags">Properties that the session needs.</param>
/// <param name="Capability">The word that announces it, or null when it belongs to IMAP4rev1 or another row announces
/// it.</param>
/// <param name="Handler">Does it.</param>
internal sealed record ImapCommand(
    string Verb, ImapStates States, ImapCommandFlags Flags, string? Capability, ImapCommandHandler Handler)
{
    public bool Has(ImapCommandFlags flag) => (Flags & flag) != 0;
}
