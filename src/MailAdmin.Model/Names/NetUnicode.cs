using System.Text;

namespace MailAdmin.Contracts;

/// <summary>Brings names that can be written in several ways into one form. RFC 5198 §2</summary>
public static class NetUnicode
{
    /// <summary>
    /// The composed form (NFC); a text that is not well formed has none, fits no name, and is returned as it is.
    /// </summary>
    public static string Compose(string text) => IsWellFormed(text) ? text.Normalize(NormalizationForm.FormC) : text;

    /// <summary>Whether a text has neither half of a surrogate pair nor U+FFFE, which is no character.</summary>
    public static bool IsWellFormed(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\ufffe')
            {
                return false;
            }

            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
            {
                return false;
            }

            i++;
        }

        return true;
    }
}
