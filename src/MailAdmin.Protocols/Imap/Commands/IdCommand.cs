using System.Text;
using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Syntax;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>ID: exchanges names and versions. RFC 2971 §3</summary>
internal static class IdCommand
{
    // RFC 2971 §3.3 allows a client no more.
    private const int MaxPairs = 30;
    private const int MaxField = 30;
    private const int MaxValue = 1_024;
    private const int MaxShown = 100;

    private static readonly string Version = typeof(IdCommand).Assembly.GetName().Version?.ToString(3) ?? "";

    public static ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken)
    {
        ImapReader reader = arguments.Read();
        if (!reader.TryReadSpace()
            || !TryReadParameters(ref reader, out string? name, out string? version)
            || !reader.AtEnd)
        {
            return ValueTask.FromResult(ImapReplies.BadArguments);
        }

        session.Context.Client = name is null ? version : version is null ? name : $"{name} {version}";

        // Strangers need not know which version they talk to.
        session.Responses.Write(session.State == ImapStates.NotAuthenticated
            ? "* ID (\"name\" \"MailAdmin\")\r\n"
            : $"* ID (\"name\" \"MailAdmin\" \"version\" \"{Version}\")\r\n");
        return ValueTask.FromResult(ImapStatus.Ok("ID completed"));
    }

    // id-params-list = "(" *(string SP nstring) ")" / nil
    private static bool TryReadParameters(ref ImapReader reader, out string? name, out string? version)
    {
        name = null;
        version = null;
        if (reader.TryReadWord("NIL"u8))
        {
            return true;
        }

        if (!reader.TryRead('('))
        {
            return false;
        }

        for (int pairs = 0; !reader.TryRead(')'); pairs++)
        {
            if (pairs == MaxPairs
                || (pairs > 0 && !reader.TryReadSpace())
                || !reader.TryReadString(out ReadOnlySpan<byte> field)
                || !reader.TryReadSpace()
                || !reader.TryReadNstring(out ReadOnlySpan<byte> value, out bool isNil)
                || field.Length > MaxField || value.Length > MaxValue)
            {
                return false;
            }

            if (!isNil && Ascii.EqualsIgnoreCase(field, "name"u8))
            {
                name = Show(value);
            }
            else if (!isNil && Ascii.EqualsIgnoreCase(field, "version"u8))
            {
                version = Show(value);
            }
        }

        return true;
    }

    // It is shown to administrators, so nothing that a terminal obeys may be in it.
    private static string Show(ReadOnlySpan<byte> value) =>
        string.Concat(Encoding.UTF8.GetString(value).Where(c => !char.IsControl(c)).Take(MaxShown));
}
