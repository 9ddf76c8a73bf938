using System.Text;
using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>IDLE: reports changes as they happen, until DONE. RFC 2177 §3, RFC 9051 §6.3.13</summary>
internal static class IdleCommand
{
    public static async ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken)
    {
        session.Responses.Write("+ idling\r\n"u8);
        TimeProvider clock = session.Context.Transport.TimeProvider;
        long start = clock.GetTimestamp();
        while (true)
        {
            await session.WriteChangesAsync(mayExpunge: true, withUid: false, cancellationToken);
            if (session.State == ImapStates.Logout)
            {
                return ImapStatus.Ok("IDLE ended");
            }

            // Changes that arrived since the last report are reported before the session sleeps.
            if (session.Selected is { } selected && !selected.TrySleep())
            {
                continue;
            }

            // Reported changes do not reset the idle time.
            TimeSpan left = session.Limits.ImapTimeout - clock.GetElapsedTime(start);
            bool hasInput = await session.Reader.WaitForInputAsync(
                left > TimeSpan.Zero ? left : TimeSpan.FromTicks(1), session.WaitToken);
            session.Selected?.WakeUp();
            if (hasInput)
            {
                break;
            }
        }

        ReadOnlyMemory<byte>? line = await session.Reader.ReadContinuationAsync(session.WaitToken);
        return line is { } word && Ascii.EqualsIgnoreCase(word.Span, "DONE"u8)
            ? ImapStatus.Ok("IDLE completed")
            : ImapStatus.Bad("DONE was expected");
    }
}
