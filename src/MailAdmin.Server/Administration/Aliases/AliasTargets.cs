namespace MailAdmin.Server.Administration.Aliases;

/// <summary>Checks the targets of an alias.</summary>
internal static class AliasTargets
{
    /// <summary>The targets, each once.</summary>
    /// <exception cref="MailException">InvalidTarget: there is none.</exception>
    public static IReadOnlyList<EmailAddress> Distinct(EmailAddress alias, IReadOnlyList<EmailAddress> targets) =>
        targets.Count > 0
            ? [.. targets.Distinct()]
            : throw MailException.Of(MailError.InvalidTarget.As("Missing"), alias);
}
