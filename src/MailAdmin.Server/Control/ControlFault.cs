using MailAdmin.Texts;

namespace MailAdmin.Server.Control;

/// <summary>
/// A refusal as it travels: its cause and values, so that it is put into words in the language of who asked.
/// </summary>
internal sealed record ControlFault(MailError Error, string Variant, IReadOnlyList<MailText> Values)
{
    public static ControlFault Of(MailException exception) =>
        new(exception.Error, exception.Variant, exception.Text.Values);

    public MailException ToException() => MailException.Of(Error.As(Variant), [.. Values]);
}
