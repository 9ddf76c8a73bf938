namespace MailAdmin.Storage.Log;

/// <summary>Limits texts that clients and other servers chose, before they are stored.</summary>
internal static class BoundedText
{
    /// <summary>The first characters of a text; never ends between the halves of a surrogate pair.</summary>
    public static string Cut(string text, int maxLength)
    {
        return text.Length <= maxLength
            ? text
            : text[..(char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength)];
    }
}
