namespace MailAdmin.Diagnostics;

/// <summary>Makes text from the network harmless for terminals, and limits its length.</summary>
internal static class SafeText
{
    /// <summary>What a server said in its protocol, with a question mark for whatever is not printable ASCII.</summary>
    public static string Ascii(string text, int maxLength = 120) =>
        string.Concat(text.Take(maxLength).Select(c => c is >= ' ' and < (char)0x7F ? c : '?'));

    /// <summary>Text of any script, with a space for each control character.</summary>
    public static string WithoutControls(string text, int maxLength, bool keepLines = false) =>
        string.Concat(text.Take(maxLength).Select(c => char.IsControl(c) && !(keepLines && c == '\n') ? ' ' : c));
}
