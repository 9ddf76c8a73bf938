using MailAdmin.Protocols.Pop3.Session;

namespace MailAdmin.Protocols.Pop3.Commands;

/// <summary>CAPA: lists what the server can do.</summary>
/// <remarks>RFC 2449 §5.</remarks>
internal static class CapaCommand
{
    public static ValueTask<Pop3Reply> ExecuteAsync(
        Pop3Session session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken)
    {
        return ValueTask.FromResult(Pop3Reply.Lines("Capabilities", (writer, _) =>
        {
            foreach (Pop3Capability capability in Pop3Capability.All.Where(capability => capability.IsOffered(session)))
            {
                writer.WriteLine(capability.Describe(session));
            }

            writer.Write(".\r\n"u8);
            return ValueTask.CompletedTask;
        }));
    }
}
