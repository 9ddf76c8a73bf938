namespace MailAdmin.Tests.Messages;

/// <summary>A message to try things on.</summary>
/// <param name="Name">Where it comes from.</param>
/// <param name="Bytes">Its bytes, with CRLF line ends.</param>
public sealed record TestMessage(string Name, byte[] Bytes)
{
    public override string ToString() => Name;
}
