namespace MailAdmin.Server.Control;

/// <summary>A refusal as it travels.</summary>
internal sealed record ControlFault(MailError Error, string Message, string Target, string RecommendedAction)
{
    public static ControlFault Of(MailException exception) =>
        new(exception.Error, exception.Message, exception.Target, exception.RecommendedAction);

    public MailException ToException() =>
        new(Error, Message) { Target = Target, RecommendedAction = RecommendedAction };
}
