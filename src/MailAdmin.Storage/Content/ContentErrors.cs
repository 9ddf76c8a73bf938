namespace MailAdmin.Storage.Content;

/// <summary>The errors of messages that cannot be read.</summary>
internal static class ContentErrors
{
    public static MailException Damaged(string path) => new(
        MailError.StoreFailed, $"A message in '{path}' is damaged: its bytes are not those that were stored.")
    {
        Target = path,
        RecommendedAction = "Test-MailStore shows what is damaged; restore it from a backup.",
    };
}
